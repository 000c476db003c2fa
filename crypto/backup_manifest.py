"""The manifest of a backup (docs/protocol.md, section 22): what was in the tables, so that a restored line can be
compared with the one that was backed up.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from crypto.backup import App
from crypto.backup_frames import Frame, Kind, pack, pack_row, unpack_row
from crypto.derivation import sha256, u32
from crypto.errors import Malformed
from crypto.limits import HASH, INSTANCE
from crypto.strict import Fields, parse_object, serialise

TYPE = "SLBAK/1"
NAMES = {App.INTAKE: "intake", App.REVIEWER: "reviewer"}


@dataclass(frozen=True)
class TableSum:
    """How many rows a table has, and the hash over all of them."""

    table: str
    rows: int
    sha256: bytes


@dataclass(frozen=True)
class FileSum:
    """The hash of a file that belongs to the tables."""

    file: str
    sha256: bytes


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself, at its end."""

    app: App
    instance: bytes
    day: date
    revision: str
    tables: tuple[TableSum, ...]
    files: tuple[FileSum, ...]

    def serialise(self) -> bytes:
        """As it stands in the last frame."""
        return serialise(
            {
                "type": TYPE,
                "app": NAMES[self.app],
                "instance": self.instance.hex(),
                "day": self.day.isoformat(),
                "revision": self.revision,
                "tables": [{"table": one.table, "rows": one.rows, "sha256": one.sha256.hex()} for one in self.tables],
                "files": [{"file": one.file, "sha256": one.sha256.hex()} for one in self.files],
            }
        )


class Hash(Protocol):
    """As hashlib makes it."""

    def update(self, octets: bytes, /) -> None: ...

    def digest(self) -> bytes: ...


@dataclass
class RowHash:
    """The hash of a table, row by row in the order of its primary key."""

    table: str
    rows: int = 0
    _sha256: Hash = field(default_factory=hashlib.sha256, repr=False)

    def add(self, row: bytes) -> None:
        """One row more, packed."""
        self.rows += 1
        self._sha256.update(u32(len(row)))
        self._sha256.update(row)

    def total(self) -> TableSum:
        """Of all rows so far."""
        return TableSum(self.table, self.rows, self._sha256.digest())


def parse_manifest(octets: bytes) -> Manifest:
    """`Malformed`."""
    fields = parse_object(octets, ("type", "app", "instance", "day", "revision", "tables", "files"))
    fields.constant("type", TYPE)
    app = fields.one_of("app", NAMES.values())
    return Manifest(
        next(key for key, name in NAMES.items() if name == app),
        fields.octets("instance", INSTANCE),
        fields.day("day"),
        fields.text("revision"),
        tuple(map(_table_sum, fields.array("tables"))),
        tuple(map(_file_sum, fields.array("files"))),
    )


def pack_table(table: str, columns: list[str]) -> bytes:
    """The frame that begins a table."""
    return pack(Kind.TABLE, serialise({"table": table, "columns": columns}))


def parse_table(octets: bytes) -> tuple[str, list[str]]:
    """A table's name and its columns. `Malformed`."""
    fields = parse_object(octets, ("table", "columns"))
    columns = fields.array("columns")
    if not all(isinstance(one, str) for one in columns) or len(set(columns)) != len(columns):
        raise Malformed("columns")
    return fields.text("table"), columns


def pack_file(file: str, value: bytes) -> bytes:
    """The frame of a file."""
    return pack(Kind.FILE, pack_row([file, value]))


def parse_file(octets: bytes) -> tuple[str, bytes]:
    """A file's name and value. `Malformed`."""
    match unpack_row(octets):
        case [str(file), bytes(value)]:
            return file, value
    raise Malformed("file")


def checked(frames: Iterable[Frame]) -> Iterator[Frame]:
    """The same frames; at the last one, the manifest, `Malformed` unless it says what came before it."""
    tables, files = list[RowHash](), list[FileSum]()
    for frame in frames:
        match frame.kind:
            case Kind.TABLE:
                tables.append(RowHash(parse_table(frame.octets)[0]))
            case Kind.ROW:
                if not tables:
                    raise Malformed("a row of no table")
                tables[-1].add(frame.octets)
            case Kind.FILE:
                name, value = parse_file(frame.octets)
                files.append(FileSum(name, sha256(value)))
            case Kind.MANIFEST:
                said = parse_manifest(frame.octets)
                if (list(said.tables), list(said.files)) != ([one.total() for one in tables], files):
                    raise Malformed("manifest")
        yield frame


def _table_sum(value: object) -> TableSum:
    fields = Fields(value, ("table", "rows", "sha256"))
    return TableSum(fields.text("table"), fields.number("rows"), fields.octets("sha256", HASH))


def _file_sum(value: object) -> FileSum:
    fields = Fields(value, ("file", "sha256"))
    return FileSum(fields.text("file"), fields.octets("sha256", HASH))
