"""What is inside a backup (docs/protocol.md, section 22): tables, rows and files as frames, a manifest, then zeros."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from crypto.derivation import integer, u32, u64
from crypto.errors import Malformed
from crypto.limits import BACKUP_FRAME

Value = None | int | str | bytes
HEAD = 1 + 4


class Kind(IntEnum):
    """What a frame holds; zero is where the padding begins."""

    TABLE = 1
    ROW = 2
    FILE = 3
    MANIFEST = 4


class _Mark(IntEnum):
    NULL = 0
    NUMBER = 1
    TEXT = 2
    OCTETS = 3


@dataclass(frozen=True)
class Frame:
    """One frame; `octets` are JSON in a table and the manifest, else values."""

    kind: Kind
    octets: bytes


def pack(kind: Kind, octets: bytes) -> bytes:
    """A frame as bytes. ValueError when it is too long to be read again."""
    if len(octets) > BACKUP_FRAME:
        raise ValueError("a row is too long for a backup")
    return bytes([kind]) + u32(len(octets)) + octets


def unpack(pieces: Iterable[bytes]) -> Iterator[Frame]:
    """The frames of a backup, the manifest last. All pieces are read, also those after it. `Malformed`."""
    reader = _Reader(iter(pieces))
    while True:
        head = reader.take(HEAD)
        if head[0] not in list(Kind) or integer(head[1:]) > BACKUP_FRAME:
            raise Malformed("frame")
        frame = Frame(Kind(head[0]), reader.take(integer(head[1:])))
        yield frame
        if frame.kind is Kind.MANIFEST:
            reader.demand_zeros()
            return


def pack_row(values: Sequence[Value]) -> bytes:
    """A row as bytes, each value with its type. ValueError for a number below 0."""
    return b"".join(map(_pack_value, values))


def unpack_row(octets: bytes) -> list[Value]:
    """The inverse. `Malformed`."""
    reader, values = _Reader(iter([octets])), list[Value]()
    while not reader.at_end():
        values.append(_unpack_value(reader))
    return values


def _pack_value(value: Value) -> bytes:
    match value:
        case None:
            return bytes([_Mark.NULL])
        case int():
            if value < 0:
                raise ValueError("a number below 0")
            return bytes([_Mark.NUMBER]) + u64(value)
        case str():
            return bytes([_Mark.TEXT]) + _long(value.encode())
        case bytes():
            return bytes([_Mark.OCTETS]) + _long(value)


def _long(octets: bytes) -> bytes:
    return u32(len(octets)) + octets


def _unpack_value(reader: "_Reader") -> Value:
    mark = reader.take(1)[0]
    if mark == _Mark.NULL:
        return None
    if mark == _Mark.NUMBER:
        return integer(reader.take(8))
    if mark not in (_Mark.TEXT, _Mark.OCTETS):
        raise Malformed("value")
    octets = reader.take(integer(reader.take(4)))
    if mark == _Mark.OCTETS:
        return octets
    try:
        return octets.decode()
    except UnicodeDecodeError as error:
        raise Malformed("text") from error


class _Reader:
    """Takes so many bytes from pieces of any length."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._buffer, self._at = pieces, b"", 0

    def take(self, count: int) -> bytes:
        """The next `count` bytes. `Malformed` when there are not so many."""
        parts, missing = list[bytes](), count
        while missing:
            if self.at_end():
                raise Malformed("ends within a frame")
            part = self._buffer[self._at : self._at + missing]
            self._at, missing = self._at + len(part), missing - len(part)
            parts.append(part)
        return b"".join(parts)

    def at_end(self) -> bool:
        """Whether nothing follows."""
        while self._at == len(self._buffer):
            piece = next(self._pieces, None)
            if piece is None:
                return True
            self._buffer, self._at = piece, 0
        return False

    def demand_zeros(self) -> None:
        """Read on to the end. `Malformed` if there is anything but zeros."""
        while not self.at_end():
            if any(self._buffer[self._at :]):
                raise Malformed("something follows the manifest")
            self._at = len(self._buffer)
