"""P6: nobody finds out by sending drops of their own whether others sent reports: not by replay, and not by filling."""

from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest

from crypto.derivation import sha256
from crypto.limits import CELLS, MAX_ENVELOPES
from intake import box, epochs
from intake.box import MOST_PAGES, Box, Page, first_page
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
    assert advantage(first_page, monkeypatch) == pytest.approx(1 / (box.MOST_BARRED + 1))


@pytest.mark.mutant("P6")
def test_an_epoch_without_barred_cells_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    assert advantage(lambda: Page(0, frozenset()), monkeypatch) == 1


def test_an_ordinary_epoch_never_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = CELLS - box.MOST_BARRED
    assert not any(grows(first_page, barred, sent, monkeypatch) for barred in range(box.MOST_BARRED + 1))


def test_an_epoch_never_holds_more_than_a_batch_may() -> None:
    full = Box([Page(0, frozenset(b"%d" % number for number in range(CELLS)))] * MOST_PAGES)
    with pytest.raises(box.Full):
        full.place(b"one more", MOST_PAGES + 1)
    assert MOST_PAGES * CELLS == MAX_ENVELOPES
