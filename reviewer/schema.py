"""Brings the database to the newest migration, from any earlier one or from nothing."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from reviewer.database import Database

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations" / "reviewer"


def upgrade(database: Database, revision: str = "head") -> None:
    """Run what is missing up to `revision`, all or nothing."""
    with database.migrating() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Go back to `revision`; content of the tables that go is lost."""
    with database.migrating() as connection:
        command.downgrade(_config(connection), revision)


def revisions() -> frozenset[str]:
    """Every revision that this version can make."""
    return frozenset(one.revision for one in ScriptDirectory.from_config(_config(None)).walk_revisions())


def forget(database: Database) -> None:
    """After going back to nothing: take away the table that says so, and the database is empty."""
    with database.write() as session:
        session.execute(text("DROP TABLE IF EXISTS alembic_version"))


def _config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
