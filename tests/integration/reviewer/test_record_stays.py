"""P10 at the database: what was written once is neither changed nor removed, whoever asks with the app's own rights."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import DBAPIError

from crypto.limits import ITEM
from reviewer.case_models import Item
from tests.integration.reviewer.committee import Founding, Reviewers
from tests.integration.reviewer.record_line import RecordLine

FIXED = ("entry", "leaf", "filler", "checkpoint", "standing_order", "certificate")
SEALED = ("entry_content", "case_grant", "item")
KEPT = (*FIXED, *SEALED, "case_")
# A column of each that may be written without any other check of the table's having a say.
COLUMN = {
    "entry": "document = document || ' '",
    "leaf": "number = number + 1000000",
    "filler": "value = zeros32",
    "checkpoint": "note = note || ' '",
    "entry_content": "sequence = sequence",
    "case_grant": "number = number + 1",
    "item": "sequence = sequence",
    "standing_order": "document = document || ' '",
    "certificate": "document = document || ' '",
}


@pytest.fixture(scope="module")
def record(founding: Founding, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordLine]:
    """One record for all of them: nothing here changes it."""
    reviewers = Reviewers(founding)
    yield RecordLine(reviewers.copy(tmp_path_factory.mktemp("record"))).live()
    reviewers.end()


@contextmanager
def looked_at(record: RecordLine) -> Iterator[Connection]:
    """With an item, which the record has none of; nothing of it is kept."""
    with record.line.database.engine.connect() as connection:
        row = {"case": record.stories[0].case.hex(), "id": "00" * 16, "sequence": 0, "value": bytes(ITEM)}
        connection.execute(insert(Item).values(row))
        yield connection
        connection.rollback()


def all_rows(connection: Connection) -> list[list[tuple[object, ...]]]:
    return [sorted(tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))) for table in KEPT]


def attempts(postgres: bool) -> list[str]:
    """What would change or remove a row of a case that is not destroyed, by every verb that the database has for it."""
    zeros = "decode(repeat('00', 32), 'hex')" if postgres else "zeroblob(32)"
    updates = [f"UPDATE {table} SET {change.replace('zeros32', zeros)}" for table, change in COLUMN.items()]
    deletes = [f"DELETE FROM {table}" for table in KEPT]
    deletes.append("UPDATE case_ SET state = 'open' WHERE state = 'destroyed'")
    if postgres:
        return [*updates, *deletes, *(f"TRUNCATE {table} CASCADE" for table in KEPT)]
    replaced = [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1" for table in KEPT]
    return [*updates, *deletes, *replaced, *chain.from_iterable(_over_a_row(table) for table in KEPT)]


def _over_a_row(table: str) -> tuple[str, ...]:
    """SQLite lets a row be put in the place of another by its inner number, or by an update that replaces."""
    if table == "case_":
        moved = ("id", "rowid")
        return tuple(f"UPDATE OR REPLACE case_ SET {one} = (SELECT min({one}) FROM case_)" for one in moved)
    return (f"UPDATE OR REPLACE {table} SET rowid = (SELECT min(rowid) FROM {table})",)


def refused(connection: Connection, statement: str) -> bool:
    """Whether the database said no; the statement is undone either way."""
    doing = connection.begin_nested()
    try:
        connection.execute(text(statement))
    except DBAPIError as error:
        return "stays" in str(error.orig)
    finally:
        doing.rollback()
    return False


def let_through(connection: Connection) -> list[str]:
    postgres = connection.dialect.name == "postgresql"
    return [one for one in attempts(postgres) if not refused(connection, one)]


@pytest.mark.promise("P10")
def test_the_database_refuses_to_change_or_remove_what_was_written(record: RecordLine) -> None:
    with looked_at(record) as connection:
        before = all_rows(connection)
        assert all(before)
        assert let_through(connection) == []
        assert all_rows(connection) == before


@pytest.mark.mutant("P10")
@pytest.mark.parametrize("table", KEPT)
def test_a_table_without_its_triggers_is_found(record: RecordLine, table: str) -> None:
    with looked_at(record) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            named = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
            for name in connection.execute(named, {"table": table}).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        found = let_through(connection)
    assert found
    assert all(table in one for one in found)
