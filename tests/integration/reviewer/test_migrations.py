"""The tables: up from nothing, with data in them, down again, and always what the models say."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError

from reviewer import schema
from reviewer.database import Database
from reviewer.models import Base, BatchState, Invitation, Marks, Member, StoredDirectory
from tests.integration.reviewer.committee import Committee


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'reviewer.sqlite3'}")


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
    with pytest.raises(IntegrityError) as caught, database.write() as session:
        session.add(row)
    assert "parameters" in str(caught.value)  # which are hidden
    assert bytes(31).hex() not in str(caught.value)


def test_nothing_deleted_is_left_in_the_file(founded: Committee) -> None:
    with founded.database.write() as session:
        member_id, token_hash = "ab" * 16, b"to be forgotten" + bytes(17)
        session.add(
            Invitation(
                member_id=member_id,
                token_hash=token_hash,
                slot=7,
                role="r",
                login="l",
                totp=b"t",
                last_day=founded.time.clock().today(),
            )
        )
    file = founded.settings.data_dir / "reviewer.sqlite3"
    assert b"to be forgotten" in file.read_bytes()
    with founded.database.write() as session:
        session.delete(session.get_one(Invitation, member_id))
    for path in founded.settings.data_dir.glob("reviewer.sqlite3*"):
        assert b"to be forgotten" not in path.read_bytes()
