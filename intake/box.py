"""The rules of the open epoch, pure: cells and their states, how an envelope finds its place, and the one value
that all this rests in.

A box never knows in which order its envelopes came. Its encoding has one length for a given number of cells.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TypeVar

from crypto.derivation import sha256
from crypto.entropy import choose
from crypto.limits import CELLS, ENVELOPE, HASH, MAX_ENVELOPES

T = TypeVar("T")
TakeFillers = Callable[[int], Sequence[bytes]]

# Up to this many cells of a new epoch are barred, so that nobody who fills the rest learns how many others came;
# what is left holds the reports of an ordinary epoch without growing (docs/decisions/0014-barred-cells.md).
MOST_BARRED = CELLS - 20


class Answer(StrEnum):
    """What the sender of a drop is told (docs/protocol.md, section 5)."""

    STORED = "stored"
    NOT_STORED = "not stored: reload"


class Full(Exception):
    """The epoch holds as many envelopes as a batch may."""


class Cell(IntEnum):
    """What a cell holds: a filler that an envelope may replace, an envelope, or a filler that stays."""

    FREE = 0
    TAKEN = 1
    BARRED = 2


@dataclass(frozen=True)
class Box:
    """The cells of one epoch, each with its state.

    `seen` are the hashes of all envelopes of the epoch before, fillers among them: its mix key still opens drops, and
    whoever posts that batch again must not see the fillers come back and the reports stay away.
    """

    cells: tuple[bytes, ...]
    states: tuple[Cell, ...]
    seen: frozenset[bytes]


def new_box(fillers: Sequence[bytes], seen: Iterable[bytes] = ()) -> Box:
    """An epoch without an envelope: `CELLS` fillers, a secret number of which stay."""
    if len(fillers) != CELLS:
        raise ValueError("an epoch begins with a full set of fillers")
    barred = choose(range(MOST_BARRED + 1))
    return Box(tuple(fillers), (Cell.BARRED,) * barred + (Cell.FREE,) * (CELLS - barred), frozenset(seen))


def place(box: Box, envelope: bytes, take_fillers: TakeFillers) -> Box:
    """Put an envelope into the cell of a random filler; a repeat changes nothing. Raises Full.

    When no filler is left, `take_fillers(CELLS)` gives as many more, up to `MAX_ENVELOPES` in all.
    """
    if envelope in box.cells or sha256(envelope) in box.seen:
        return box
    if Cell.FREE not in box.states:
        box = _grow(box, take_fillers)
    cell = choose([index for index, state in enumerate(box.states) if state is Cell.FREE])
    return Box(_replaced(box.cells, cell, envelope), _replaced(box.states, cell, Cell.TAKEN), box.seen)


def _grow(box: Box, take_fillers: TakeFillers) -> Box:
    if len(box.cells) >= MAX_ENVELOPES:
        raise Full
    return Box(box.cells + tuple(take_fillers(CELLS)), box.states + (Cell.FREE,) * CELLS, box.seen)


def _replaced(values: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    return (*values[:index], value, *values[index + 1 :])


def hashes_of(box: Box) -> frozenset[bytes]:
    """The hashes of all that stands in this epoch's cells, for the next one's `seen`."""
    return frozenset(map(sha256, box.cells))


def encode(box: Box) -> bytes:
    """u32 n || n bytes of states || n envelopes. `seen` does not change within an epoch and rests apart."""
    return struct.pack(">I", len(box.cells)) + bytes(box.states) + b"".join(box.cells)


def decode(value: bytes, seen: frozenset[bytes]) -> Box:
    """The inverse of `encode`. The value was authenticated when it was opened, so a wrong length is our own error."""
    (count,) = struct.unpack_from(">I", value)
    first = 4 + count
    if len(value) != first + count * ENVELOPE:
        raise ValueError("not an encoded box")
    cells = tuple(value[start : start + ENVELOPE] for start in range(first, len(value), ENVELOPE))
    return Box(cells, tuple(map(Cell, value[4:first])), seen)


def encode_seen(hashes: Iterable[bytes], cells: int) -> bytes:
    """The hashes, sorted; zeros where there are none, as in the first epoch of a line."""
    return b"".join(sorted(hashes)).ljust(cells * HASH, b"\0")


def decode_seen(value: bytes) -> frozenset[bytes]:
    parts = {value[start : start + HASH] for start in range(0, len(value), HASH)}
    return frozenset(parts - {bytes(HASH)})
