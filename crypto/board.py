"""The reply board: all live replies, padded, and the stored list, signed: the same bytes for everyone (section 7).

A board says nothing of how many replies it holds, and it never grows with them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from crypto.batch import is_batch_size
from crypto.derivation import integer, sha256, u32, u64
from crypto.entropy import fresh
from crypto.errors import BrokenChain, Malformed, WrongInstance
from crypto.limits import (
    BOARD_ENTRIES,
    BOARD_EPOCHS,
    BOARD_FIXED,
    BOARD_HEAD,
    ENTRIES_PER_EPOCH,
    ENTRY,
    HASH,
    INSTANCE,
    MAGIC,
    OBJECT,
    SIGNATURE,
)
from crypto.signatures import Domain, sign, verify
from crypto.strict import LARGEST

MAGIC_BYTES = b"SLBRD/1\n"
SEQUENCE = slice(MAGIC + INSTANCE, MAGIC + INSTANCE + 8)
EPOCH = slice(SEQUENCE.stop, SEQUENCE.stop + 8)
PREVIOUS = slice(EPOCH.stop, EPOCH.stop + HASH)

Objects = tuple[bytes, ...]


@dataclass(frozen=True)
class Board:
    """`stored` has for each of the last epochs the sorted objects of its batch, as the reviewer received it."""

    instance: bytes
    sequence: int
    epoch: int
    previous: bytes
    entries: tuple[bytes, ...] = field(repr=False)
    stored: tuple[tuple[int, Objects], ...] = field(repr=False)

    def pack(self) -> bytes:
        """The bytes that are signed."""
        head = MAGIC_BYTES + self.instance + u64(self.sequence) + u64(self.epoch) + self.previous
        lists = (u32(len(objects)) + b"".join(objects) for _, objects in self.stored)
        return head + b"".join(self.entries) + u32(len(self.stored)) + b"".join(lists)

    def objects_of(self, epoch: int) -> Objects | None:
        """What the batch of `epoch` held, or None if the list does not reach it."""
        return dict(self.stored).get(epoch)


def fill_epoch(replies: Iterable[bytes]) -> tuple[bytes, ...]:
    """The four entries of one epoch: up to four sealed replies, and fillers that nobody can tell from them."""
    entries = tuple(replies)
    if len(entries) > ENTRIES_PER_EPOCH or any(len(one) != ENTRY for one in entries):
        raise Malformed("entries")
    return entries + tuple(fresh(ENTRY) for _ in range(ENTRIES_PER_EPOCH - len(entries)))


def first_board(instance: bytes, epoch: int, entries: Iterable[bytes]) -> Board:
    """The board before the first batch, that of `epoch + 1`; `entries` are the 360 fillers that will go in turn."""
    return _checked(Board(instance, 0, epoch, bytes(HASH), tuple(sorted(entries)), ()))


def next_board(before: bytes, *, come: Sequence[bytes], go: Sequence[bytes], objects: Iterable[bytes]) -> Board:
    """The board after the signed board `before`, one epoch on: `objects` are those of that epoch's batch.

    `come` are the four entries of `fill_epoch`, `go` the four that came 90 epochs before.
    `Malformed` when a board of that kind cannot be.
    """
    old = parse_board(before)
    stay = Counter(old.entries)
    stay.subtract(go)
    if min(stay.values()) < 0:
        raise Malformed("entries")
    stored = (*old.stored, (old.epoch + 1, tuple(sorted(objects))))[-BOARD_EPOCHS:]
    board = replace(
        old,
        sequence=old.sequence + 1,
        epoch=old.epoch + 1,
        previous=sha256(before),
        entries=tuple(sorted([*stay.elements(), *come])),
        stored=stored,
    )
    return _checked(board)


def sign_board(board: Board, seed: bytes) -> bytes:
    """The board as it is served."""
    packed = board.pack()
    return packed + sign(Domain.BOARD, seed, packed)


def verify_board(raw: bytes, board_key: bytes, instance: bytes) -> Board:
    """The board, if it is this line's and signed by the directory's `board_key`.

    `Malformed`, `WrongInstance`, `BadSignature`.
    """
    board = parse_board(raw)
    if board.instance != instance:
        raise WrongInstance("board")
    verify(Domain.BOARD, board_key, raw[:-SIGNATURE], raw[-SIGNATURE:])
    return board


def follows(before: bytes, board: Board) -> None:
    """`BrokenChain` unless `board` is the next after the signed board `before`."""
    expected = (integer(before[SEQUENCE]) + 1, integer(before[EPOCH]) + 1, sha256(before))
    if (board.sequence, board.epoch, board.previous) != expected:
        raise BrokenChain("board")


def parse_board(raw: bytes) -> Board:
    """The board `raw`; its signature is not checked. `Malformed`."""
    if len(raw) < BOARD_FIXED + 4 + SIGNATURE or raw[:MAGIC] != MAGIC_BYTES:
        raise Malformed("board")
    epoch = integer(raw[EPOCH])
    board = Board(
        instance=raw[MAGIC : MAGIC + INSTANCE],
        sequence=integer(raw[SEQUENCE]),
        epoch=epoch,
        previous=raw[PREVIOUS],
        entries=_cut(raw[BOARD_HEAD:BOARD_FIXED], ENTRY),
        stored=_parse_stored(raw[BOARD_FIXED:-SIGNATURE], epoch),
    )
    return _checked(board)


def _parse_stored(raw: bytes, epoch: int) -> tuple[tuple[int, Objects], ...]:
    count, rest = integer(raw[:4]), raw[4:]
    if count > min(BOARD_EPOCHS, epoch + 1):
        raise Malformed("stored list")
    stored: list[tuple[int, Objects]] = []
    for number in range(epoch - count + 1, epoch + 1):
        end = 4 + integer(rest[:4]) * OBJECT
        if not 4 <= len(rest) >= end:
            raise Malformed("stored list")
        stored.append((number, _cut(rest[4:end], OBJECT)))
        rest = rest[end:]
    if rest:
        raise Malformed("board")
    return tuple(stored)


def _checked(board: Board) -> Board:
    if len(board.entries) != BOARD_ENTRIES or list(board.entries) != sorted(board.entries):
        raise Malformed("entries")
    if max(board.sequence, board.epoch) > LARGEST:
        raise Malformed("sequence or epoch")
    if len(board.stored) != min(board.sequence, BOARD_EPOCHS):
        raise Malformed("stored list")
    for _, objects in board.stored:
        if not is_batch_size(len(objects)) or list(objects) != sorted(objects):
            raise Malformed("stored list")
    return board


def _cut(raw: bytes, length: int) -> tuple[bytes, ...]:
    return tuple(raw[start : start + length] for start in range(0, len(raw), length))
