"""What an audit is given: the record as it lies in the database or in an export, row by row, nothing of it checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Head:
    """Whose record it is. Of an export also what could not be read of it, by number of line."""

    instance: bytes
    epoch_seconds: int


@dataclass(frozen=True)
class DirectoryRow:
    """A directory file and what the table says of it; an export has the newest file alone, with `hash` None."""

    version: int | None
    hash: bytes | None
    value: bytes


@dataclass(frozen=True)
class CheckpointRow:
    """A signed note; `epoch` and `size` are what the table says of it."""

    epoch: int
    size: int
    note: str


@dataclass(frozen=True)
class LeafRow:
    """A leaf's data, and the `r` that makes it a filler's. `value` is empty where only the filler is left."""

    number: int
    value: bytes
    opening: bytes | None


@dataclass(frozen=True)
class CaseRow:
    """How a case stands, as the table says; days as text, `due` as (what, day) in order."""

    case: str
    opened: str
    state: str
    hold: int
    review: str
    key: int
    entries: int
    last: bytes
    due: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EntryRow:
    """A document in its place; `hash`, `day` and `author` are what the table says of it, None in an export."""

    case: str
    sequence: int
    document: str
    hash: bytes | None = None
    day: str | None = None
    author: bytes | None = None


@dataclass(frozen=True)
class OrderRow:
    """A standing order in its place; `hash` and `day` are what the table says of it, None in an export."""

    number: int
    document: str
    hash: bytes | None = None
    day: str | None = None


@dataclass(frozen=True)
class CertificateRow:
    """A certificate under the hash that is said to be its own; `case` and `day` are the table's, None in an export."""

    hash: bytes
    document: str
    case: str | None = None
    day: str | None = None


@dataclass(frozen=True)
class ContentRow:
    """SHA-256 of the sealed content of an entry."""

    case: str
    sequence: int
    hash: bytes


@dataclass(frozen=True)
class GrantRow:
    """A grant, of its bytes the SHA-256; `until` is empty where there is no last day."""

    case: str
    sequence: int
    reader: bytes
    number: int
    until: str
    hash: bytes


@dataclass
class CaseFile:
    """All rows of one case. `contents` and `grants` are None where they are not at hand, in an export."""

    case: str
    row: CaseRow | None = None
    entries: list[EntryRow] = field(default_factory=list)
    contents: list[ContentRow] | None = None
    grants: list[GrantRow] | None = None

    def add(self, row: CaseRow | EntryRow) -> None:
        """What belongs to this case."""
        if isinstance(row, CaseRow):
            self.row = row
        else:
            self.entries.append(row)


class RecordRows(Protocol):
    """Where rows come from. To be asked once each, in this order."""

    head: Head

    def directories(self) -> Iterator[DirectoryRow]:
        """By version."""

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """By epoch."""

    def leaves(self) -> Iterator[LeafRow]:
        """By number."""

    def cases(self) -> Iterator[CaseFile]:
        """By id, each once."""

    def orders(self) -> Iterator[OrderRow]:
        """By number."""

    def certificates(self) -> Iterator[CertificateRow]:
        """By hash."""

    def trouble(self) -> Iterator[str]:
        """What could not be read at all, in words; to be asked last."""
