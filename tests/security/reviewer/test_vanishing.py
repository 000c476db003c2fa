"""P8: what the intake closed cannot vanish in silence.

Each way of losing a batch is named by the courier, and nothing held changes.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from crypto.limits import ENVELOPE
from crypto.sealing import filler
from reviewer import collecting
from reviewer.alarms import (
    Alarm,
    BrokenBatch,
    ChangedBatch,
    ForeignBoard,
    ForeignDirectory,
    ForeignIntake,
    MissingBatch,
    ShrunkBatch,
    WrongClock,
)
from reviewer.models import Batch, BatchState
from tests.integration.reviewer.committee import EPOCH_SECONDS, Committee
from tests.integration.reviewer.fake_intake import FakeIntake


@dataclass(frozen=True)
class Fault:
    """What an intake does to one epoch; `held` says that the reviewer has its batch already."""

    do: Callable[[FakeIntake, int], None]
    alarm: type[Alarm]
    held: bool = False


def leave_out(intake: FakeIntake, epoch: int) -> None:
    del intake.batches[epoch]


def cut_short(intake: FakeIntake, epoch: int) -> None:
    """The hash that is listed is that of the whole."""
    intake.lies[epoch] = intake._describe(epoch)
    intake.batches[epoch] = intake.batches[epoch][: 31 * ENVELOPE]


def swap_after_listing(intake: FakeIntake, epoch: int) -> None:
    intake.lies[epoch] = intake._describe(epoch)
    intake.swap(epoch)


def unsort(intake: FakeIntake, epoch: int) -> None:
    intake.batches[epoch] = b"".join(reversed(intake.envelopes(epoch)))


def drop_one(intake: FakeIntake, epoch: int) -> None:
    intake.batches[epoch] = b"".join(intake.envelopes(epoch)[:-1])


def drop_a_row(intake: FakeIntake, epoch: int) -> None:
    intake.batches[epoch] = b"".join(intake.envelopes(epoch)[:32])


def of_another_line(intake: FakeIntake, epoch: int) -> None:
    foreign = [filler(bytes(16)), *intake.envelopes(epoch)[1:]]
    intake.batches[epoch] = b"".join(sorted(foreign))


def stop_closing(intake: FakeIntake, epoch: int) -> None:
    leave_out(intake, epoch)
    intake.open = epoch
    intake.time.pass_by(seconds=2 * EPOCH_SECONDS)


FAULTS = {
    "left out": Fault(leave_out, MissingBatch),
    "left out after it was held": Fault(leave_out, MissingBatch, held=True),
    "fewer bytes than listed": Fault(cut_short, ShrunkBatch),
    "another envelope than listed": Fault(swap_after_listing, ChangedBatch),
    "not sorted": Fault(unsort, BrokenBatch),
    "one cell short": Fault(drop_one, BrokenBatch),
    "an envelope of another line": Fault(of_another_line, BrokenBatch),
    "an envelope swapped after it was held": Fault(FakeIntake.swap, ChangedBatch, held=True),
    "a row of cells gone after it was held": Fault(drop_a_row, ShrunkBatch, held=True),
    "not closed at all": Fault(stop_closing, WrongClock),
}


def check_named(line: Committee, fault: Fault) -> None:
    """The courier names the epoch, and what was held stays as it was."""
    intake = FakeIntake(line.time)
    intake.carry(line)
    intake.close()
    intake.carry(line)
    epoch = intake.close(cells=64)
    if fault.held:
        intake.carry(line)
    intake.close()
    before = held(line)
    fault.do(intake, epoch)
    with pytest.raises(fault.alarm) as caught:
        intake.carry(line)
    assert f"epoch {epoch}" in str(caught.value)
    assert held(line)[: len(before)] == before
    assert all(number < epoch for number, *_ in held(line)[len(before) :])


def held(line: Committee) -> list[tuple[int, bytes, list[bytes]]]:
    """Epoch, hash and bytes of every batch that the reviewer has."""
    with line.database.read() as session:
        return [
            (one.epoch, one.sha256, list(session.scalars(select(Batch.value).where(Batch.epoch == one.epoch))))
            for one in session.scalars(select(BatchState).order_by(BatchState.epoch)).all()
        ]


@pytest.mark.promise("P8")
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_an_epoch_left_out_or_altered_is_named(founded: Committee, fault: Fault) -> None:
    check_named(founded, fault)


def _look_away(*_: object) -> None:
    return None


MUTANTS = {
    "held batches are not compared": ("_compare", "an envelope swapped after it was held"),
    "batches are not checked": ("check_batch", "not sorted"),
}


@pytest.mark.mutant("P8")
@pytest.mark.parametrize(("name", "fault"), MUTANTS.values(), ids=MUTANTS.keys())
def test_a_courier_that_looks_away_is_caught(
    founded: Committee, monkeypatch: pytest.MonkeyPatch, name: str, fault: str
) -> None:
    monkeypatch.setattr(collecting, name, _look_away)
    with pytest.raises(pytest.fail.Exception):
        check_named(founded, FAULTS[fault])


@pytest.mark.promise("P8")
def test_boards_go_out_even_when_an_epoch_is_wrong(founded: Committee) -> None:
    """A reporter should see the stored lists that are right, also while the committee looks into one that is not."""
    intake = FakeIntake(founded.time)
    intake.carry(founded)
    intake.close()
    wrong = intake.close()
    unsort(intake, wrong)
    with pytest.raises(BrokenBatch):
        intake.carry(founded)
    assert len(intake.boards) == 2


def test_an_epoch_that_was_put_right_is_taken(founded: Committee) -> None:
    intake = FakeIntake(founded.time)
    intake.carry(founded)
    epoch = intake.close()
    right = intake.batches[epoch]
    unsort(intake, epoch)
    with pytest.raises(BrokenBatch):
        intake.carry(founded)
    intake.batches[epoch] = right
    assert intake.carry(founded) == [f"epoch {epoch}: 32 envelopes", "board 1"]


def test_another_line_s_intake_is_refused(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = FakeIntake(founded.time)
    honest = intake._state
    monkeypatch.setattr(intake, "_state", lambda: honest() | {"instance": bytes(16).hex()})
    with pytest.raises(ForeignIntake):
        intake.carry(founded)


def test_a_board_that_this_reviewer_did_not_make_is_named(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    intake = FakeIntake(founded.time)
    intake.carry(founded)
    monkeypatch.setattr(intake, "_sequence", lambda: 7)
    with pytest.raises(ForeignBoard):
        intake.carry(founded)


def test_a_directory_that_this_reviewer_did_not_make_is_named(
    founded: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = FakeIntake(founded.time)
    honest = intake._state
    monkeypatch.setattr(intake, "_state", lambda: honest() | {"directory_version": 2})
    with pytest.raises(ForeignDirectory):
        intake.carry(founded)
