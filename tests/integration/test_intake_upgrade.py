"""Migrations: from nothing to the tables of this version, with what is in them; other versions are refused."""

import re
import sqlite3
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import MetaData

from intake import models
from intake.cli import main
from intake.database import FileDatabase, ServerDatabase, check_revision, create_tables, server_engine
from intake.epoch_files import BATCHES_FILE, PUBLISHED_FILE
from intake.errors import NotUpgraded
from intake.models import REVISION
from intake.upgrade import BATCHES, MIGRATIONS, OPEN, PUBLISHED, upgrade_file, upgrade_files, upgrade_server
from tests.integration.intake_line import IntakeLine
from tests.postgres import Postgres

KINDS = {BATCHES: models.BATCHES, PUBLISHED: models.PUBLISHED, OPEN: models.OPEN}


def schema(path: Path) -> set[tuple[str, ...]]:
    """Tables as SQLite understands them: columns, and the rules beside them."""
    with sqlite3.connect(path) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {
            (table, *map(str, row)) for table in tables for row in connection.execute(f"PRAGMA table_info({table})")
        }
        texts = [row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    rules = {(rule,) for text in texts for rule in re.findall(r"CONSTRAINT .*?(?=,? *$)", text, re.MULTILINE)}
    return columns | rules | {("without row id", text.split()[2]) for text in texts if "WITHOUT ROWID" in text}


@pytest.mark.parametrize("kind", KINDS)
def test_migrations_make_the_tables_that_the_code_declares(tmp_path: Path, kind: str) -> None:
    upgrade_file(tmp_path / "migrated", kind)
    create_tables(tmp_path / "declared", KINDS[kind])
    migrated, declared = schema(tmp_path / "migrated"), schema(tmp_path / "declared")
    assert {row for row in migrated if "alembic" not in str(row)} == {
        row for row in declared if "alembic" not in str(row)
    }
    assert len(migrated) > 3


def test_the_newest_migration_is_the_one_that_the_code_wants() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == REVISION


def test_upgrading_again_keeps_what_is_there(tmp_path: Path) -> None:
    line = IntakeLine(tmp_path)
    line.close()
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.sqlite3")}
    assert list(upgrade_files(tmp_path)) == [BATCHES_FILE, PUBLISHED_FILE, "open-101.sqlite3"]
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.sqlite3")} == before


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    list(upgrade_files(folder))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o077 for path in folder.glob("*.sqlite3")} == {0}


def columns_and_rules(url: str) -> set[tuple[object, ...]]:
    """Tables as PostgreSQL understands them: columns, and the rules beside them."""
    made = server_engine(url)
    with made.connect() as connection:
        columns = connection.exec_driver_sql(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        ).all()
        rules = connection.exec_driver_sql(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace"
        ).all()
    made.dispose()
    return {tuple(row) for row in [*columns, *rules] if "alembic" not in str(row)}


def test_migrations_make_on_a_server_the_tables_that_the_code_declares(postgres: Postgres) -> None:
    migrated, declared = postgres.new_database(), postgres.new_database()
    assert list(upgrade_server(migrated)) == ["the database"]
    made = server_engine(declared)
    for tables in KINDS.values():
        tables.create_all(made)
    made.dispose()
    assert columns_and_rules(migrated) == columns_and_rules(declared)
    assert len(columns_and_rules(migrated)) > 20


def test_a_server_that_nobody_upgraded_is_refused(postgres: Postgres) -> None:
    made = server_engine(postgres.new_database())
    with pytest.raises(NotUpgraded):
        check_revision(ServerDatabase(made), "the database")
    made.dispose()


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotUpgraded):
        check_revision(FileDatabase(tmp_path / "missing"), "missing")
    create_tables(tmp_path / "old", MetaData())
    with sqlite3.connect(tmp_path / "old") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(NotUpgraded):
        check_revision(FileDatabase(tmp_path / "old"), "old")


def test_serving_without_an_upgrade_is_refused_and_says_how_to_mend_it(tmp_path: Path) -> None:
    key = tmp_path / "key"
    runner = CliRunner(
        env={
            "INTAKE_DATA_DIR": str(tmp_path / "data"),
            "INTAKE_KEY_FILE": str(key),
            "INTAKE_INSTANCE": "00" * 16,
            "INTAKE_ADDRESS": "https://line.example",
            "INTAKE_COMPANY": "Northwind",
        }
    )
    assert runner.invoke(main, ["serve"]).exit_code == 2
    assert runner.invoke(main, ["keygen", str(key)]).exit_code == 0
    assert runner.invoke(main, ["keygen", str(key)]).exit_code == 1
    assert key.stat().st_mode & 0o777 == 0o600
    refused = runner.invoke(main, ["serve"])
    assert refused.exit_code == 1
    assert "db upgrade" in refused.output
    assert len(bytes.fromhex(runner.invoke(main, ["public-key"]).output.strip())) == 32
    assert runner.invoke(main, ["db", "upgrade"]).exit_code == 0
    never = runner.invoke(main, ["reopen"])
    assert (never.exit_code, never.output) == (
        0,
        "nothing to do: no epoch was ever closed here; `close` opens the first\n",
    )
    assert re.fullmatch(r"opened epoch \d+, the first: it is closed when it is over\n", _output(runner, "close"))
    assert re.fullmatch(r"nothing to close: epoch \d+ is open and not over\n", _output(runner, "close"))
    assert _output(runner, "reopen") == "nothing to do: an epoch is open\n"
    assert len(list((tmp_path / "data").glob("open-*.sqlite3"))) == 1  # `close` opened the first epoch


def _output(runner: CliRunner, *command: str) -> str:
    done = runner.invoke(main, [*command])
    assert done.exit_code == 0, done.output
    return done.output
