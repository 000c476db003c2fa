"""A backup of the intake: what is closed and published comes back, the open epoch is in none, and no drop waits."""

import re
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crypto.backup_frames import Kind
from crypto.backup_manifest import parse_table
from deploy.backup.failures import BackupFailed
from deploy.backup.forgetting import forget
from deploy.backup.making import Maker
from intake.backup_line import IntakeLine as BackedUp
from intake.batches import read_batch
from intake.epochs import reopen_after_loss
from intake.errors import NotNewer
from intake.models import OPEN
from intake.published import Published
from intake.stores import store_of
from tests.called import call
from tests.integration.backing import DAY, Vault
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import TODAY, IntakeLine, post
from tests.postgres import Postgres
from tests.security.intake_server import environment

KILLS = 6  # the reviewer's, made by the same code, are killed more often


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


@pytest.fixture
def empty(line: IntakeLine, postgres: Postgres, tmp_path: Path) -> BackedUp:
    """Where the line may be restored to: of the same kind, and nothing is there."""
    url = postgres.new_database() if line.settings.database_url else ""
    return BackedUp(replace(line.settings, data_dir=tmp_path / "restored", database_url=url))


def backed_up(line: IntakeLine, vault: Vault) -> BackedUp:
    return BackedUp(replace(line.settings, backup=vault.places))


def lived(line: IntakeLine) -> IntakeLine:
    """Two epochs closed, a board published, and something in the open epoch."""
    board = line.first_board()
    line.published.put_board(board)
    client = line.client()
    for _ in range(2):
        post(client, line.drop())
        line.close()
    post(client, line.drop())
    return line


def test_batches_board_and_directory_come_back_and_the_epochs_go_on(
    line: IntakeLine, vault: Vault, empty: BackedUp
) -> None:
    key = vault.make(backed_up(lived(line), vault))
    target = replace(empty, settings=replace(empty.settings, backup=vault.places))
    said = vault.restore(target, key)
    assert "no epoch is open yet" in said[0]
    store = store_of(target.settings)
    held = Published(store.published, target.settings.instance, target.settings.intake_key)
    assert held.directory() == line.published.directory()
    assert held.board() == line.published.board()
    with store.batches.reading() as connection:
        assert {epoch: list(read_batch(connection, epoch) or ()) for epoch in (100, 101)} == {
            epoch: line.batch(epoch) for epoch in (100, 101)
        }
    assert reopen_after_loss(replace(line.place, store=store)) == 102
    store.release()


def test_nothing_of_the_open_epoch_is_in_a_backup(line: IntakeLine, vault: Vault) -> None:
    source = backed_up(lived(line), vault)
    key = vault.make(source)
    frames = list(vault.opened(source, key).frames())
    tables = {parse_table(one.octets)[0] for one in frames if one.kind is Kind.TABLE}
    assert not tables & OPEN.tables.keys()
    whole = b"".join(one.octets for one in frames)
    assert not [one for one in line.pages().values() if one[:64] in whole]


def test_drops_are_taken_while_a_backup_reads_as_slowly_as_it_likes(line: IntakeLine, vault: Vault) -> None:
    source, client = backed_up(lived(line), vault), line.client()
    answers: list[int] = []

    def _slow(rows: int) -> None:
        if len(answers) < 3:
            answers.append(post(client, line.drop()).status_code)

    Maker(source).make(DAY, _slow)
    assert answers == [200, 200, 200]


def test_an_intake_that_has_data_is_not_restored_over(line: IntakeLine, vault: Vault) -> None:
    source = backed_up(lived(line), vault)
    with pytest.raises(BackupFailed, match="to an empty place"):
        vault.restore(source, vault.make(source))
    assert line.epochs() == [100, 101]


def test_a_backup_of_the_other_app_or_another_line_is_refused(
    make_line: MakeLine, vault: Vault, tmp_path: Path
) -> None:
    one, other = make_line(), make_line()
    key = vault.make(backed_up(one, vault))
    with pytest.raises(BackupFailed, match="of another line"):
        vault.opened(backed_up(other, vault), key)


@pytest.mark.promise("P16")
def test_a_backup_of_the_intake_is_as_long_for_no_report_as_for_twenty(make_line: MakeLine, tmp_path: Path) -> None:
    lengths = []
    for name, reports in (("quiet", 0), ("busy", 20)):
        line, vault = make_line(), Vault(tmp_path / name)
        client = line.client()
        for _ in range(reports):
            post(client, line.drop())
        line.close()
        vault.make(backed_up(line, vault))
        lengths.append([one.stat().st_size for one in sorted(vault.root.rglob("*")) if one.is_file()])
    assert lengths[0] == lengths[1]


@pytest.mark.promise("P14")
def test_a_backup_of_the_intake_that_is_killed_leaves_a_whole_one_or_none(
    line: IntakeLine, vault: Vault, tmp_path: Path
) -> None:
    lived(line)
    done = run(line, vault, tmp_path, "tests.integration.backup_killing", "intake", str(KILLS), "1", key(vault))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"killed {KILLS}: ")


def test_a_backup_of_the_intake_is_made_and_tried_by_commands(line: IntakeLine, vault: Vault, tmp_path: Path) -> None:
    lived(line)
    made = run(line, vault, tmp_path, "intake", "backup")
    assert (made.returncode, made.stderr) == (0, ""), made.stderr
    assert re.fullmatch(r"made, and read again: intake-\d{4}-\d\d-\d\d-[0-9a-f]{32}\.slbak\n", made.stdout)
    tried = run(line, vault, tmp_path, "intake", "backup", "drill", "--key", key(vault))
    assert (tried.returncode, tried.stderr) == (0, ""), tried.stderr
    assert "and the app answers" in tried.stdout


def key(vault: Vault) -> str:
    return str(vault.key_file)


def run(line: IntakeLine, vault: Vault, folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """A command of this line in a process of its own."""
    for name in ("keys", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    env = {**environment(folder, line, port=1), **vault.settings("INTAKE")}
    return call(*words, env=env, seconds=300)


def test_what_is_published_can_be_forgotten_for_a_reviewer_that_was_restored(
    line: IntakeLine, vault: Vault, tmp_path: Path
) -> None:
    other = line.first_board()
    line.published.put_board(line.first_board())
    with pytest.raises(NotNewer):
        line.published.put_board(other)
    done = run(line, vault, tmp_path, "intake", "unpublish")
    assert (done.returncode, done.stdout) == (0, "nothing is published until the courier comes\n"), done.stderr
    assert (line.published.board(), line.published.directory()) == (None, None)
    line.published.put_directory(line.committee.next_version(), TODAY)
    line.published.put_board(other)


def test_no_backup_is_forgotten_that_was_there_when_everything_was_frozen(line: IntakeLine, vault: Vault) -> None:
    own = backed_up(lived(line), vault)
    made, newer = vault.make(own, TODAY), vault.make(own, TODAY + timedelta(days=400))
    line.committee.adopt(90)
    line.committee.freeze()
    line.carry()
    assert forget(own, TODAY + timedelta(days=400)).forgotten == 0
    line.committee.release(1)
    line.carry()
    assert forget(own, TODAY + timedelta(days=400)).forgotten == 1
    assert [vault.store(own).find(one.id) is not None for one in (made, newer)] == [False, True]
