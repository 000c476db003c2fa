"""The open epoch in a SQLite file of its own: made whole or not at all, and destroyed when its batch is written.

There is one such file at a time; during a close, for a moment, two. The one with the higher number counts.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, update
from sqlalchemy.exc import DatabaseError

from deploy.destruction.overwriting import settle
from intake import batch_files, epoch_rows
from intake.batches import last_batch, read_batch, write_batch
from intake.database import PERSIST, BatchesFile, FileDatabase, check_revision, create_tables, engine
from intake.epoch_keys import EpochKeys, load_keys
from intake.epoch_rows import CLOSING, OPENED
from intake.epoch_store import FIRST_BOX, EpochChanges, OpenEpoch
from intake.erasing import destroy, journal_of
from intake.errors import CloseRunning, NotReady, OpenEpochLost
from intake.models import OPEN, open_epoch

BATCHES_FILE = "batches.sqlite3"
PUBLISHED_FILE = "published.sqlite3"
NAME = re.compile(r"open-(\d+)\.sqlite3")


@dataclass
class EndingFile:
    """See EndingEpoch. Each step is a transaction of its own, in this order: batch, next file."""

    store: "EpochFiles"
    keys: EpochKeys = field(repr=False)
    envelopes: frozenset[bytes] = field(repr=False)
    pages: int

    def written_batch(self) -> Sequence[bytes] | None:
        with self.store.batches.reading() as connection:
            return read_batch(connection, self.keys.epoch)

    def write_batch(self, envelopes: Sequence[bytes]) -> None:
        with self.store.batches.writing() as connection:
            write_batch(connection, self.keys.epoch, envelopes)

    def open_next(self, keys: EpochKeys, seen: Iterable[bytes], cells: int) -> None:
        self.store.create(keys, seen, cells)


class EpochFiles:
    """The files in `folder`. One process at a time may write drops there (box 0)."""

    def __init__(self, folder: Path, wrap_key: bytes) -> None:
        self.folder = folder
        self.batches = BatchesFile(folder / BATCHES_FILE)
        self.published = FileDatabase(folder / PUBLISHED_FILE)
        self._wrap_key = wrap_key
        self._keys: EpochKeys | None = None
        self._held: tuple[int, Connection] | None = None

    def epoch(self) -> int:
        epochs = epochs_in(self.folder)
        if not epochs:
            raise NotReady("no epoch is open")
        return epochs[-1]

    def keys(self) -> EpochKeys:
        for _ in range(3):
            epoch = self.epoch()
            if self._keys is not None and self._keys.epoch == epoch:
                return self._keys
            try:
                with self._file(epoch).reading() as connection:
                    self._keys = load_keys(connection, self._wrap_key)
            except DatabaseError:
                continue  # destroyed since we looked: there is a newer one
            return self._keys
        raise NotReady("no epoch is open")

    def pages(self) -> int:
        with self._file(self.epoch()).reading() as connection:
            return epoch_rows.count_pages(connection, epoch_rows.state_of(connection)[0])

    @contextmanager
    def changing(self) -> Iterator[OpenEpoch]:
        epoch = self.epoch()
        try:
            connection = self._writers_connection(epoch)
            with connection.begin():
                if epoch_rows.state_of(connection) != (epoch, OPENED):
                    raise EpochChanges
                if self._keys is None or self._keys.epoch != epoch:
                    self._keys = load_keys(connection, self._wrap_key)
                yield OpenEpoch(connection, self._keys, FIRST_BOX, lambda: 0)
        except BaseException as error:
            self.release()
            if isinstance(error, DatabaseError) and self.epoch() != epoch:
                raise EpochChanges from error
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The lock goes with its process, however that ends."""
        with (self.folder / "close.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CloseRunning("a close or a destruction is running on this folder") from error
            yield

    def begin(self, keys: EpochKeys) -> None:
        self.create(keys, (), 0)

    @contextmanager
    def ending(self) -> Iterator[EndingFile]:
        epoch = self.epoch()
        self.mark_closing(epoch)
        with self._file(epoch).reading() as connection:
            keys = load_keys(connection, self._wrap_key)
            envelopes, pages = epoch_rows.gather(connection, keys)
        yield EndingFile(self, keys, envelopes, pages)
        self._destroy_older()

    def interrupted(self) -> bool:
        self._destroy_older()
        with self._file(self.epoch()).reading() as connection:
            return epoch_rows.state_of(connection)[1] == CLOSING

    def keep_from(self, first: int, still: Callable[[Connection], bool]) -> bool:
        batch_files.make_draft(self.batches.path, first)
        with self.published.writing() as connection:  # what is ordered from now on waits until the file is in place
            if kept := still(connection):
                batch_files.put_in_place(self.batches.path)
        batch_files.clear_away(self.batches.path)
        return kept

    def scrub(self) -> None:
        batch_files.clear_away(self.batches.path)

    def check(self) -> None:
        check_revision(self.batches, BATCHES_FILE)
        check_revision(self.published, PUBLISHED_FILE)
        for epoch in epochs_in(self.folder)[-1:]:  # one before it may be half destroyed
            check_revision(self._file(epoch), path_of(self.folder, epoch).name)

    def mark_closing(self, epoch: int) -> None:
        """From this commit on nothing is placed in this epoch any more."""
        with self._file(epoch).writing() as connection:
            connection.execute(update(open_epoch).values(state=CLOSING))

    def create(self, keys: EpochKeys, seen: Iterable[bytes], cells: int) -> None:
        """Make an epoch's file under another name, then rename it, so that it is whole when it is seen."""
        draft = self.folder / "open.new"
        for leftover in (draft, journal_of(draft)):
            leftover.unlink(missing_ok=True)
        create_tables(draft, OPEN)
        with FileDatabase(draft).writing() as connection:
            epoch_rows.insert_epoch(connection, keys, self._wrap_key, seen=seen, cells=cells, boxes=[FIRST_BOX])
        journal_of(draft).unlink(missing_ok=True)
        draft.rename(path_of(self.folder, keys.epoch))
        settle(self.folder)

    def _destroy_older(self) -> None:
        """All files but the newest: their batches are written, and the newest carries on what is still needed."""
        older = epochs_in(self.folder)[:-1]
        if older and (last_batch(self.batches) or 0) < older[-1]:
            raise OpenEpochLost(f"epoch {older[-1]} has no batch, and yet a later one is open: nothing was destroyed")
        for epoch in older:
            destroy(path_of(self.folder, epoch))

    def _file(self, epoch: int) -> FileDatabase:
        return FileDatabase(path_of(self.folder, epoch))

    def _writers_connection(self, epoch: int) -> Connection:
        """Opening a connection costs as much as a commit, so the writer keeps its own while the epoch lasts."""
        if self._held is None or self._held[0] != epoch:
            self.release()
            opened = engine(path_of(self.folder, epoch), begin="BEGIN IMMEDIATE", journal=PERSIST)
            self._held = epoch, opened.connect()
        return self._held[1]

    def release(self) -> None:
        if self._held is not None:
            self._held[1].close()
        self._held = None


def path_of(folder: Path, epoch: int) -> Path:
    return folder / f"open-{epoch}.sqlite3"


def epochs_in(folder: Path) -> list[int]:
    """The epochs whose files are there, ascending."""
    return sorted(int(match[1]) for name in os.listdir(folder) if (match := NAME.fullmatch(name)))
