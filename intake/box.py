"""The rules of the open epoch, pure: cells, which are taken, how an envelope finds its place, and the one value that
all this rests in.

A box never knows in which order its envelopes came. Its encoding has one length for a given number of cells.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from crypto.derivation import sha256
from crypto.entropy import choose
from crypto.limits import CELLS, ENVELOPE, HASH, MAX_ENVELOPES

T = TypeVar("T")
TakeFillers = Callable[[int], Sequence[bytes]]


class Answer(StrEnum):
    """What the sender of a drop is told (docs/protocol.md, section 5)."""

    STORED = "stored"
    NOT_STORED = "not stored: reload"


class Full(Exception):
    """The epoch holds as many envelopes as a batch may."""


@dataclass(frozen=True)
class Box:
    """The cells of one epoch: `taken[i]` tells whether cell i holds an accepted envelope or a filler.

    `seen` are the hashes of the envelopes that the epoch before accepted: its mix key still opens drops.
    """

    cells: tuple[bytes, ...]
    taken: tuple[bool, ...]
    seen: frozenset[bytes]


def new_box(fillers: Sequence[bytes], seen: Iterable[bytes] = ()) -> Box:
    """An epoch without an envelope: `CELLS` fillers."""
    if len(fillers) != CELLS:
        raise ValueError("an epoch begins with a full set of fillers")
    return Box(tuple(fillers), (False,) * CELLS, frozenset(seen))


def place(box: Box, envelope: bytes, take_fillers: TakeFillers) -> Box:
    """Put an envelope into the cell of a random filler; a repeat changes nothing. Raises Full.

    When no filler is left, `take_fillers(CELLS)` gives as many more, up to `MAX_ENVELOPES` in all.
    """
    if envelope in box.cells or sha256(envelope) in box.seen:
        return box
    if all(box.taken):
        box = _grow(box, take_fillers)
    cell = choose([index for index, taken in enumerate(box.taken) if not taken])
    return Box(_replaced(box.cells, cell, envelope), _replaced(box.taken, cell, True), box.seen)


def _grow(box: Box, take_fillers: TakeFillers) -> Box:
    if len(box.cells) >= MAX_ENVELOPES:
        raise Full
    return Box(box.cells + tuple(take_fillers(CELLS)), box.taken + (False,) * CELLS, box.seen)


def _replaced(values: tuple[T, ...], index: int, value: T) -> tuple[T, ...]:
    return (*values[:index], value, *values[index + 1 :])


def accepted(box: Box) -> frozenset[bytes]:
    """The hashes of the envelopes that this epoch accepted, for the next one."""
    return frozenset(sha256(cell) for cell, taken in zip(box.cells, box.taken, strict=True) if taken)


def encode(box: Box) -> bytes:
    """u32 n || n bytes, 1 for a taken cell || n envelopes. `seen` does not change within an epoch and rests apart."""
    return struct.pack(">I", len(box.cells)) + bytes(box.taken) + b"".join(box.cells)


def decode(value: bytes, seen: frozenset[bytes]) -> Box:
    """The inverse of `encode`. The value was authenticated when it was opened, so a wrong length is our own error."""
    (count,) = struct.unpack_from(">I", value)
    first = 4 + count
    if len(value) != first + count * ENVELOPE:
        raise ValueError("not an encoded box")
    cells = tuple(value[start : start + ENVELOPE] for start in range(first, len(value), ENVELOPE))
    return Box(cells, tuple(map(bool, value[4:first])), seen)


def encode_seen(hashes: Iterable[bytes], cells: int) -> bytes:
    """The hashes, sorted, filled with zeros to one for each of `cells`, so that their number does not show."""
    return b"".join(sorted(hashes)).ljust(cells * HASH, b"\0")


def decode_seen(value: bytes) -> frozenset[bytes]:
    parts = {value[start : start + HASH] for start in range(0, len(value), HASH)}
    return frozenset(parts - {bytes(HASH)})
