"""The file of batches, made anew without the oldest: so nothing of these is left in it, in a free page or in a journal,
and what it is follows from the epochs that remain alone.

The file in use is never changed. A draft is written beside it and takes its place in one step; what was there keeps a
second name until it is overwritten. A run that is killed anywhere leaves a file that is whole, and remains that the
next run clears away.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from deploy.destruction.overwriting import settle
from intake.database import BUSY_SECONDS, PAGE_BYTES, readers_shut_out
from intake.erasing import destroy
from intake.errors import BatchesBusy

DRAFT, GONE = ".draft", ".gone"
# A draft that is not whole when the power goes is thrown away, so nothing is synced before the end.
PRAGMAS = (f"PRAGMA page_size={PAGE_BYTES}", "PRAGMA journal_mode=MEMORY", "PRAGMA synchronous=OFF")


def make_draft(path: Path, first: int) -> None:
    """Write a file as if the line had begun with epoch `first`: the same tables, then a transaction for each epoch."""
    clear_away(path)
    draft = _beside(path, DRAFT)
    draft.touch(mode=0o600)
    with _opened(path) as old, _opened(draft) as new:
        for pragma in PRAGMAS:
            new.execute(pragma)
        _copy_tables(old, new)
        for (epoch,) in old.execute("SELECT epoch FROM batch WHERE number = 0 AND epoch >= ? ORDER BY epoch", (first,)):
            _copy_epoch(old, new, epoch)
    _sync(draft)


def put_in_place(path: Path) -> None:
    """Let the draft take the place of the file, while nobody reads it. Raises BatchesBusy."""
    with readers_shut_out(path), _opened(path) as old:
        try:
            # For readers that are not ours: a copy being made. It also ends what a killed close left in the journal,
            # which must not be taken for that of the new file.
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BatchesBusy("the file of batches is in use") from error
        os.link(path, _beside(path, GONE))
        os.rename(_beside(path, DRAFT), path)
        settle(path.parent)
        old.execute("ROLLBACK")


def clear_away(path: Path) -> None:
    """Overwrite and remove what a run left beside the file: a draft, or what was in its place."""
    gone = _beside(path, GONE)
    if gone.exists() and gone.samefile(path):  # killed before the draft took its place: another name, not another file
        gone.unlink()
        settle(path.parent)
    for remains in (gone, _beside(path, DRAFT)):
        destroy(remains)


def _copy_tables(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    new.execute("BEGIN")
    for (statement,) in old.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"):
        new.execute(statement)
    for version in old.execute("SELECT version_num FROM alembic_version"):
        new.execute("INSERT INTO alembic_version VALUES (?)", version)
    new.execute("COMMIT")


def _copy_epoch(old: sqlite3.Connection, new: sqlite3.Connection, epoch: int) -> None:
    new.execute("BEGIN")
    for row in old.execute("SELECT epoch, number, value FROM batch WHERE epoch = ? ORDER BY number", (epoch,)):
        new.execute("INSERT INTO batch (epoch, number, value) VALUES (?, ?, ?)", row)
    new.execute("COMMIT")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    address = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        yield connection


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(f"{path.name}{suffix}")
