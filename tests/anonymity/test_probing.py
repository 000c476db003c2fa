"""P6: nobody finds out by sending drops of their own whether others sent reports: not by replay, and not by filling."""

from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest

from crypto.derivation import sha256
from crypto.drop import Kind
from crypto.limits import CELLS, MAX_ENVELOPES
from intake import box, epochs
from intake.box import MOST_PAGES, Box, Page, new_page
from tests.integration.intake_line import IntakeLine, post

FirstPage = Callable[[], Page]


def told_apart_by_replay(line: IntakeLine) -> set[bytes]:
    """What of a batch stays away when all of it is posted again in the next epoch, while its like comes back."""
    client, epoch = line.client(), line.store.epoch()
    for _ in range(3):
        post(client, line.drop())
    line.close()
    first = set(line.batch(epoch))
    for envelope in first:
        assert post(client, line.drop(envelope)).data.startswith(b"stored")
    line.close()
    back = first & set(line.batch(epoch + 1))
    return first - back if back else set()


@pytest.mark.promise("P6")
def test_a_batch_posted_again_does_not_tell_reports_from_fillers(line: IntakeLine) -> None:
    assert told_apart_by_replay(line) == set()


@pytest.mark.mutant("P6")
def test_remembering_only_what_was_accepted_would_be_caught(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    real, came = epochs.fill, list[bytes]()

    def fill(envelopes: Iterable[bytes], *more: object) -> list[bytes]:
        came[:] = envelopes
        return real(came, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(epochs, "fill", fill)
    monkeypatch.setattr(epochs, "hashes_of", lambda _batch: frozenset(map(sha256, came)))
    assert len(told_apart_by_replay(line)) == 3


def grows(first: FirstPage, barred: int, sent: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the batch is more than `CELLS` after `sent` envelopes, when chance bars that many cells."""
    with monkeypatch.context() as patched:
        patched.setattr(box, "choose", lambda among: among[min(barred, len(among) - 1)])
        found = Box([first()])
    for number in range(sent):
        found.place(b"envelope %d" % number, MOST_PAGES)
    return found.pages > 1


def advantage(first: FirstPage, monkeypatch: pytest.MonkeyPatch) -> float:
    """How much likelier a batch is to grow when one other report came, at the number of own drops that is best."""
    chances = range(box.MOST_BARRED + 1)

    def share(sent: int) -> float:
        return sum(grows(first, barred, sent, monkeypatch) for barred in chances) / len(chances)

    shares = [share(sent) for sent in range(CELLS + 2)]
    return max(after - before for before, after in pairwise(shares))


@pytest.mark.promise("P6")
def test_filling_an_epoch_hardly_tells_whether_another_report_came(monkeypatch: pytest.MonkeyPatch) -> None:
    assert advantage(new_page, monkeypatch) == pytest.approx(1 / (box.MOST_BARRED + 1))


@pytest.mark.mutant("P6")
def test_an_epoch_without_barred_cells_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    assert advantage(lambda: Page(0, frozenset()), monkeypatch) == 1


def test_an_ordinary_epoch_never_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = CELLS - box.MOST_BARRED
    assert not any(grows(new_page, barred, sent, monkeypatch) for barred in range(box.MOST_BARRED + 1))


def answers_when_full(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> set[bytes]:
    """What a full epoch answers to a report and a cover that were recorded before it was full, and to new ones."""
    monkeypatch.setattr("intake.app.allowed_pages", lambda _elapsed: 1)
    client = line.client()
    recorded = [line.drop(), line.drop(kind=Kind.COVER)]
    for drop in recorded:
        assert post(client, drop).data.startswith(b"stored")
    while post(client, line.drop()).data.startswith(b"stored"):
        pass
    return {post(client, drop).data for drop in [*recorded, line.drop(), line.drop(kind=Kind.COVER)]}


@pytest.mark.promise("P2", "P6")
def test_a_full_epoch_answers_whatever_is_posted_again_alike(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers_when_full(line, monkeypatch) == {b"not stored: reload".ljust(32)}


@pytest.mark.mutant("P2", "P6")
def test_taking_repeats_in_a_full_epoch_would_be_caught(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    admits = Box.admits

    def repeats_first(self: Box, envelope: bytes, allowed_pages: int) -> bool:
        return sha256(envelope) not in self._known and admits(self, envelope, allowed_pages)

    monkeypatch.setattr(Box, "admits", repeats_first)
    assert len(answers_when_full(line, monkeypatch)) == 2


def most_counted(page_after: FirstPage, monkeypatch: pytest.MonkeyPatch) -> float:
    """How surely somebody who fills up the page that comes after the first one counts what others sent into it."""
    chances = range(box.MOST_BARRED + 1)

    def room(barred: int) -> int:
        with monkeypatch.context() as patched:
            patched.setattr(box, "choose", lambda among: among[min(barred, len(among) - 1)])
            patched.setattr(box, "new_page", page_after)
            found, sent = Box([Page(0, frozenset())]), 0
            while True:
                try:
                    found.place(b"envelope %d" % sent, 2)
                except box.Full:
                    return sent - CELLS
                sent += 1

    rooms = [room(barred) for barred in chances]
    return max(rooms.count(one) / len(rooms) for one in rooms)


@pytest.mark.promise("P6")
def test_filling_a_later_page_hardly_counts_others_either(monkeypatch: pytest.MonkeyPatch) -> None:
    assert most_counted(new_page, monkeypatch) == pytest.approx(1 / (box.MOST_BARRED + 1))


@pytest.mark.mutant("P6")
def test_later_pages_without_barred_cells_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    assert most_counted(lambda: Page(0, frozenset()), monkeypatch) == 1


def test_an_epoch_never_holds_more_than_a_batch_may() -> None:
    full = Box([Page(0, frozenset(b"%d" % number for number in range(CELLS)))] * MOST_PAGES)
    with pytest.raises(box.Full):
        full.place(b"one more", MOST_PAGES + 1)
    assert MOST_PAGES * CELLS == MAX_ENVELOPES
