"""Opens the database and its transactions, on SQLite or on PostgreSQL.

Its errors must never carry a value: what a database says of a row that it refused shows the row.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.orm import Session

from deploy.database_hints import code_of
from deploy.destruction.sqlite import journal_overwritten

BUSY_SECONDS = 30
CONNECT_SECONDS = 5
POSTGRES = "postgresql"
# FULL: what was answered is on disk. Never WAL, which keeps what was deleted; secure_delete overwrites it. In memory:
# what a statement might have to undo would otherwise lie in a temporary file.
PRAGMAS = ("journal_mode = TRUNCATE", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY")
WRITER = 0x534C524556  # the number of the lock that a writing transaction holds on PostgreSQL


class DatabaseFailed(Exception):
    """A statement was refused. The text is the kind of failure and the database's code for it, never more."""

    @property
    def code(self) -> str:
        """SQLSTATE, or SQLite's own name of the failure; "" when there is none."""
        return str(self).partition(" ")[2]


class DatabaseAway(DatabaseFailed):
    """The database cannot be reached, has no room, or was busy for too long.

    What was asked is not done, unless it broke off in the very commit.
    """


class Database:
    """One engine, two kinds of transactions.

    Writing ones come one after the other: each takes a lock at the start, so that what it has read stays true until
    it is done, and it never fails half-way for another writer.
    """

    def __init__(self, url: str) -> None:
        self.engine = _postgres(url) if make_url(url).get_backend_name() == POSTGRES else _sqlite(url)
        event.listen(self.engine, "begin", _begin)
        lock = f"SELECT pg_advisory_xact_lock({WRITER})" if self.on_postgres else "BEGIN IMMEDIATE"
        self._writing = self.engine.execution_options(begin=lock)
        self._reading = self.engine.execution_options(**_snapshot(self.on_postgres))

    @property
    def on_postgres(self) -> bool:
        return self.engine.dialect.name == POSTGRES

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that changes nothing and sees one state. Raises DatabaseFailed or DatabaseAway."""
        with _without_values(), Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction committed at the end, and not at all if anything is raised.

        Raises DatabaseFailed or DatabaseAway.
        """
        with _without_values(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            session.connection()  # else the lock would be taken by the first statement only
            yield session

    @contextmanager
    def erase(self) -> Iterator[Session]:
        """As `write`; and what SQLite's journal held of the pages before is overwritten before the journal is cut.

        Raises DatabaseFailed or DatabaseAway.
        """
        with (
            _without_values(),
            self._writing.connect() as connection,
            self._journal_overwritten(connection),
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.connection()
            yield session

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A connection whose transactions are all writing ones, begun and ended by who uses it.

        Raises DatabaseFailed or DatabaseAway.
        """
        with _without_values(), self._writing.connect() as connection:
            if self.on_postgres:
                yield connection
            else:
                with _references_off(connection):
                    yield connection

    @contextmanager
    def statements(self) -> Iterator[Connection]:
        """A connection on which each statement is a transaction of its own. Raises DatabaseFailed or DatabaseAway."""
        with _without_values(), self.engine.connect() as found:
            yield found.execution_options(isolation_level="AUTOCOMMIT") if self.on_postgres else found

    @property
    def file(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return None if self.on_postgres else Path(self.engine.url.database or "")

    @contextmanager
    def _journal_overwritten(self, connection: Connection) -> Iterator[None]:
        driver: Any = connection.connection.driver_connection
        if self.file is None:
            yield
        else:
            with journal_overwritten(driver, self.file):
                yield

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _postgres(url: str) -> Engine:
    """Values travel apart from statements (psycopg binds on the server), so that no log of statements holds one."""
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,  # the server may have been restarted
        pool_timeout=BUSY_SECONDS,
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": _session()},
    )


def _session() -> str:
    """What the server is told of each connection: a client that stops half-way must not keep everybody else out."""
    return f"-c lock_timeout={BUSY_SECONDS}s -c idle_in_transaction_session_timeout={2 * BUSY_SECONDS}s"


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin by itself, and late
    for pragma in (*PRAGMAS, "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


@contextmanager
def _references_off(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and while it is gone what refers to it would be refused.

    Raises IntegrityError when something refers to nothing in the end.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")  # of no effect within a transaction
    try:
        yield
    finally:
        connection.rollback()  # where nothing was missing, a transaction that only read is open still
        driver.execute("PRAGMA foreign_keys = ON")
    if driver.execute("PRAGMA foreign_key_check").fetchone():
        raise IntegrityError("foreign keys", None, ValueError())


def _snapshot(on_postgres: bool) -> dict[str, Any]:
    """What a reading transaction asks for; on SQLite every one sees a single state."""
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if on_postgres else {}


def _begin(connection: Connection) -> None:
    default = None if connection.dialect.name == POSTGRES else "BEGIN"
    statement = connection.get_execution_options().get("begin", default)
    if statement is not None:
        connection.exec_driver_sql(statement)


@contextmanager
def _without_values() -> Iterator[None]:
    """Turns the database's own errors into ours, which say the kind and the code alone."""
    try:
        yield
    except PoolExhausted as error:
        raise DatabaseAway(type(error).__name__) from None
    except sqlite3.Error as error:  # of what was asked without SQLAlchemy
        raise DatabaseAway(" ".join(filter(None, (type(error).__name__, code_of(error))))) from None
    except SQLAlchemyError as error:
        raise (DatabaseAway if _is_away(error) else DatabaseFailed)(_name(error)) from None


def _is_away(error: SQLAlchemyError) -> bool:
    # To SQLite a statement that names no table is "operational" too; that will not pass by itself.
    return isinstance(error, OperationalError | InterfaceError) and _code(error) != "SQLITE_ERROR"


def _name(error: SQLAlchemyError) -> str:
    return " ".join(filter(None, (type(error).__name__, _code(error))))


def _code(error: SQLAlchemyError) -> str | None:
    """SQLSTATE, or SQLite's own name of the failure."""
    if not isinstance(error, DBAPIError):
        return None
    return code_of(error.orig) or None
