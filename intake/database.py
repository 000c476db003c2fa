"""Databases, opened in the one way that keeps the promises: durable at COMMIT, nothing deleted left behind, no value in
an error.
"""

import fcntl
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

from intake.errors import BatchesBusy, NotUpgraded
from intake.models import REVISION

BUSY_SECONDS = 10
PAGE_BYTES = 16384
VERSION_COLUMN = "version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY"  # as alembic makes it

PRAGMAS = (
    # Values here are long: with pages of 4 KiB a commit of the open epoch costs a third more. Only new files heed this.
    f"PRAGMA page_size={PAGE_BYTES}",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)
# Never WAL: it would keep pages of destroyed epochs, in order of their writing. TRUNCATE rather than DELETE: with
# synchronous=FULL, SQLite syncs the truncated journal, so a commit that was answered survives a power cut.
TRUNCATE = "TRUNCATE"
# As durable and a third cheaper, but the journal keeps what it held: only for a file that goes with its journal.
PERSIST = "PERSIST"
POOLED = 4
CONNECT_SECONDS = 10
STUCK_SECONDS = 20
PAUSE_SECONDS = 0.01
# A process that stops within a transaction, or loses its network, must not hold up all others for long.
SESSION = {"lock_timeout": f"{STUCK_SECONDS}s", "idle_in_transaction_session_timeout": f"{STUCK_SECONDS}s"}
LOCK_SPACE = 0x534C  # of the advisory locks that the intake takes in its database
WRITES_LOCK = 1


class Database(Protocol):
    """Where one group of tables rests."""

    def reading(self) -> AbstractContextManager[Connection]:
        """One transaction that sees one state of the tables and takes no write lock."""

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction that holds the write lock from the start: what it read is what it changes."""


@dataclass(frozen=True)
class FileDatabase:
    """A SQLite file, opened anew for each transaction."""

    path: Path

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with engine(self.path).begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with engine(self.path, begin="BEGIN IMMEDIATE").begin() as connection:
            yield connection


@dataclass(frozen=True)
class BatchesFile(FileDatabase):
    """The file of batches, whose place another may take (intake/batch_files.py), but never while it is open: SQLite
    would lay the journal of one file over the other.
    """

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with _held(self.path, fcntl.LOCK_SH), super().reading() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with _held(self.path, fcntl.LOCK_SH), super().writing() as connection:
            yield connection


def readers_shut_out(path: Path) -> AbstractContextManager[None]:
    """While this lasts nobody has this file of batches open. Raises BatchesBusy."""
    return _held(path, fcntl.LOCK_EX)


@dataclass(frozen=True)
class ServerDatabase:
    """A PostgreSQL database, whose connections are kept."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            lock_for_transaction(connection, WRITES_LOCK)
            yield connection


@contextmanager
def _held(path: Path, how: int) -> Iterator[None]:
    """A lock on a file beside this one, which goes with its process."""
    with path.with_name(f"{path.name}.lock").open("a") as lock:
        deadline = time.monotonic() + BUSY_SECONDS
        while not _flock(lock.fileno(), how):
            if time.monotonic() > deadline:
                raise BatchesBusy("the file of batches is in use")
            time.sleep(PAUSE_SECONDS)
        yield


def _flock(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@lru_cache(maxsize=16)
def engine(path: Path, *, begin: str = "BEGIN", create: bool = False, journal: str = TRUNCATE) -> Engine:
    """An engine on one SQLite file. A file that is missing stays missing, unless `create`."""
    address = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> SQLiteConnection:
        return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS)

    made = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)

    @event.listens_for(made, "connect")
    def _prepare(connection: SQLiteConnection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (*PRAGMAS, f"PRAGMA journal_mode={journal}"):
            connection.execute(pragma)

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return made


def server_engine(url: str) -> Engine:
    """An engine on a PostgreSQL database. It connects when first used, and again when the server was restarted."""
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=POOLED,
        max_overflow=POOLED,
        pool_timeout=CONNECT_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "sealed-line-intake",
            "options": " ".join(f"-c {name}={value}" for name, value in SESSION.items()),
            "tcp_user_timeout": STUCK_SECONDS * 1000,
        },
    )


def lock_for_transaction(connection: Connection, lock: int, *, shared: bool = False) -> None:
    """Wait for an advisory lock of the intake's, which goes with the transaction."""
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    connection.execute(text(f"SELECT {function}(:space, :lock)"), {"space": LOCK_SPACE, "lock": lock})


def create_tables(path: Path, tables: MetaData) -> None:
    """Make a SQLite file with its tables, at the newest revision.

    For files that are made while the intake runs; others are migrated.
    """
    with engine(path, create=True).begin() as connection:
        tables.create_all(connection)
        connection.execute(text(f"CREATE TABLE alembic_version ({VERSION_COLUMN})"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})


def check_revision(database: Database, name: str) -> None:
    """Raises NotUpgraded when the tables are missing or not those of this version; `name` is for the operator."""
    if isinstance(database, FileDatabase) and not database.path.is_file():
        raise NotUpgraded(f"{name} is missing. Run: sealed-line-intake db upgrade")
    with database.reading() as connection:
        known = inspect(connection).has_table("alembic_version")
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar() if known else None
    if found != REVISION:
        raise NotUpgraded(f"{name} is at revision {found}, not {REVISION}. Run: sealed-line-intake db upgrade")
