"""P6: nobody finds out by sending drops of their own whether others sent reports: not by replay, and not by filling."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from crypto.batch import split
from crypto.derivation import sha256
from crypto.limits import CELLS
from intake import box, epochs
from intake.batches import Batches
from intake.box import Box, Cell
from tests.integration.intake_line import IntakeLine, post

NewBox = Callable[[Sequence[bytes]], Box]


def batch_of(line: IntakeLine, epoch: int) -> set[bytes]:
    return set(split(list(Batches(line.folder).values(epoch))))


def told_apart_by_replay(folder: Path) -> set[bytes]:
    """What of a batch stays away when all of it is posted again in the next epoch, while its like comes back."""
    line = IntakeLine(folder)
    client = line.client()
    epoch = line.open_epoch().keys.epoch
    for _ in range(3):
        post(client, line.drop())
    line.close()
    first = batch_of(line, epoch)
    for envelope in first:
        assert post(client, line.drop(envelope)).data.startswith(b"stored")
    line.close()
    back = first & batch_of(line, epoch + 1)
    return first - back if back else set()


@pytest.mark.promise("P6")
def test_a_batch_posted_again_does_not_tell_reports_from_fillers(tmp_path: Path) -> None:
    assert told_apart_by_replay(tmp_path) == set()


@pytest.mark.mutant("P6")
def test_remembering_only_what_was_accepted_would_be_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def accepted(closed: Box) -> frozenset[bytes]:
        pairs = zip(closed.cells, closed.states, strict=True)
        return frozenset(sha256(cell) for cell, state in pairs if state is Cell.TAKEN)

    monkeypatch.setattr(epochs, "hashes_of", accepted)
    assert len(told_apart_by_replay(tmp_path)) == 3


def grows(new_box: NewBox, barred: int, sent: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the batch is more than `CELLS` after `sent` envelopes, when chance bars that many cells."""
    with monkeypatch.context() as patched:
        patched.setattr(box, "choose", lambda among: among[min(barred, len(among) - 1)])
        found = new_box([b"filler %d" % number for number in range(CELLS)])
        patched.setattr(box, "choose", lambda among: among[0])
        for number in range(sent):
            found = box.place(found, b"envelope %d" % number, lambda count: [b"more"] * count)
    return len(found.cells) > CELLS


def advantage(new_box: NewBox, monkeypatch: pytest.MonkeyPatch) -> float:
    """How much likelier a batch is to grow when one other report came, at the number of own drops that is best."""
    chances = [range(box.MOST_BARRED + 1)] * 2

    def share(sent: int) -> float:
        return sum(grows(new_box, barred, sent, monkeypatch) for barred in chances[0]) / len(chances[0])

    shares = [share(sent) for sent in range(CELLS + 2)]
    return max(after - before for before, after in pairwise(shares))


@pytest.mark.promise("P6")
def test_filling_an_epoch_hardly_tells_whether_another_report_came(monkeypatch: pytest.MonkeyPatch) -> None:
    assert advantage(box.new_box, monkeypatch) == pytest.approx(1 / (box.MOST_BARRED + 1))


@pytest.mark.mutant("P6")
def test_an_epoch_without_barred_cells_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def open_box(fillers: Sequence[bytes]) -> Box:
        return Box(tuple(fillers), (Cell.FREE,) * CELLS, frozenset())

    assert advantage(open_box, monkeypatch) == 1


def test_an_ordinary_epoch_never_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any(
        grows(box.new_box, barred, CELLS - box.MOST_BARRED, monkeypatch) for barred in range(box.MOST_BARRED + 1)
    )
