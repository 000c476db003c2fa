"""The file of the open epoch: made whole or not at all, and destroyed when its batch is written.

There is one such file at a time; during a close, for a moment, two. The one with the higher number counts.
"""

import os
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, insert, select, update

from crypto.storage import open_stored, seal_stored
from intake.box import Box, decode, decode_seen, encode, encode_seen
from intake.database import create_tables, reading, writing
from intake.epoch_keys import EpochKeys, load_keys, store_keys
from intake.errors import NotReady
from intake.models import OPEN, open_epoch

NAME = re.compile(r"open-(\d+)\.sqlite3")
OPENED, CLOSING = "open", "closing"


@dataclass(frozen=True)
class OpenEpoch:
    """What one file holds: the epoch's state, its keys and its cells."""

    state: str
    keys: EpochKeys = field(repr=False)
    box: Box = field(repr=False)


def path_of(folder: Path, epoch: int) -> Path:
    return folder / f"open-{epoch}.sqlite3"


def epochs_in(folder: Path) -> list[int]:
    """The epochs whose files are there, ascending."""
    return sorted(int(match[1]) for name in os.listdir(folder) if (match := NAME.fullmatch(name)))


def newest(folder: Path) -> int:
    """The open epoch. Raises NotReady when there is none."""
    epochs = epochs_in(folder)
    if not epochs:
        raise NotReady("no epoch is open")
    return epochs[-1]


def create(folder: Path, keys: EpochKeys, box: Box, wrap_key: bytes, *, seen_cells: int) -> None:
    """Make the file of an epoch that begins.

    It is written under another name and renamed, so that it is whole when it is seen.

    `seen_cells` is the number of cells of the epoch before, to which its hashes are padded.
    """
    draft = folder / "open.new"
    for leftover in (draft, _journal(draft)):
        leftover.unlink(missing_ok=True)
    create_tables(draft, OPEN)
    with writing(draft) as connection:
        store_keys(connection, keys, wrap_key)
        seen = seal_stored(keys.box, _context("seen", keys.epoch), encode_seen(box.seen, seen_cells))
        row = {"epoch": keys.epoch, "state": OPENED, "blob": _seal(box, keys), "seen": seen}
        connection.execute(insert(open_epoch).values(row))
    _journal(draft).unlink(missing_ok=True)
    draft.rename(path_of(folder, keys.epoch))
    sync_folder(folder)


def read(connection: Connection, wrap_key: bytes) -> OpenEpoch:
    """All that the file of this connection holds."""
    row = connection.execute(select(open_epoch)).one()
    keys = load_keys(connection, wrap_key)
    seen = decode_seen(open_stored(keys.box, _context("seen", row.epoch), row.seen))
    return OpenEpoch(row.state, keys, decode(open_stored(keys.box, _context("blob", row.epoch), row.blob), seen))


def read_keys(folder: Path, epoch: int, wrap_key: bytes) -> EpochKeys:
    """The keys of the open epoch and of the one before it."""
    with reading(path_of(folder, epoch)) as connection:
        return load_keys(connection, wrap_key)


def rewrite(connection: Connection, box: Box, keys: EpochKeys) -> None:
    """Put all cells anew, under a fresh nonce: also when nothing changed, so that a change does not show."""
    connection.execute(update(open_epoch).values(blob=_seal(box, keys)))


def mark_closing(folder: Path, epoch: int) -> None:
    """From this commit on nothing is placed in this epoch any more."""
    with writing(path_of(folder, epoch)) as connection:
        connection.execute(update(open_epoch).values(state=CLOSING))


def destroy(path: Path) -> None:
    """Overwrite the file and its journal with zeros and remove them.

    What a disk keeps of them in spite of that is sealed.
    """
    for one in (_journal(path), path):
        if one.exists():
            _overwrite(one)
            one.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename or removal in this folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        for _ in range(0, path.stat().st_size, 1 << 20):
            file.write(bytes(min(1 << 20, path.stat().st_size - file.tell())))
        file.flush()
        os.fsync(file.fileno())


def _seal(box: Box, keys: EpochKeys) -> bytes:
    return seal_stored(keys.box, _context("blob", keys.epoch), encode(box))


def _context(what: str, epoch: int) -> bytes:
    return b"SLINT/1 " + what.encode() + struct.pack(">Q", epoch)


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")
