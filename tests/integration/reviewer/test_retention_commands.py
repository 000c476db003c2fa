"""`retention` and `destruction`: what they print, how they end."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crypto.certificate import parse_certificate
from crypto.document import parse_signed
from deploy.backup.keys import BY, TOMBSTONES
from reviewer import cli
from reviewer.clock import Clock
from reviewer.retention import scrubbing
from tests.integration.reviewer.committee import Reviewers
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.stores import Store


@pytest.fixture
def line(reviewers: Reviewers, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Retaining:
    made = reviewers.copy(tmp_path)
    made.time.pass_by(days=90)
    monkeypatch.setattr("reviewer.retention_commands.Clock", lambda: Clock(lambda: made.time.seconds))
    return Retaining(made, store)


def call(line: Retaining, *words: str, **env: str) -> Result:
    return CliRunner().invoke(cli.main, words, env=line.line.environment | env)


def test_a_run_prints_one_line_of_one_length_whatever_it_did(line: Retaining) -> None:
    found = [call(line, "retention", "run")]
    line.adopt()
    found.append(call(line, "retention", "run"))
    for _ in range(3):
        line.case(destroyed=True)
    line.batch(80)
    line.scan(0, 1, 2)
    found.append(call(line, "retention", "run"))
    line.freeze()
    found.append(call(line, "retention", "run"))
    assert [one.exit_code for one in found] == [0] * 4
    assert [one.stderr for one in found] == [""] * 4
    assert len({len(one.stdout) for one in found}) == 1
    assert [one.stdout.count("\n") for one in found] == [1] * 4
    assert [one.stdout.rpartition("; ")[2].strip() for one in found] == ["no rules", "done", "done", "frozen"]
    assert re.search(r"cases +3, batches +1,", found[2].stdout)


def test_the_plan_and_a_run_of_exactly_that(line: Retaining) -> None:
    story = line.adopt().case(destroyed=True)
    printed = call(line, "retention", "plan").stdout
    found = json.loads(call(line, "retention", "plan", "--json").stdout)
    assert found["targets"][0] == {"target": "cases", "keys": [story.case.hex()], "kept": []}
    assert (found["state"], printed.splitlines()[-1]) == ("open", f"digest: {found['digest']}")
    assert story.case.hex() in printed
    other = call(line, "retention", "run", "--exactly", "00" * 32)
    assert (other.exit_code, other.stderr) == (1, f"refused: the plan is another now: {found['digest']}\n")
    assert call(line, "retention", "run", "--exactly", found["digest"]).exit_code == 0
    assert len(line.certificates()) == 1


def test_a_batch_that_nobody_reads_for_two_weeks_is_an_alarm(line: Retaining) -> None:
    epoch = line.adopt().batch(44)
    assert call(line, "retention", "run").exit_code == 0
    line.line.time.pass_by(days=2)
    found = call(line, "retention", "run")
    due = line.today - timedelta(days=15)
    assert (found.exit_code, found.stderr) == (1, f"batches {epoch} kept: unread since {due}\n")


def test_another_run_at_work_is_told(line: Retaining) -> None:
    with line.adopt().job()._alone():
        found = call(line, "retention", "run")
    assert (found.exit_code, found.stderr) == (3, "another run is at work\n")


def test_what_holds_a_scrub_up_is_told_and_the_check_waits(line: Retaining, monkeypatch: pytest.MonkeyPatch) -> None:
    def held_up(database: object, tables: object) -> None:
        raise scrubbing.NotScrubbed("a dump")

    line.adopt().case(destroyed=True)
    with monkeypatch.context() as patch:
        patch.setattr(scrubbing, "scrub", held_up)
        found = call(line, "retention", "run")
    assert (found.exit_code, found.stderr) == (3, "a dump\n")
    assert call(line, "destruction", "check", str(line.line.settings.data_dir)).exit_code == 3
    assert call(line, "retention", "run").exit_code == 0
    assert len(line.certificates()) == 1


def test_a_copy_that_was_forgotten_is_found(line: Retaining, tmp_path: Path) -> None:
    line.adopt().case(destroyed=True)
    copy = tmp_path / "yesterday.dump"
    copy.write_bytes(bytes(1000) + b"".join(line.gone))
    call(line, "retention", "run")
    found = call(line, "destruction", "check", str(copy))
    first, last = found.stderr.splitlines()[0], found.stderr.splitlines()[-1]
    assert (found.exit_code, last) == (1, "pieces of what was destroyed are there: 1")
    assert first.startswith(f"{copy}: ")
    copy.unlink()
    assert call(line, "destruction", "check", str(tmp_path)).exit_code == 0


def test_each_certificate_has_a_tombstone_beside_the_keys_of_backups(line: Retaining, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    story = line.adopt().case(destroyed=True)
    line.batch(80)
    line.scan(0, 1, 2)
    assert call(line, "retention", "run", REVIEWER_BACKUP_KEYS_DIR=str(tmp_path / "keys")).exit_code == 0
    files = list((tmp_path / "keys" / TOMBSTONES).iterdir())
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
    files.remove(tmp_path / "keys" / TOMBSTONES / BY.format(line.line.settings.instance.hex()))
    found = [json.loads(one.read_text()) for one in files]
    certificates = [parse_certificate(parse_signed(one["certificate"].encode())) for one in found]
    assert sorted(map(repr, certificates)) == sorted(map(repr, line.certificates()))
    entries = {one.case: tomb["entries"] for one, tomb in zip(certificates, found, strict=True)}
    assert entries == {story.case: [one.serialise().decode() for one in story.documents], b"": []}


def test_a_store_of_keys_that_is_away_keeps_it_from_being_certified(line: Retaining, tmp_path: Path) -> None:
    line.adopt().case(destroyed=True)
    away = {"REVIEWER_BACKUP_KEYS_DIR": str(tmp_path / "away")}
    found = call(line, "retention", "run", **away)
    assert (found.exit_code, found.stderr) == (1, f"{tmp_path}/away/tombstones: No such file or directory\n")
    assert line.certificates() == []
    (tmp_path / "away").mkdir()
    assert call(line, "retention", "run", **away).exit_code == 0
    assert len(line.certificates()) == 1


@pytest.mark.parametrize("command", [("retention", "plan"), ("retention", "run"), ("destruction", "check")])
def test_help_has_an_example_and_the_exit_codes(command: tuple[str, str]) -> None:
    found = " ".join(CliRunner().invoke(cli.main, [*command, "--help"]).output.split())
    assert re.search(rf"Example.*: python -m reviewer {' '.join(command)}", found)
    assert "Ends with 0" in found or command[1] == "plan"
