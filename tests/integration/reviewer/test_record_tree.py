"""`audit seal`: each epoch adds a block of leaves and a signed checkpoint, once, whatever happens meanwhile."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from crypto import tree
from crypto.checkpoint import check_next, verify_checkpoint
from crypto.limits import BLOCK
from crypto.signatures import public_key
from reviewer import record_tree
from reviewer.alarms import BrokenTree, ForeignBoardKey
from reviewer.case_models import Entry, Filler, Leaf, StoredCheckpoint
from reviewer.order_models import StandingOrder, StoredCertificate
from reviewer.record_tree import KeptTree
from tests.called import call
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.record_line import RecordLine


@pytest.fixture
def record(founded: Committee) -> RecordLine:
    return RecordLine(founded)


def leaves(line: Committee) -> list[bytes]:
    with line.database.read() as session:
        return list(session.scalars(select(Leaf.value).order_by(Leaf.number)))


def rows(line: Committee) -> list[int]:
    with line.database.read() as session:
        return [session.scalar(select(func.count()).select_from(one)) or 0 for one in (Leaf, Filler, StoredCheckpoint)]


def test_before_the_founding_there_is_nothing_to_seal(empty: Committee) -> None:
    assert RecordLine(empty).seal() == []


def test_every_epoch_adds_a_block_whether_anything_happened_or_not(record: RecordLine) -> None:
    assert record.night() == [BLOCK]
    record.open_case()
    assert record.night() == [2 * BLOCK]
    assert record.night(3) == [3 * BLOCK, 4 * BLOCK, 5 * BLOCK]
    assert record.seal() == []
    assert rows(record.line) == [5 * BLOCK, 5 * BLOCK - 1, 5]


def test_more_than_64_entries_make_a_larger_block(record: RecordLine) -> None:
    chair, *_ = record.members
    story = record.open_case()
    for _ in range(BLOCK):
        story.add(chair)
    assert record.night() == [2 * BLOCK]
    assert rows(record.line) == [2 * BLOCK, BLOCK - 1, 1]


def test_exactly_64_entries_need_no_filler(record: RecordLine) -> None:
    chair, *_ = record.members
    story = record.open_case()
    for _ in range(BLOCK - 1):
        story.add(chair)
    assert record.night() == [BLOCK]
    assert rows(record.line) == [BLOCK, 0, 1]


def test_each_checkpoint_follows_from_the_one_before_and_all_that_is_signed_has_a_leaf(record: RecordLine) -> None:
    line = record.live().line
    found, everything = [], leaves(line)
    with line.database.read() as session:
        notes = session.scalars(select(StoredCheckpoint.note).order_by(StoredCheckpoint.epoch)).all()
        signed = (Entry.hash, StandingOrder.hash, StoredCertificate.hash)
        written = {one for column in signed for one in session.scalars(select(column))}
        openings = session.scalars(select(Filler.value)).all()
    for note in notes:
        key, instance = public_key(line.settings.board_seed), line.settings.instance
        found.append(verify_checkpoint(note.encode(), key, instance))
    for before, after in pairwise(found):
        check_next(before, after, tree.consistency_proof(before.size, everything[: after.size]))
        assert after.epoch == before.epoch + 1
    assert len(written - {*everything}) == 3  # written after the last night
    tree.check_leaves(everything, written & {*everything}, openings)
    assert found[-1].epoch == record.epoch


def test_two_at_once_do_the_work_once(record: RecordLine) -> None:
    record.open_case()
    record.line.time.pass_by(days=3)
    with ThreadPoolExecutor(2) as pool:
        made = [one.result() for one in [pool.submit(record.seal) for _ in range(2)]]
    assert sorted(len(one) for one in made) == [0, 1]
    assert rows(record.line) == [BLOCK, BLOCK - 1, 1]


@pytest.mark.parametrize("table", [Leaf, Filler, StoredCheckpoint])
def test_a_run_that_breaks_off_leaves_nothing_behind_and_the_next_does_it_all(
    record: RecordLine, table: type[Leaf] | type[Filler] | type[StoredCheckpoint]
) -> None:
    record.open_case()
    record.line.time.pass_by(days=1)

    def fail(*_: object) -> None:
        raise RuntimeError

    def watch(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith(f"INSERT INTO {table.__tablename__} "):
            fail()

    event.listen(record.line.database.engine, "after_cursor_execute", watch)
    with pytest.raises(RuntimeError):
        record.seal()
    event.remove(record.line.database.engine, "after_cursor_execute", watch)
    assert rows(record.line) == [0, 0, 0]
    assert len(record.seal()) == 1


KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from reviewer import cli
@event.listens_for(Engine, "after_cursor_execute")
def die(connection, cursor, statement, *rest):
    if statement.startswith("INSERT INTO checkpoint"):
        os.kill(os.getpid(), signal.SIGKILL)
cli.main(["audit", "seal", "--once"])
"""


def test_the_command_seals_and_after_a_kill_does_so_again(record: RecordLine) -> None:
    record.open_case()  # of 2027; the command has today's clock, which may be earlier
    env = record.line.environment | {"PATH": os.environ["PATH"]}
    killed = subprocess.run([sys.executable, "-c", KILLED], env=env, capture_output=True, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert rows(record.line) == [0, 0, 0]
    for said in ("64 leaves\n", ""):
        done = call("reviewer", "audit", "seal", "--once", env=env)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith(said)
    assert rows(record.line)[0] == BLOCK


def unguarded(session: Session, statement: str) -> None:
    """As somebody does who has the database's own password."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
    else:
        for act in ("update", "delete"):
            session.execute(text(f"DROP TRIGGER leaf_stays_{act}"))
    session.execute(text(statement))


@pytest.mark.promise("P10")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE leaf SET value = (SELECT value FROM filler WHERE number = 0) WHERE number = 70",
        "DELETE FROM leaf WHERE number NOT IN (SELECT number FROM filler)",
        "INSERT INTO leaf (number, value) SELECT 128, value FROM filler WHERE number = 1",
    ],
)
def test_nothing_is_signed_on_top_of_a_tree_that_was_altered(record: RecordLine, statement: str) -> None:
    record.night()
    record.open_case()
    record.night()
    with record.line.database.write() as session:
        unguarded(session, statement)
    record.line.time.pass_by(days=1)
    with pytest.raises(BrokenTree):
        record.seal()
    assert rows(record.line)[2] == 2


def test_another_board_key_than_the_directorys_signs_nothing(record: RecordLine) -> None:
    with record.line.database.write() as session, pytest.raises(ForeignBoardKey):
        record_tree.seal(session, record.line.settings.instance, bytes(32), record.epoch)


def test_the_kept_tree_reads_on_from_where_it_was(record: RecordLine) -> None:
    kept = KeptTree()
    for night in (1, 2):
        record.night()
        with record.line.database.read() as session:
            found = kept.up_to(session, night * BLOCK)
        assert found.root(night * BLOCK) == tree.root(leaves(record.line))


def test_the_folder_is_not_needed(record: RecordLine, tmp_path: Path) -> None:
    """Two hosts may run it: what keeps them apart is the database's own lock."""
    before = {one for one in tmp_path.rglob("*") if "sqlite" not in one.name}
    record.night()
    assert {one for one in tmp_path.rglob("*") if "sqlite" not in one.name} == before
