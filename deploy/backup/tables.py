"""Rows of a database as a backup holds them, the same from SQLite and PostgreSQL, and back into tables of either."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, Connection, Date, MetaData, String, Table, func, insert, select, text, update

from crypto.backup_frames import Value, pack_row
from crypto.backup_manifest import RowHash, TableSum
from crypto.errors import Malformed

AT_ONCE = 32  # rows that are read or written together; one has at most 16 MB, most have far less
MOST_WAITING = 4 << 20  # bytes of rows that wait to be written


def tables_of(connection: Connection, left_out: Collection[str]) -> list[Table]:
    """The tables as they are, but those; what others refer to comes before these."""
    found = MetaData()
    found.reflect(bind=connection, resolve_fks=False, only=lambda name, _: name not in left_out)
    return list(found.sorted_tables)


def rows_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Its rows, packed, in the order of the primary key."""
    ordered = select(table).order_by(*(_bytewise(connection, one) for one in table.primary_key))
    reading = connection.execution_options(stream_results=True, max_row_buffer=AT_ONCE)
    for row in reading.execute(ordered):
        yield pack_row([_plain(value) for value in row])


def count_rows(connection: Connection, tables: Collection[Table]) -> int:
    """How many rows they have together."""
    return sum(connection.execute(select(func.count()).select_from(one)).scalar_one() for one in tables)


def sum_of(connection: Connection, table: Table) -> TableSum:
    """What a manifest says of this table."""
    found = RowHash(table.name)
    for row in rows_of(connection, table):
        found.add(row)
    return found.total()


@dataclass
class Filling:
    """Writes rows with these columns into an empty table, some together. `Malformed` if they do not fit."""

    connection: Connection = field(repr=False)
    table: Table = field(repr=False)
    columns: list[str]
    _waiting: list[dict[str, Any]] = field(default_factory=list, repr=False)
    _bytes: int = 0
    _links: list[dict[str, Any]] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        if set(self.columns) != set(self.table.columns.keys()):
            raise Malformed("columns")
        own = {key.parent.name for key in self.table.foreign_keys if key.target_fullname.startswith(f"{self.table}.")}
        self._own_links = [self.table.columns[name] for name in sorted(own)]

    def add(self, values: Sequence[Value], length: int) -> None:
        """One row more, of so many bytes."""
        if len(values) != len(self.columns):
            raise Malformed("row")
        named = {name: _typed(self.table.columns[name], one) for name, one in zip(self.columns, values, strict=True)}
        self._part(named)
        self._waiting.append(named)
        self._bytes += length
        if len(self._waiting) >= AT_ONCE or self._bytes >= MOST_WAITING:
            self._write()

    def finish(self) -> None:
        """Write what waits, and what rows of this table say of each other: each may come before the one it names."""
        self._write()
        for link in self._links:
            key = [column == link[column.name] for column in self.table.primary_key]
            found = {one.name: link[one.name] for one in self._own_links}
            self.connection.execute(update(self.table).where(*key).values(found))

    def _part(self, named: dict[str, Any]) -> None:
        if any(named[one.name] is not None for one in self._own_links):
            self._links.append({**{one.name: named[one.name] for one in (*self.table.primary_key, *self._own_links)}})
            named.update({one.name: None for one in self._own_links})

    def _write(self) -> None:
        if self._waiting:
            self.connection.execute(insert(self.table), self._waiting)
        self._waiting, self._bytes = [], 0


def count_on(connection: Connection, table: Table) -> None:
    """Let numbers that a PostgreSQL server draws by itself go on after those that were written."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key:
        ask = {"table": table.name, "column": column.name}
        sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), ask).scalar()
        last = connection.execute(select(func.max(column))).scalar() if sequence else None
        if last is not None:
            connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _bytewise(connection: Connection, column: Column[Any]) -> Any:
    """Text is compared as its bytes are; SQLite always does, with a server its language would decide."""
    on_server = connection.dialect.name == "postgresql"
    return column.collate("C") if on_server and isinstance(column.type, String) else column


def _plain(value: object) -> Value:
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, int | str | bytes):
        return value
    raise TypeError("a column of a type that backups do not know")


def _typed(column: Column[Any], value: Value) -> object:
    if isinstance(column.type, Date) and isinstance(value, str):
        return date.fromisoformat(value)
    return value
