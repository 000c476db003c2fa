"""P11 with backups: what was destroyed opens from no backup made before, and does not come back with one."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import pytest
from sqlalchemy import select, text

from crypto import keys
from crypto.approval import Action
from crypto.backup import key_id
from crypto.derivation import sha256
from crypto.entry import State
from deploy.backup import unheard
from deploy.backup.failures import BackupBusy, BackupFailed, RestoredInDoubt
from deploy.backup.forgetting import forget
from deploy.backup.keys import KeyStore, SecondKey
from deploy.backup.making import Maker, Tick, folder_of, store_of
from deploy.backup.reading import hash_of
from reviewer import buried
from reviewer.audit import NOTHING, Kept, Now, verify
from reviewer.audit_commands import head_of
from reviewer.audit_database import DatabaseRows
from reviewer.backup_line import ReviewerLine
from reviewer.case_models import Case, StoredCheckpoint
from reviewer.models import StoredDirectory
from reviewer.orders import is_frozen
from reviewer.record_tree import seal
from reviewer.retention.job import Job, Unheard
from tests.integration.backing import DAY, Vault
from tests.integration.reviewer.backed_up import Elsewhere, count, line_of, rows
from tests.integration.reviewer.changing import change, sign_in_all
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.destroyed import adopt, bury, bury_epochs, destroy, ready
from tests.integration.reviewer.record_line import RecordLine
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.stores import Store

LOOKED_AT = 1 << 16  # bytes from both ends of a file, each window of which is tried as a key
KEY = 32


def whole_chunks(length: int) -> int:
    """A backup that is only as long as it must be: here nobody looks at lengths."""
    return -(-length // 16_384) * 16_384


def found_keys(folder: Path, wanted: bytes) -> bool:
    """Whether somewhere in the folder there is the key of this id, as bytes or written out."""
    for path in folder.rglob("*"):
        octets = path.read_bytes() if path.is_file() else b""
        ends = octets[:LOOKED_AT] + octets[-LOOKED_AT:]
        if any(key_id(ends[at : at + KEY]) == wanted for at in range(len(ends) - KEY + 1)):
            return True
        words = re.findall(rb"[0-9a-f]{64}", octets[:LOOKED_AT])
        if any(key_id(bytes.fromhex(word.decode())) == wanted for word in words):
            return True
    return False


def check_gone(founded: Committee, vault: Vault, maker: type[Maker]) -> None:
    """A thief kept all of the folder of backups from before, and has the recipient's key."""
    record = RecordLine(founded)
    story, line = ready(record), line_of(founded.settings, vault)
    early = maker(line, whole_chunks).make(DAY, lambda rows: None)
    stolen = {path.name: path.read_bytes() for path in vault.files()}
    destroy(record, story)
    bury(record, story, vault)
    assert forget(line, DAY).waiting == 1  # the only one there is stays until there is another
    maker(line, whole_chunks).make(DAY, lambda rows: None)
    assert forget(line, DAY).forgotten == 1
    for name, octets in stolen.items():
        (vault.folder / name).write_bytes(octets)
    with pytest.raises(BackupFailed, match="the backup is gone for good"):
        vault.opened(line, early)
    assert not found_keys(vault.root, early.id), "the key of a forgotten backup is still there"


def test_no_backup_is_forgotten_that_was_there_when_everything_was_frozen(
    founded: Committee, vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was destroyed the day before may be in it, and nowhere else."""
    record = RecordLine(founded)
    story, line, orders = ready(record), line_of(founded.settings, vault), Retaining(founded, store)
    early = vault.make(line, orders.today, whole_chunks)
    destroy(record, story)
    bury(record, story, vault)
    today, freeze = orders.today, orders.freeze()
    vault.make(line, today, whole_chunks)
    later = vault.make(line, today + timedelta(days=1), whole_chunks)
    for days in (0, 1):
        done = forget(line, today + timedelta(days=days))
        assert (done.forgotten, done.waiting) == (0, 0)
    end = today + timedelta(days=400)
    newest = vault.make(line, end, whole_chunks)
    assert forget(line, end).forgotten == 1  # made since, and old
    assert vault.store(line).find(later.id) is None
    assert vault.opened(line, early).manifest().tables
    orders.release(freeze)
    assert forget(line, end).forgotten == 2
    assert [one.id for one in vault.store(line).all()] == [newest.id]


def check_that_a_freeze_keeps_what_is_left(
    founded: Committee, vault: Vault, store: Store, patch: pytest.MonkeyPatch, line: ReviewerLine
) -> None:
    """It is placed when the first key of three has gone."""
    orders, destroy_one = Retaining(founded, store).adopt(), KeyStore.forget
    early = [vault.make(line, orders.today, whole_chunks) for _ in range(3)]

    def freeze_after_one(keys: KeyStore, key: SecondKey) -> SecondKey:
        gone = destroy_one(keys, key)
        with founded.database.read() as session:
            frozen = is_frozen(session)
        if not frozen:
            orders.freeze()
        return gone

    vault.make(line, orders.today + timedelta(days=40), whole_chunks)
    with patch.context() as racing:
        racing.setattr(KeyStore, "forget", freeze_after_one)
        assert forget(line, orders.today + timedelta(days=40)).forgotten == 1
    assert sum(vault.store(line).find(one.id) is not None for one in early) == 2


class AsksOnce(ReviewerLine):
    """A way of forgetting that looks at the freeze when it begins, and never again."""

    @cached_property
    def _at_first(self) -> date | None:
        return super().frozen_since()

    def frozen_since(self) -> date | None:
        return self._at_first


@pytest.mark.promise("P12")
def test_a_freeze_that_comes_while_backups_are_forgotten_keeps_the_rest(
    founded: Committee, vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = line_of(founded.settings, vault)
    check_that_a_freeze_keeps_what_is_left(founded, vault, store, monkeypatch, line)


@pytest.mark.mutant("P12")
def test_a_freeze_that_is_looked_for_once_is_caught(
    founded: Committee, vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = AsksOnce(line_of(founded.settings, vault).settings)
    with pytest.raises(AssertionError):
        check_that_a_freeze_keeps_what_is_left(founded, vault, store, monkeypatch, line)


@pytest.mark.promise("P11")
def test_a_backup_from_before_a_destruction_opens_no_more_once_it_was_forgotten(
    founded: Committee, vault: Vault
) -> None:
    check_gone(founded, vault, Maker)


class KeyInTheBackup(Maker):
    """Puts the second key where the backup is."""

    def make(self, day: date, tick: Tick) -> SecondKey:
        made = super().make(day, tick)
        file = folder_of(self.line) / made.backup
        file.write_bytes(file.read_bytes() + made.key)
        return store_of(self.line).sealed(made, hash_of(file))


@pytest.mark.mutant("P11")
def test_a_backup_that_brings_its_key_would_be_caught(founded: Committee, vault: Vault) -> None:
    with pytest.raises(AssertionError, match="is still there"):
        check_gone(founded, vault, KeyInTheBackup)


@pytest.mark.promise("P11")
def test_what_was_destroyed_since_is_not_even_written_when_an_older_backup_comes_back(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    record = RecordLine(founded)
    story = ready(record)
    key = vault.make(line_of(founded.settings, vault))
    destroy(record, story)
    bury(record, story, vault)
    target = elsewhere.new(vault)
    said = vault.restore(target, key)
    assert said == ["destroyed since, and gone here too: 1 cases, batches of 0 epochs"]
    on_disk = elsewhere.store.on_disk(elsewhere.made[-1])
    assert not [one for one in story.sealed if any(one[at : at + 16] in on_disk for at in range(0, len(one) - 16, 97))]
    assert_destroyed(target, story.case.hex(), len(story.documents))
    assert problems(record, target) == []


def test_a_case_that_came_and_went_since_comes_back_as_its_record_alone(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    record = RecordLine(founded)
    record.open_case()
    record.night()
    adopt(record)
    key = vault.make(line_of(founded.settings, vault))
    story = ready(record)
    destroy(record, story)
    bury(record, story, vault)
    target = elsewhere.new(vault)
    vault.restore(target, key)
    assert_destroyed(target, story.case.hex(), len(story.documents))
    assert problems(record, target) == []


def test_batches_that_the_calendar_took_since_do_not_come_back(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    with founded.database.write() as session:
        for epoch in range(3, 7):
            place = {"epoch": epoch, "hash": sha256(b"batch"), "value": b"envelopes"}
            state = "INSERT INTO batch_state (epoch, sha256, envelopes) VALUES (:epoch, :hash, 32)"
            session.execute(text(state), place)
            session.execute(text("INSERT INTO batch (epoch, number, value) VALUES (:epoch, 0, :value)"), place)
    key = vault.make(line_of(founded.settings, vault))
    bury_epochs(RecordLine(founded), 4, 5, vault)
    target = elsewhere.new(vault)
    vault.restore(target, key)
    assert (count(target.settings, "batch"), count(target.settings, "batch_state")) == (2, 2)
    assert count(target.settings, "certificate") == 1


def test_a_tombstone_that_this_line_did_not_sign_stops_the_way_back(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    record = RecordLine(founded)
    key = vault.make(line_of(founded.settings, vault))
    bury_epochs(record, 4, 5, vault)
    file = next((vault.keys / "tombstones").iterdir())
    file.write_text(re.sub(r"(first\W+)4", r"\g<1>1", file.read_text()))
    target = elsewhere.new(vault)
    with pytest.raises(BackupFailed, match="not signed with this line's board key"):
        vault.restore(target, key)
    assert target.is_empty()


def check_that_one_agreed_and_nothing_goes(founded: Committee, vault: Vault, elsewhere: Elsewhere) -> None:
    """The board key has signed that a case is gone; one member agreed to that, with a stranger's keys."""
    record = RecordLine(founded)
    story = ready(record)
    key = vault.make(line_of(founded.settings, vault))
    chair, *_ = record.members
    alone = story.approval(Action.DESTROY, chair, keys.generate(3))
    story.add(chair, approvals=alone, state=State.DESTROYED, review="")
    bury(record, story, vault)
    target = elsewhere.new(vault)
    with pytest.raises(RestoredInDoubt, match=f"case {story.case.hex()}: .* nothing of the case was destroyed"):
        vault.restore(target, key)
    with target._database() as database, database.read() as session:
        assert session.get_one(Case, story.case.hex()).state is State.RETAINED
    assert count(target.settings, "entry_content") == len(story.documents) - 1
    assert count(target.settings, "certificate") == 0


@pytest.mark.promise("P12")
def test_the_board_key_alone_destroys_no_case_on_the_way_back(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    check_that_one_agreed_and_nothing_goes(founded, vault, elsewhere)


@pytest.mark.mutant("P12")
def test_a_way_back_that_believes_every_certificate_is_caught(
    founded: Committee, vault: Vault, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buried, "_is_destroyed", lambda *_: True)
    with pytest.raises(pytest.fail.Exception):
        check_that_one_agreed_and_nothing_goes(founded, vault, elsewhere)


def test_the_orders_by_which_it_was_destroyed_come_back_where_they_are_newer_than_the_backup(
    founded: Committee, vault: Vault, elsewhere: Elsewhere, store: Store
) -> None:
    line = line_of(founded.settings, vault)
    due = Retaining(replace(founded, settings=line.settings), store)
    key = vault.make(line)
    due.adopt().case(destroyed=True)
    due.job().run()
    target = elsewhere.new(vault)
    said = vault.restore(target, key)
    assert said[0] == "standing orders given since, and in force here too: 1"
    assert rows(target.settings)["standing_order"] == rows(founded.settings)["standing_order"]
    assert problems(RecordLine(founded), target) == []


def test_who_destroyed_it_may_have_come_after_the_backup(
    founded: Committee, vault: Vault, elsewhere: Elsewhere, store: Store
) -> None:
    """The list of that time lies beside the tombstones, and goes on from the one in the backup."""
    line = line_of(founded.settings, vault)
    due = Retaining(replace(founded, settings=line.settings), store).adopt()
    key = vault.make(line)
    chair, director, _ = sign_in_all(founded)
    change((chair, director), roles=[{"slot": 1, "role": "Financial expert"}])
    due.case(destroyed=True)
    due.job().run()
    shown = vault.store(line).by()
    assert shown is not None
    with founded.database.read() as session:
        assert shown.directory == session.scalar(select(StoredDirectory.value).where(StoredDirectory.version == 2))
    target = elsewhere.new(vault)
    assert vault.restore(target, key) == ["destroyed since, and gone here too: 1 cases, batches of 0 epochs"]


def check_that_a_newer_freeze_is_waited_for(
    founded: Committee, vault: Vault, elsewhere: Elsewhere, store: Store
) -> None:
    """Two have agreed that a case goes; everything was frozen after the backup that comes back."""
    line = line_of(founded.settings, vault)
    due = Retaining(replace(founded, settings=line.settings), store).adopt()
    due.case(destroyed=True)
    key = vault.make(line)
    due.freeze()
    target = elsewhere.new(vault)
    vault.restore(target, key)
    kept = count(target.settings, "entry_content")
    with target._database() as database, pytest.raises(Unheard):
        Job(target.settings, database, founded.time.clock()).run()
    assert count(target.settings, "entry_content") == kept > 0
    with pytest.raises(BackupBusy, match="a freeze may be newer"):
        forget(target, DAY)
    unheard.clear(target.settings.data_dir)
    with target._database() as database:
        Job(target.settings, database, founded.time.clock()).run()
    assert count(target.settings, "entry_content") < kept


@pytest.mark.promise("P12")
def test_after_a_restore_nothing_is_destroyed_before_the_courier_was_at_the_intake(
    founded: Committee, vault: Vault, elsewhere: Elsewhere, store: Store
) -> None:
    check_that_a_newer_freeze_is_waited_for(founded, vault, elsewhere, store)


@pytest.mark.mutant("P12")
def test_a_run_that_goes_by_the_orders_of_an_old_backup_is_caught(
    founded: Committee, vault: Vault, elsewhere: Elsewhere, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unheard, "is_marked", lambda _: False)
    with pytest.raises(pytest.fail.Exception):
        check_that_a_newer_freeze_is_waited_for(founded, vault, elsewhere, store)


def test_a_restore_that_came_to_nothing_leaves_no_mark(founded: Committee, vault: Vault, elsewhere: Elsewhere) -> None:
    record = RecordLine(founded)
    key = vault.make(line_of(founded.settings, vault))
    record.open_case()
    target = elsewhere.new(vault)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReviewerLine, "upgrade", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            vault.restore(target, key)
    assert not unheard.is_marked(target.settings.data_dir)


def test_batches_go_by_the_calendar_and_their_backups_too(founded: Committee, vault: Vault) -> None:
    line = line_of(founded.settings, vault)
    vault.make(line)
    bury_epochs(RecordLine(founded), 4, 5, vault)
    vault.make(line, DAY + timedelta(days=1))
    done = forget(line, DAY + timedelta(days=1))
    assert (done.forgotten, done.kept, done.waiting) == (0, 2, 0)


def assert_destroyed(target: ReviewerLine, case: str, entries: int) -> None:
    with target._database() as database, database.read() as session:
        found = session.get_one(Case, case)
        assert (found.state, found.entries) == (State.DESTROYED, entries)
        for table in ("entry_content", "case_grant", "item"):
            asked = text(f'SELECT count(*) FROM {table} WHERE "case" = :case')
            assert session.execute(asked, {"case": case}).scalar_one() == 0
    assert count(target.settings, "certificate") == 1


def problems(record: RecordLine, target: ReviewerLine, kept: Kept = NOTHING) -> list[str]:
    """What `audit verify` finds in the restored record after the night that follows."""
    with target._database() as database:
        with database.write() as session:
            seal(session, target.instance, target.settings.board_seed, record.epoch)
        with database.read() as session:
            now = Now(record.line.time.clock().today(), record.epoch)
            found = verify(DatabaseRows(session, head_of(target.settings), sealed=True), now=now, kept=kept)
    return [str(one) for one in found.findings]


def test_an_auditor_who_kept_a_later_checkpoint_names_the_way_back(
    founded: Committee, vault: Vault, elsewhere: Elsewhere
) -> None:
    record = RecordLine(founded)
    record.open_case()
    record.night()
    key = vault.make(line_of(founded.settings, vault))
    record.open_case()
    record.night()
    with founded.database.read() as session:
        newest = session.scalar(select(StoredCheckpoint.note).order_by(StoredCheckpoint.epoch.desc()).limit(1))
    target = elsewhere.new(vault)
    vault.restore(target, key)
    assert problems(record, target) == []
    assert problems(record, target, Kept(notes=(str(newest),))) != []


@pytest.mark.promise("P11")
def test_what_the_job_destroyed_does_not_come_back_with_a_backup_from_before(
    founded: Committee, vault: Vault, elsewhere: Elsewhere, store: Store
) -> None:
    line = line_of(founded.settings, vault)
    due = Retaining(replace(founded, settings=line.settings), store).adopt()
    case = due.case(destroyed=True)
    due.case(destroyed=False)
    batch = due.batch(60)
    due.scan(0, 1, 2)
    key = vault.make(line)
    due.job().run()
    target = elsewhere.new(vault)
    vault.restore(target, key)
    with target._database() as database, database.read() as session:
        for table in ("entry_content", "case_grant", "item"):
            asked = text(f'SELECT count(*) FROM {table} WHERE "case" = :case')
            assert session.execute(asked, {"case": case.case.hex()}).scalar_one() == 0
        assert batch not in session.scalars(text("SELECT epoch FROM batch")).all()
    assert rows(target.settings)["certificate"] == rows(founded.settings)["certificate"]
    assert count(target.settings, "entry_content") > 0
