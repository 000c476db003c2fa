"""The rules of the open epoch, pure: which envelopes it took, how they find a place, and the pages that they rest in.

A page has one length whatever is on it, and knows nothing of the order in which its envelopes came. Fillers are no part
of it: they are added at the close (docs/decisions/0022-fillers-at-the-close.md).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from crypto.derivation import sha256
from crypto.entropy import choose
from crypto.limits import CELLS, ENVELOPE, HASH, MAX_ENVELOPES

PAGE = 2 + CELLS * ENVELOPE  # barred[1] || count[1] || envelopes, sorted || zeros
MOST_PAGES = MAX_ENVELOPES // CELLS
PAGES_AT_ONCE = MOST_PAGES // 8  # what an epoch may hold from its first moment on; the rest comes with time

# Up to this many cells of each page are barred, so that nobody who fills the rest learns how many others came; what is
# left of one holds the reports of an ordinary epoch without growing (docs/decisions/0014-barred-cells.md).
MOST_BARRED = CELLS - 20


class Answer(StrEnum):
    """What the sender of a drop is told (docs/protocol.md, section 5)."""

    STORED = "stored"
    NOT_STORED = "not stored: reload"


class Full(Exception):
    """The epoch holds as many envelopes as it may by now."""


@dataclass(frozen=True)
class Page:
    """One page as it rests. `barred` counts its cells that stay without an envelope."""

    barred: int
    envelopes: frozenset[bytes] = field(repr=False)


def new_page() -> Page:
    """A page without an envelope, with a secret number of barred cells."""
    return Page(choose(range(MOST_BARRED + 1)), frozenset())


def encode(page: Page) -> bytes:
    """The page's bytes, always `PAGE` of them."""
    return (bytes([page.barred, len(page.envelopes)]) + b"".join(sorted(page.envelopes))).ljust(PAGE, b"\0")


def decode(value: bytes) -> Page:
    """The inverse of `encode`. The value was authenticated when it was opened, so a wrong length is our own error."""
    if len(value) != PAGE or value[1] > CELLS:
        raise ValueError("not an encoded page")
    end = 2 + value[1] * ENVELOPE
    return Page(value[0], frozenset(value[start : start + ENVELOPE] for start in range(2, end, ENVELOPE)))


class Box:
    """What one process took in one epoch: its last page, and the hashes of all else that counts as a repeat.

    `seen` are the hashes of all envelopes of the batch before, fillers among them: its mix key still opens drops, and
    whoever posts that batch again must not see the fillers come back and the reports stay away.
    `pages_elsewhere` counts the pages of other processes; it need be right only when this box may grow.
    """

    def __init__(self, pages: Sequence[Page], seen: Iterable[bytes] = ()) -> None:
        self._known = {*seen, *(sha256(one) for page in pages for one in page.envelopes)}
        self._number = len(pages) - 1
        self._last = pages[-1]
        self.pages_elsewhere = 0
        self._changed: dict[int, Page] = {}

    @property
    def pages(self) -> int:
        """The pages of the epoch, of all processes."""
        return self._number + 1 + self.pages_elsewhere

    def place(self, envelope: bytes, allowed_pages: int) -> None:
        """Take an envelope; a repeat changes nothing. Raises Full."""
        if not self.admits(envelope, allowed_pages):
            return
        if self._is_page_full():
            self._changed[self._number] = self._last
            self._number, self._last = self._number + 1, new_page()
        self._last = Page(self._last.barred, self._last.envelopes | {envelope})
        self._known.add(sha256(envelope))

    def admits(self, envelope: bytes, allowed_pages: int) -> bool:
        """Whether `place` would change anything. Raises Full.

        Full is said first: else a full epoch would take the repeat of a report and refuse that of a cover, and who has
        recorded a drop could ask which it was.
        """
        if self._is_page_full() and self.pages >= min(allowed_pages, MOST_PAGES):
            raise Full
        return sha256(envelope) not in self._known

    def may_grow(self, arrivals: int) -> bool:
        """Whether so many envelopes may need another page."""
        return len(self._last.envelopes) + self._last.barred + arrivals > CELLS

    def take_changed(self) -> Mapping[int, Page]:
        """What must be written now, by number: the last page always, so that it does not show whether it changed."""
        changed, self._changed = {**self._changed, self._number: self._last}, {}
        return changed

    def _is_page_full(self) -> bool:
        return self.may_grow(1)


def allowed_pages(elapsed: float) -> int:
    """How many pages an epoch may have once this share of it (0 to 1) is over.

    A flood of the first hour does not use up the day.
    """
    share = min(max(elapsed, 0.0), 1.0)
    return PAGES_AT_ONCE + int((MOST_PAGES - PAGES_AT_ONCE) * share)


def encode_seen(hashes: Iterable[bytes], cells: int) -> bytes:
    """The hashes, sorted; zeros where there are none, as in the first epoch of a line."""
    return b"".join(sorted(hashes)).ljust(cells * HASH, b"\0")


def decode_seen(value: bytes) -> frozenset[bytes]:
    """The inverse of `encode_seen`."""
    parts = {value[start : start + HASH] for start in range(0, len(value), HASH)}
    return frozenset(parts - {bytes(HASH)})
