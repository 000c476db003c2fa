"""Makes a backup: reads one state of the tables, seals it as it comes, reads it again, and only then gives it its name.

Nothing of it is ever on a disk in plain.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, Table

from crypto.backup import begin, padded_length
from crypto.backup_frames import Kind, pack, unpack
from crypto.backup_manifest import NAMES as APPS
from crypto.backup_manifest import FileSum, Manifest, RowHash, TableSum, checked, pack_file, pack_table
from crypto.derivation import sha256
from crypto.errors import Malformed, ProtocolError
from deploy.backup import durable
from deploy.backup.failures import BackupBusy, BackupFailed, BackupUnset
from deploy.backup.keys import KeyStore, SecondKey
from deploy.backup.line import Line
from deploy.backup.places import NAMES
from deploy.backup.reading import chunks_of, hash_of, header_of
from deploy.backup.tables import rows_of

LOCK = "backup.lock"
SUFFIX = ".slbak"
Tick = Callable[[int], None]


@dataclass(frozen=True)
class Maker:
    """Makes backups of one line. `length` is how long a backup becomes that would need so many bytes."""

    line: Line
    length: Callable[[int], int] = field(default=padded_length, repr=False)

    def make(self, day: date, tick: Tick) -> SecondKey:
        """One backup; its name and key. `tick` is told of rows as they are read. Raises BackupFailed."""
        folder, store = folder_of(self.line), store_of(self.line)
        with alone(folder):
            clear(folder, store)
            try:
                return self._make(folder, store, day, tick)
            except OSError as error:
                raise BackupFailed(f"the backup could not be written: {error.strerror}") from None
            finally:
                clear(folder, store)

    def _make(self, folder: Path, store: KeyStore, day: date, tick: Tick) -> SecondKey:
        # 1. the key, noted with what is destroyed by now: whatever goes later may be in this backup
        key = store.new(day)
        try:
            sealing = begin(self.line.app, self.line.instance, self.line.places.recipient, key.key)
        except Malformed:
            raise BackupUnset(f"{setting(self.line, NAMES[2])} is no key that anything can be sealed to") from None
        # 2. the draft
        draft = durable.write_draft(folder / key.backup, sealing.seal(frames_of(self.line, day, tick), self.length))
        # 3. what a restore would read
        try:
            with draft.open("rb") as file:
                header_of(file)
                for _ in checked(unpack(sealing.open(chunks_of(file)))):
                    pass
        except ProtocolError as error:
            raise BackupFailed(f"the backup does not read as it was written ({type(error).__name__})") from None
        # 4. its hash, then its name
        noted = store.sealed(key, hash_of(draft))
        durable.publish(draft)
        return noted


def frames_of(line: Line, day: date, tick: Tick) -> Iterator[bytes]:
    """All that goes into a backup. Raises BackupFailed when a row cannot."""
    revision, tables, files = line.revision(), list[TableSum](), list[FileSum]()
    for group in line.groups():
        with group as (connection, listed):
            for table in listed:
                total = RowHash(table.name)
                yield pack_table(table.name, table.columns.keys())
                yield from _rows(connection, table, total, tick)
                tables.append(total.total())
    for name, value in line.files():
        files.append(FileSum(name, sha256(value)))
        yield pack_file(name, value)
    yield pack(
        Kind.MANIFEST,
        Manifest(line.app, line.instance, day, revision, tuple(tables), tuple(files)).serialise(),
    )


def _rows(connection: Connection, table: Table, total: RowHash, tick: Tick) -> Iterator[bytes]:
    for row in rows_of(connection, table):
        total.add(row)
        yield pack(Kind.ROW, row)
        tick(1)


def clear(folder: Path, store: KeyStore) -> None:
    """End what was cut short: a draft that was read again gets its name, all others go, and their keys too."""
    store.sweep()
    known = {one.backup: one for one in store.all()}
    for draft in folder.glob(f"*{SUFFIX}{durable.DRAFT}"):
        key = known.get(draft.name.removesuffix(durable.DRAFT))
        if key and key.sha256 == hash_of(draft):
            durable.publish(draft)
        elif key:
            draft.unlink()
    for key in known.values():
        if not key.sha256:
            store.remove(key)


def folder_of(line: Line) -> Path:
    """The folder of backups. Raises BackupUnset, BackupBusy."""
    for name, value in zip(NAMES, (line.places.folder, line.places.keys, line.places.recipient), strict=True):
        if not value:
            raise BackupUnset(f"{setting(line, name)} is not set, and backups need it")
    return existing_folder(line)


def existing_folder(line: Line) -> Path:
    """The folder of backups, where nothing is to be sealed. Raises BackupUnset, BackupBusy."""
    if line.places.folder is None:
        raise BackupUnset(f"{setting(line, NAMES[0])} is not set")
    if not line.places.folder.is_dir():
        raise BackupBusy(f"{setting(line, NAMES[0])} is not there: is its disk mounted?")
    return line.places.folder


def store_of(line: Line) -> KeyStore:
    """The second store. Raises BackupUnset."""
    if line.places.keys is None:
        raise BackupUnset(f"{setting(line, NAMES[1])} is not set")
    return KeyStore(line.places.keys, line.app, line.instance)


def setting(line: Line, name: str) -> str:
    """The name of a setting of this app."""
    return f"{APPS[line.app].upper()}_{name}"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One at a time; the lock goes with the process, however it ends. Raises BackupBusy."""
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupBusy("another backup is being made: nothing was done") from None
        yield
