"""The calendar of the intake: what it takes, what it never takes, and that a run does what its plan shows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from intake import batch_files, database, retention
from intake.batches import Batches
from intake.epoch_files import BATCHES_FILE
from intake.errors import (
    BatchesBusy,
    BoardOfTomorrow,
    CloseRunning,
    NeverCarried,
    OtherPlan,
    TooMuchAtOnce,
)
from intake.retention import FIRST_DAY
from intake.stores import store_of
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import IntakeLine
from tests.integration.retaining import STAY, Weeks, stocked, weeks


@pytest.fixture
def line(make_line: MakeLine) -> IntakeLine:
    return make_line(**stocked())


def test_a_run_takes_what_the_plan_shows_and_leaves_the_rest_as_it_was(line: IntakeLine) -> None:
    made = weeks(line)
    before = {epoch: line.batch(epoch) for epoch in line.epochs()}
    plan = made.plan()
    assert (plan.first, plan.last, plan.epochs, plan.kept, plan.why) == (100, 102, 3, STAY, "due")
    assert made.run() == plan
    assert line.epochs() == [103, 104, 105, 106, 107]
    assert {epoch: line.batch(epoch) for epoch in line.epochs()} == {epoch: before[epoch] for epoch in line.epochs()}
    assert made.plan().why == "nothing due"
    assert made.run().epochs == 0


def test_looking_at_the_plan_changes_nothing(line: IntakeLine) -> None:
    made = weeks(line)
    assert made.plan().digest == made.plan().digest
    assert len(line.epochs()) == 8


def test_without_rules_nothing_is_ever_destroyed(line: IntakeLine) -> None:
    made = weeks(line, calendar=None)
    assert made.plan().why == "no rules"
    assert made.run().epochs == 0
    assert len(line.epochs()) == 8


def test_under_a_freeze_nothing_is_destroyed_until_two_have_ended_it(line: IntakeLine) -> None:
    made = weeks(line)
    line.committee.freeze()
    line.carry()
    assert (made.run().why, len(line.epochs())) == ("frozen", 8)
    line.committee.freeze(by=1)
    line.committee.release(of=1)
    line.carry()
    assert (made.run().why, len(line.epochs())) == ("frozen", 8)
    line.committee.release(of=2)
    line.carry()
    assert (made.run().why, len(line.epochs())) == ("due", STAY)


def test_what_no_board_has_reached_is_kept_however_old_it_is(line: IntakeLine) -> None:
    made = weeks(line)
    for _ in range(4):
        line.close()
    assert (made.run().first, line.epochs()[0]) == (100, 103)
    assert made.plan().epochs == 0


def test_before_the_first_board_nothing_is_due(line: IntakeLine) -> None:
    line.close()
    assert Weeks(line).plan().why == "no rules"


def first_carried_late(make_line: MakeLine, founded: int) -> Weeks:
    """A committee that was founded in this epoch, and whose first stored list is of epoch 102."""
    line = make_line(directory=False, **stocked())
    day = FIRST_DAY + timedelta(weeks=founded)
    line.published.put_directory(line.committee.next_version(day=day, not_after=day + timedelta(days=120)), day)
    line.committee.adopt(30)
    for _ in range(8):
        line.close()
    line.published.put_board(line.first_board(epoch=101))
    made = Weeks(line)
    made.pass_by(0)
    return made


def check_that_what_may_never_have_come_is_kept(make_line: MakeLine) -> None:
    made = first_carried_late(make_line, founded=101)
    with pytest.raises(NeverCarried, match="epochs 101 to 101 stood in no stored list"):
        made.run()
    assert len(made.line.epochs()) == 8


@pytest.mark.promise("P8")
def test_an_epoch_that_stood_in_no_stored_list_stops_the_run(make_line: MakeLine) -> None:
    check_that_what_may_never_have_come_is_kept(make_line)


@pytest.mark.mutant("P8")
def test_if_the_founding_were_taken_for_later_it_would_be_destroyed(
    make_line: MakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention.Keeper, "_founded", lambda _: 200)
    with pytest.raises(pytest.fail.Exception):
        check_that_what_may_never_have_come_is_kept(make_line)


def test_epochs_from_before_the_founding_go_though_no_stored_list_names_them(make_line: MakeLine) -> None:
    """Nobody could seal a report then: there was no directory."""
    made = first_carried_late(make_line, founded=102)
    assert made.run().epochs == 3
    assert made.line.epochs()[0] == 103


def test_longer_rules_keep_more_and_shorter_ones_less(line: IntakeLine) -> None:
    made = weeks(line, calendar=49)
    assert made.plan().epochs == 1
    line.committee.adopt(366)
    line.carry()
    assert made.plan().epochs == 0
    line.committee.adopt(30)
    line.carry()
    assert made.plan().epochs == 3


def test_a_run_that_was_told_what_to_do_does_nothing_else(line: IntakeLine) -> None:
    made = weeks(line)
    digest = made.plan().digest
    made.pass_by(1)
    with pytest.raises(OtherPlan):
        made.run(exactly=digest)
    assert len(line.epochs()) == 9
    assert made.run(exactly=made.plan().digest).epochs == 4


def test_clocks_that_are_years_ahead_at_both_ends_destroy_nothing_by_themselves(line: IntakeLine) -> None:
    made = weeks(line, passed=10)
    assert made.plan().epochs == 5
    with pytest.raises(TooMuchAtOnce):
        made.run(catch_up=False)
    assert len(line.epochs()) == 10
    assert made.run(catch_up=True).epochs == 5


def test_a_month_may_be_made_up_without_asking(line: IntakeLine) -> None:
    made = weeks(line, passed=9)
    assert made.run(catch_up=False).epochs == 4


def test_a_board_of_a_day_that_is_not_over_stops_the_run(line: IntakeLine) -> None:
    made = weeks(line)
    board = line.published.board()
    assert board is not None
    line.published.put_board(line.next_board(board.value, [bytes(16)] * 32))
    with pytest.raises(BoardOfTomorrow):
        made.run()
    with pytest.raises(BoardOfTomorrow):
        made.keeper.run(107)
    assert len(line.epochs()) == 8


def test_the_newest_batch_always_stays(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    made = weeks(line, passed=2)
    monkeypatch.setattr(retention, "first_kept", lambda *_: 1000)
    made.run()
    assert line.epochs() == [101]


def test_two_runs_and_closes_do_not_meet(line: IntakeLine) -> None:
    made = weeks(line)
    with store_of(line.settings).alone(), pytest.raises(CloseRunning):
        made.run()
    assert len(line.epochs()) == 8


def test_the_line_goes_on_after_a_run(line: IntakeLine) -> None:
    made = weeks(line)
    made.run()
    made.pass_by(2)
    assert line.epochs() == [103, 104, 105, 106, 107, 108, 109]
    assert made.run().epochs == 2


def test_the_couriers_process_sees_what_is_left(line: IntakeLine) -> None:
    made, batches = weeks(line), Batches(line.store.batches)
    assert len(batches.closed(None)) == 8
    made.run()
    assert [one.epoch for one in batches.closed(None)] == [103, 104, 105, 106, 107]
    assert list(batches.values(100)) == []


@pytest.mark.parametrize("ours", [True, False], ids=["a process of ours", "a copy being made"])
def test_nobody_who_reads_the_file_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: bool) -> None:
    line = IntakeLine(tmp_path)
    made = weeks(line)
    for module in (database, batch_files):
        monkeypatch.setattr(module, "BUSY_SECONDS", 0.1)
    with reader_of(line, ours=ours), pytest.raises(BatchesBusy):
        made.run()
    assert len(line.epochs()) == 8
    assert made.run().epochs == 3


@contextmanager
def reader_of(line: IntakeLine, *, ours: bool) -> Iterator[None]:
    """Somebody within a transaction that reads batches."""
    count = "SELECT count(*) FROM batch"
    if ours:
        with line.store.batches.reading() as connection:
            connection.exec_driver_sql(count).scalar()
            yield
    else:
        with closing(sqlite3.connect(line.folder / BATCHES_FILE, isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute(count).fetchall()
            yield
