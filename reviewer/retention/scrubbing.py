"""Scrubbing: after the rows are deleted, what the database keeps of them goes as well.

On SQLite the file is made anew and its journal overwritten. On PostgreSQL, where a deleted row stays in its page, in
TOAST and in the log: the tables are made anew, then the log is switched, a checkpoint made, and the server removes the
parts before it (docs/decisions/0050-destruction-in-three-steps.md).
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, TextClause, text

from crypto.certificate import Method
from deploy.database_hints import code_of
from deploy.destruction.sqlite import make_anew
from reviewer.database import Database, DatabaseAway

TRIES, PAUSE_SECONDS = 120, 0.5  # while a transaction that is older than the deletion goes on
MOST_SWITCHES = 128
SEES_OTHERS, MAKES_CHECKPOINTS = text("SET ROLE pg_read_all_stats"), text("SET ROLE pg_checkpoint")

OLDER = text(
    """
    SELECT count(*) FROM (
        SELECT backend_xmin AS seen FROM pg_stat_activity WHERE datname = current_database()
        UNION ALL SELECT backend_xid FROM pg_stat_activity WHERE datname = current_database()
        UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
        UNION ALL SELECT xmin FROM pg_replication_slots
    ) AS held WHERE age(held.seen) > age(CAST(:mark AS xid))
    """
)


class NotScrubbed(Exception):
    """Something outside keeps what was deleted: `what` says it. Nothing is certified; the next run goes on."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class WrongRole(Exception):
    """The job's role may not do on this server what a scrub needs."""


def scrub(database: Database, tables: Iterable[str]) -> tuple[Method, ...]:
    """Let nothing of what was deleted from `tables` remain; by which methods. Raises NotScrubbed, DatabaseFailed."""
    if database.file is not None:
        try:
            make_anew(database.file)
        except sqlite3.Error as error:
            raise DatabaseAway(" ".join(filter(None, (type(error).__name__, code_of(error))))) from None
        return (Method.OVERWRITTEN,)
    with database.statements() as connection:
        _wait_for_older(connection)
        for one in sorted(set(tables)):
            connection.execute(text("SELECT make_anew(:name)"), {"name": one})
        _discard_log(connection)
    return (Method.LOG_DISCARDED, Method.REWRITTEN)


def check_role(database: Database) -> None:
    """Raises WrongRole, before anything is destroyed."""
    if database.file is not None:
        return
    with database.read() as session:
        if not all(session.execute(text(NEEDED)).one()):
            raise WrongRole


NEEDED = """SELECT pg_has_role(current_user, 'pg_read_all_stats', 'MEMBER'),
    pg_has_role(current_user, 'pg_checkpoint', 'MEMBER'),
    has_function_privilege('pg_switch_wal()', 'EXECUTE'), has_function_privilege('pg_ls_waldir()', 'EXECUTE'),
    has_function_privilege('make_anew(text)', 'EXECUTE'), has_function_privilege('forget_secrets(text)', 'EXECUTE')"""


def _wait_for_older(connection: Connection) -> None:
    """Until nobody sees the database as it was before now: a table that is made anew keeps what somebody still sees."""
    mark = connection.scalar(text("SELECT CAST(CAST(pg_current_xact_id() AS xid) AS text)"))
    for _ in range(TRIES):
        with _as(connection, SEES_OTHERS):
            older = connection.scalar(OLDER, {"mark": mark})
        if not older:
            return
        time.sleep(PAUSE_SECONDS)
    raise NotScrubbed(
        "a transaction from before the deletion is still open (a dump? a replica that reports what it sees?)"
    )


def _discard_log(connection: Connection) -> None:
    """Switch the log until no part is left that was there before, also none that waits to be written again."""
    last = max(_parts(connection))
    for _ in range(MOST_SWITCHES):
        _switch(connection)
        if _current(connection) > last:
            break
    with _as(connection, MAKES_CHECKPOINTS):
        connection.execute(text("CHECKPOINT"))
    left = [one for one in _parts(connection) if one <= last]
    if left:
        raise NotScrubbed(
            f"the server keeps {len(left)} old parts of its log: an archiver that is behind, a replication slot, "
            "wal_keep_size, or wal_recycle is on"
        )


@contextmanager
def _as(connection: Connection, role: TextClause) -> Iterator[None]:
    """With the rights of a role of the server's own, which the job's role may take and does not inherit."""
    connection.execute(role)
    try:
        yield
    finally:
        connection.execute(text("RESET ROLE"))


def _switch(connection: Connection) -> None:
    connection.execute(text("SELECT pg_current_xact_id()"))  # else there would be nothing to switch away from
    connection.execute(text("SELECT pg_switch_wal()"))


def _parts(connection: Connection) -> list[str]:
    """The log's files, ascending; all of one timeline on a server that was never set back."""
    found = text("SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' ORDER BY name")
    return list(connection.scalars(found))


def _current(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT pg_walfile_name(pg_current_wal_lsn())")))
