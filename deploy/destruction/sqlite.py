"""A SQLite file without what was deleted from it.

`secure_delete` overwrites deleted rows, but a page from which SQLite once moved a row to another keeps the old bytes in
its gap (measured: about one page in a thousand). So the file is made anew. Its journal then holds the old pages: it is
overwritten before it is cut, while nobody else can come in between.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from deploy.destruction.overwriting import cut, overwrite

BUSY_SECONDS = 60


@contextmanager
def journal_overwritten(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """What is done meanwhile on this connection, outside of any transaction, leaves no old page in the journal.

    Whoever else wants the file waits.
    """
    connection.execute("PRAGMA journal_mode = PERSIST")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    try:
        yield
    finally:
        _clear(journal_of(path))
        connection.execute("PRAGMA locking_mode = NORMAL")
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # with it the lock is let go


def make_anew(path: Path) -> None:
    """Write the file anew, with what it holds and nothing else. Needs its size again, and nobody reads it meanwhile.

    Raises sqlite3.Error; the file is then as it was.
    """
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA synchronous = FULL")
        with journal_overwritten(connection, path):
            connection.execute("VACUUM")


def journal_of(path: Path) -> Path:
    """Where SQLite keeps old pages until a transaction is done."""
    return path.with_name(f"{path.name}-journal")


def _clear(journal: Path) -> None:
    if journal.exists():
        overwrite(journal)
        cut(journal)
