"""A backup of the reviewer comes back as it was, and only with both keys."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from deploy.backup.failures import BackupBusy, BackupFailed, BackupUnset
from deploy.backup.forgetting import forget
from deploy.backup.making import alone
from reviewer import schema
from reviewer.backup_line import ReviewerLine
from tests.integration.backing import DAY, Vault
from tests.integration.reviewer.backed_up import Elsewhere, count, line_of, peppers, rows
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.record_line import RecordLine
from tests.integration.reviewer.stores import PostgresDatabases, SqliteFiles, Store


def test_what_comes_back_is_what_was_there_but_nobody_is_signed_in(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    RecordLine(founded).live()
    founded.people[0].sign_in()
    assert count(founded.settings, "session") == 1
    key = vault.make(line_of(founded.settings, vault))
    target = elsewhere.new(vault)
    vault.restore(target, key)
    assert rows(target.settings) == rows(founded.settings)
    assert peppers(target.settings) == peppers(founded.settings)
    assert count(target.settings, "session") == 0


def test_a_line_can_move_from_files_to_a_server_and_back(
    founded: Committee, vault: Vault, store: Store, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    RecordLine(founded).live()
    first = line_of(founded.settings, vault)
    on_files = store.kind == "sqlite"
    other: Store = PostgresDatabases(request.getfixturevalue("postgres")) if on_files else SqliteFiles()
    moved = Elsewhere(other, tmp_path)
    target = moved.new(vault)
    vault.restore(target, vault.make(first))
    found = rows(target.settings)
    moved.end()
    assert found == rows(founded.settings)


def test_what_the_server_numbers_goes_on_where_it_was(founded: Committee, vault: Vault, elsewhere: Elsewhere) -> None:
    waiting = "INSERT INTO outbox (slot, kind, value, day) VALUES (1, 'reply', :value, '2027-01-15')"
    with founded.database.write() as session:
        for _ in range(3):
            session.execute(text(waiting), {"value": b"sealed"})
    target = elsewhere.new(vault)
    vault.restore(target, vault.make(line_of(founded.settings, vault)))
    with target._database() as database, database.write() as session:
        session.execute(text(waiting), {"value": b"sealed"})
    assert count(target.settings, "outbox") == 4


def test_who_was_invited_by_somebody_comes_back_in_any_order(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    with founded.database.write() as session:
        ids = session.scalars(text("SELECT id FROM member ORDER BY id")).all()
        for one, other in zip(ids, [*ids[1:], ids[0]], strict=True):  # each by the next one
            session.execute(text("UPDATE member SET invited_by = :other WHERE id = :one"), {"one": one, "other": other})
    target = elsewhere.new(vault)
    vault.restore(target, vault.make(line_of(founded.settings, vault)))
    assert rows(target.settings)["member"] == rows(founded.settings)["member"]


def test_tables_of_an_older_version_are_brought_to_this_one(
    empty: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    newest = line_of(empty.settings, vault).revision()
    schema.downgrade(empty.database, "0003")
    key = vault.make(line_of(empty.settings, vault))
    schema.upgrade(empty.database)
    target = elsewhere.new(vault)
    vault.restore(target, key)
    assert vault.opened(target, key).manifest().revision == "0003"
    assert target.revision() == newest


class OfALaterVersion(ReviewerLine):
    def revision(self) -> str:
        return "9999"


def test_tables_of_a_newer_version_are_refused(founded: Committee, vault: Vault, elsewhere: Elsewhere) -> None:
    key = vault.make(OfALaterVersion(line_of(founded.settings, vault).settings))
    target = elsewhere.new(vault)
    with pytest.raises(BackupFailed, match="made by a newer one"):
        vault.restore(target, key)
    assert target.is_empty()


def test_nothing_is_restored_over_what_is_there(founded: Committee, vault: Vault) -> None:
    line = line_of(founded.settings, vault)
    before = rows(founded.settings)
    with pytest.raises(BackupFailed, match="to an empty place"):
        vault.restore(line, vault.make(line))
    assert rows(founded.settings) == before


Change = Callable[[bytearray], None]


def cut(at: int) -> Change:
    def _cut(octets: bytearray) -> None:
        del octets[at:]

    return _cut


def flip(at: int) -> Change:
    def _flip(octets: bytearray) -> None:
        octets[at] ^= 1

    return _flip


def other_app(octets: bytearray) -> None:
    octets[8] = 1


def something_else(octets: bytearray) -> None:
    octets[:] = b"SQLite format 3\0" * 1000


FIRST, CHUNK = 184, 16_401
WRONG: tuple[tuple[str, Change], ...] = (
    *(("is cut short", cut(at)) for at in (0, 100, 170, FIRST, FIRST + CHUNK, -CHUNK, -1)),
    *(("changed or damaged", flip(at)) for at in (100, 165, 200, FIRST + 5 * CHUNK, -1)),
    ("of another line", flip(16)),
    ("of the other app, the intake", other_app),
    ("no backup of a sealed line", something_else),
    ("forgotten on purpose, and the backup is gone for good", flip(40)),
    ("sealed to another recipient", flip(60)),
)


def test_what_is_wrong_with_a_file_is_one_sentence_and_nothing_is_written(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    made, target = vault.make(line_of(founded.settings, vault)), elsewhere.new(vault)
    good = (vault.folder / made.backup).read_bytes()
    for sentence, change in WRONG:
        octets = bytearray(good)
        change(octets)
        (vault.folder / made.backup).write_bytes(octets)
        with pytest.raises(BackupFailed, match=sentence) as caught:
            vault.restore(target, made)
        assert "\n" not in str(caught.value)
        assert target.is_empty()
    (vault.folder / made.backup).write_bytes(good)
    vault.restore(target, made)


def test_what_is_wrong_with_a_key_is_one_sentence_and_nothing_is_written(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    made, target = vault.make(line_of(founded.settings, vault)), elsewhere.new(vault)
    right, vault.recipient = vault.recipient, bytes(31) + b"x"
    with pytest.raises(BackupFailed, match="sealed to another recipient"):
        vault.restore(target, made)
    vault.recipient = right
    (file,) = (vault.keys / "keys").glob("*.key")
    whole = file.read_bytes()
    file.write_bytes(bytes(31) + b"x")
    with pytest.raises(BackupFailed, match="is no second key: it was changed or cut"):
        vault.restore(target, made)
    file.write_bytes(whole)
    vault.store(target).forget(made)
    with pytest.raises(BackupFailed, match="forgotten on purpose, and the backup is gone for good"):
        vault.restore(target, made)
    assert target.is_empty()


def test_a_store_or_folder_that_is_not_mounted_is_said_and_nothing_is_done(founded: Committee, vault: Vault) -> None:
    line = line_of(founded.settings, vault)
    vault.keys.rmdir()
    with pytest.raises(BackupBusy, match="is its disk mounted"):
        vault.make(line)
    assert vault.files() == []
    vault.keys.mkdir()
    (vault.folder / "backup.lock").unlink(missing_ok=True)
    vault.folder.rmdir()
    with pytest.raises(BackupBusy, match="is its disk mounted"):
        vault.make(line)


def test_what_is_not_set_is_named(founded: Committee) -> None:
    with pytest.raises(BackupUnset, match="BACKUP_DIR is not set"):
        Vault.make(Vault(founded.settings.data_dir / "vault"), ReviewerLine(founded.settings))


def test_a_second_backup_at_once_does_nothing(founded: Committee, vault: Vault) -> None:
    line = line_of(founded.settings, vault)
    with alone(vault.folder), pytest.raises(BackupBusy, match="another backup is being made"):
        vault.make(line)
    assert (vault.files(), vault.store(line).all()) == ([], [])


def test_a_disk_that_is_full_leaves_nothing(founded: Committee, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    line = line_of(founded.settings, vault)

    def _full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", lambda handle: None if vault.files() == [] else _full(handle))
    with pytest.raises(BackupFailed, match="No space left"):
        vault.make(line)
    monkeypatch.undo()
    assert (vault.files(), vault.store(line).all()) == ([], [])


def test_old_backups_are_forgotten_and_the_last_good_one_never_is(founded: Committee, vault: Vault) -> None:
    line = line_of(founded.settings, vault)
    old, newer = vault.make(line, DAY), vault.make(line, DAY + timedelta(days=36))
    done = forget(line, DAY + timedelta(days=36))
    assert (done.forgotten, done.kept, done.waiting) == (1, 1, 0)
    assert [one.name for one in vault.files()] == [newer.backup]
    assert vault.store(line).find(old.id) is None
    assert forget(line, DAY + timedelta(days=400)).kept == 1
    vault.opened(line, newer).manifest()


def test_what_a_kill_left_in_the_store_of_keys_is_destroyed_by_the_next_run(founded: Committee, vault: Vault) -> None:
    line = line_of(founded.settings, vault)
    first = vault.make(line)
    folder = vault.keys / "keys"
    (key,) = folder.glob("*.key")
    stem = key.name.partition(first.id.hex())[0]
    (folder / f"{stem}{'1d' * 16}.key").write_bytes(bytes(31) + b"x")  # nobody noted it
    (folder / f"{stem}{'2d' * 16}.key.draft").write_bytes(bytes(31) + b"y")
    key.write_bytes(bytes(32))  # overwritten, and not yet removed
    second = vault.make(line)
    assert {one.id: bool(one.key) for one in vault.store(line).all()} == {first.id: False, second.id: True}
    assert [one.name for one in folder.iterdir() if one.suffix != ".json"] == [f"{stem}{second.id.hex()}.key"]
    assert forget(line, DAY).forgotten == 1
    assert [one.name for one in vault.files()] == [second.backup]
