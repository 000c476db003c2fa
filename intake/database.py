"""SQLite files, opened in the one way that keeps the promises: durable at COMMIT, nothing deleted left behind, no
second copy in a WAL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from intake.errors import NotUpgraded
from intake.models import REVISION

BATCHES_FILE = "batches.sqlite3"
PUBLISHED_FILE = "published.sqlite3"
BUSY_SECONDS = 10
VERSION_COLUMN = "version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY"  # as alembic makes it

PRAGMAS = (
    # Values here are long: with pages of 4 KiB a commit of the open epoch costs a third more. Only new files heed this.
    "PRAGMA page_size=16384",
    # Never WAL: it would keep pages of destroyed epochs, in order of their writing. TRUNCATE rather than DELETE: with
    # synchronous=FULL, SQLite syncs the truncated journal, so a commit that was answered survives a power cut.
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)


@lru_cache(maxsize=16)
def engine(path: Path, *, begin: str = "BEGIN", create: bool = False) -> Engine:
    """An engine on one file; `writing` and `reading` below say how a transaction begins. Connections are not pooled.

    A file that is missing stays missing, unless `create`.
    """
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> SQLiteConnection:
        return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)

    made = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(made, "connect")
    def _prepare(connection: SQLiteConnection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return made


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """One transaction that sees one state of the file and takes no write lock."""
    with engine(path).begin() as connection:
        yield connection


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """One transaction that holds the write lock from the start: what it read is what it changes."""
    with engine(path, begin="BEGIN IMMEDIATE").begin() as connection:
        yield connection


def create_tables(path: Path, tables: MetaData) -> None:
    """Make a file with its tables, at the newest revision.

    For files that are made while the intake runs; others are migrated.
    """
    with engine(path, create=True).begin() as connection:
        tables.create_all(connection)
        connection.execute(text(f"CREATE TABLE alembic_version ({VERSION_COLUMN})"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})


def check_revision(path: Path) -> None:
    """Raises NotUpgraded when the file is missing or its tables are not those of this version."""
    if not path.is_file():
        raise NotUpgraded(f"{path.name} is missing. Run: sealed-line-intake db upgrade")
    with reading(path) as connection:
        known = inspect(connection).has_table("alembic_version")
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
    if found != REVISION:
        raise NotUpgraded(f"{path.name} is at revision {found}, not {REVISION}. Run: sealed-line-intake db upgrade")
