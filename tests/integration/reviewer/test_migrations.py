"""The tables: up from nothing, with data in them, down again, and always what the models say."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import delete, insert, inspect, select, update

from crypto.limits import ITEM
from reviewer import revision, schema
from reviewer.case_models import Case, Entry, Item
from reviewer.database import Database, DatabaseFailed
from reviewer.models import REVISION, Base, BatchState, Marks, Member, StoredDirectory
from reviewer.settings import load
from tests.integration.reviewer.committee import Committee, environment
from tests.integration.reviewer.stores import Store


@pytest.fixture
def database(store: Store, tmp_path: Path) -> Iterator[Database]:
    """Nothing is in it."""
    settings = environment(tmp_path, **store.new())
    opened = Database(load(settings).database_url)
    yield opened
    opened.close()
    store.drop(settings)


def test_up_from_nothing_gives_what_the_models_say(database: Database) -> None:
    assert not revision.is_current(database)
    schema.upgrade(database)
    assert revision.is_current(database)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_newest_migration_is_the_one_that_the_commands_ask_for() -> None:
    assert ScriptDirectory(str(schema.SCRIPTS)).get_current_head() == REVISION


def test_every_rule_of_the_models_stands_in_the_migrated_tables(database: Database) -> None:
    schema.upgrade(database)
    found = inspect(database.engine)
    for name, table in Base.metadata.tables.items():
        wanted = {str(one.name) for one in table.constraints if one.__visit_name__.endswith("check_constraint")}
        assert {one["name"] for one in found.get_check_constraints(name)} == wanted, name


def test_upgrading_again_keeps_what_is_there(founded: Committee) -> None:
    database = founded.database
    schema.upgrade(database)
    with database.read() as session:
        assert len(session.scalars(select(Member)).all()) == 3
        assert session.scalars(select(StoredDirectory.version)).all() == [1]


def test_down_takes_the_tables_away(database: Database) -> None:
    schema.upgrade(database)
    schema.downgrade(database, "base")
    with database.engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


@pytest.mark.parametrize(
    "row",
    [
        BatchState(epoch=1, sha256=bytes(32), envelopes=33),
        BatchState(epoch=1, sha256=bytes(31), envelopes=32),
        BatchState(epoch=1, sha256=bytes(32), envelopes=8224),
        Marks(member_id="nobody", value=bytes(65_564)),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_by_the_database(database: Database, row: Base) -> None:
    schema.upgrade(database)
    with pytest.raises(DatabaseFailed) as caught, database.write() as session:
        session.add(row)
    assert re.fullmatch("IntegrityError (SQLITE_CONSTRAINT_[A-Z]+|23[0-9]{3})", str(caught.value))


ENTRY = {"case": "1d" * 16, "hash": bytes(32), "day": date(2026, 3, 2), "author": bytes(32), "document": "{}"}


def test_items_that_were_there_stay_and_each_entry_may_bring_one_of_its_own(database: Database) -> None:
    schema.upgrade(database, "0002")
    opened = {
        "opened": date(2026, 3, 2),
        "state": "open",
        "hold": 0,
        "review": "",
        "key": 0,
        "entries": 2,
        "last": bytes(32),
    }
    with database.write() as session:
        session.execute(insert(Case).values(id=ENTRY["case"], **opened))
        session.execute(insert(Entry), [{**ENTRY, "sequence": at, "hash": bytes([at]) * 32} for at in range(2)])
        session.execute(insert(Item).values(**item(0)))
    schema.upgrade(database)
    with database.write() as session:
        session.execute(insert(Item).values(**item(1)))
    with pytest.raises(DatabaseFailed), database.write() as session:
        session.execute(update(Item).values(value=bytes(ITEM)))
    with pytest.raises(DatabaseFailed), database.write() as session:
        session.execute(delete(Item))
    assert kept(database) == [item(0), item(1)]
    schema.downgrade(database, "0002")
    assert kept(database) == [item(0)]
    with pytest.raises(DatabaseFailed), database.write() as session:
        session.execute(delete(Item))


def item(sequence: int) -> dict[str, object]:
    return {"case": ENTRY["case"], "sequence": sequence, "id": "5a" * 16, "value": bytes([sequence]) * ITEM}


def kept(database: Database) -> list[dict[str, object]]:
    with database.read() as session:
        rows = session.execute(select(Item.case, Item.sequence, Item.id, Item.value).order_by(Item.sequence))
        return [dict(row._mapping) for row in rows]
