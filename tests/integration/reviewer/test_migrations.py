"""The tables: up from nothing, with data in them, down again, and always what the models say."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select

from reviewer import schema
from reviewer.database import Database, DatabaseFailed
from reviewer.models import Base, BatchState, Marks, Member, StoredDirectory
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
    assert not schema.is_current(database)
    schema.upgrade(database)
    assert schema.is_current(database)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


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
