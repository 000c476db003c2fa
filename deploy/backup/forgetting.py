"""Forgets backups: destroys the keys without which they do not open, wherever their copies are by then."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from deploy.backup.keys import KeyStore, SecondKey
from deploy.backup.line import Line
from deploy.backup.making import alone, existing_folder, store_of
from deploy.backup.reading import hash_of

KEPT_DAYS = 35


@dataclass(frozen=True)
class Forgotten:
    """`waiting` are those that hold a destroyed case still and were kept, as no newer good backup is there; none while
    the committee keeps everything.
    """

    forgotten: int
    kept: int
    waiting: int


def forget(line: Line, today: date) -> Forgotten:
    """Destroy what is to be forgotten by today, with its backup in the folder. Raises BackupFailed.

    1. Keys of backups older than 35 days go. 2. Keys of backups made before a case was destroyed go, once a backup made
    after it is there and is what was read again. 3. Without any such the newest backup stays whatever its age: better
    an old one than none. 4. Nothing goes that was there when the committee froze everything: it may be the last that
    holds what was destroyed the day before. Backups made since hold no more than the line does.
    """
    folder, store = existing_folder(line), store_of(line)
    with alone(folder):
        store.sweep()
        all_keys, destroyed = store.all(), store.destroyed()
        newest = [one for one in reversed(all_keys) if one.key and one.sha256]
        after = next((one for one in newest if one.destroyed >= destroyed and _is_there(folder, one)), None)
        spared = after or next((one for one in newest if _is_there(folder, one)), None)
        old = {one for one in all_keys if today - one.day > timedelta(days=KEPT_DAYS)}
        before = {one for one in all_keys if one.destroyed < destroyed}
        due = {one for one in all_keys if not one.key} | (old | (before if after else set())) - {spared}
        gone = set[SecondKey]()
        for key in sorted(due, key=lambda one: (one.day, one.id)):
            if not (key.key and _is_kept_by_freeze(line, key)):
                _take_away(folder, store, key)
                gone.add(key)
        waiting = 0 if line.frozen_since() else len(before - gone)
        return Forgotten(len(gone), len(all_keys) - len(gone), waiting)


def _is_kept_by_freeze(line: Line, key: SecondKey) -> bool:
    """Asked before each key: one that goes takes no second, and a freeze may come in any."""
    frozen = line.frozen_since()
    return frozen is not None and key.day <= frozen


def _take_away(folder: Path, store: KeyStore, key: SecondKey) -> None:
    """First the key, then the backup, then the note of it: a run that was cut short is gone on with."""
    emptied = store.forget(key) if key.key else key
    (folder / emptied.backup).unlink(missing_ok=True)
    store.remove(emptied)


def _is_there(folder: Path, key: SecondKey) -> bool:
    file = folder / key.backup
    return file.is_file() and hash_of(file) == key.sha256
