"""The second store: one key for each backup, and the tombstones of what was destroyed.

It lies on a disk of its own and in no backup: who destroys a key here destroys a backup, wherever its copies are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from crypto.backup import App, key_id
from crypto.backup_manifest import NAMES
from crypto.entropy import fresh
from crypto.errors import Malformed
from crypto.limits import HASH, ID, INSTANCE, KEY
from crypto.strict import parse_object, serialise
from deploy.backup import durable
from deploy.backup.failures import BackupBusy, BackupFailed

FIELDS = ("app", "instance", "id", "day", "key", "sha256", "destroyed")
NAME = re.compile(r"[0-9a-f]{32}\.json")
TOMBSTONE = re.compile(r"[0-9a-f]{64}\.json")


@dataclass(frozen=True)
class SecondKey:
    """A key and what is known of its backup.

    `sha256` is the file's, empty until it was read again. `destroyed` counts the cases whose destruction was known when
    the backup began: more are destroyed by now, and it may hold one of them. `key` is empty once it was forgotten.
    """

    app: App
    instance: bytes
    id: bytes
    day: date
    key: bytes = field(repr=False)
    sha256: bytes
    destroyed: int

    @property
    def backup(self) -> str:
        """The name of its backup, of one length."""
        return f"{NAMES[self.app]}-{self.day.isoformat()}-{self.id.hex()}.slbak"

    def serialise(self) -> bytes:
        """As it lies in the store."""
        return serialise(
            {
                "app": NAMES[self.app],
                "instance": self.instance.hex(),
                "id": self.id.hex(),
                "day": self.day.isoformat(),
                "key": self.key.hex(),
                "sha256": self.sha256.hex(),
                "destroyed": self.destroyed,
            }
        )


@dataclass(frozen=True)
class KeyStore:
    """The store of one app of one line. Raises BackupBusy where the folder is not there: a mount may be missing."""

    folder: Path
    app: App
    instance: bytes

    def new(self, day: date) -> SecondKey:
        """A key that nothing was sealed with; it is on the disk before it is returned."""
        value = fresh(KEY)
        made = SecondKey(self.app, self.instance, key_id(value), day, value, b"", self.destroyed())
        self._put(made)
        return made

    def sealed(self, key: SecondKey, sha256: bytes) -> SecondKey:
        """The backup under this key was written, and read again; its hash is noted."""
        noted = replace(key, sha256=sha256)
        self._put(noted)
        return noted

    def find(self, wanted: bytes) -> SecondKey | None:
        """The key of this id, unless it was never here or is forgotten."""
        found = next((one for one in self.all() if one.id == wanted), None)
        return found if found and found.key else None

    def all(self) -> list[SecondKey]:
        """Every key of this app and line, the oldest day first."""
        folder = self._there() / "keys"
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        found = [_parse(path) for path in paths if NAME.fullmatch(path.name)]
        ours = [one for one in found if (one.app, one.instance) == (self.app, self.instance)]
        return sorted(ours, key=lambda one: (one.day, one.destroyed, one.id))

    def forget(self, key: SecondKey) -> SecondKey:
        """Destroy the key; that there was one stays noted until its backup is gone too."""
        path = self._path(key)
        durable.overwrite(path)
        emptied = replace(key, key=b"")
        self._put(emptied)
        return emptied

    def remove(self, key: SecondKey) -> None:
        """Take the note away as well."""
        durable.destroy(self._path(key))

    def destroyed(self) -> int:
        """How many cases are known to be destroyed. (Batches go by the calendar, as backups do.)"""
        return sum(1 for one in self.tombstones() if one.is_case)

    def tombstones(self) -> Iterator["Tombstone"]:
        """What was destroyed, in the order of their hashes."""
        folder = self._there() / "tombstones"
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if TOMBSTONE.fullmatch(path.name):
                yield _tombstone(path)

    def _there(self) -> Path:
        if not self.folder.is_dir():
            raise BackupBusy("the store of second keys is not there: is its disk mounted?")
        return self.folder

    def _put(self, key: SecondKey) -> None:
        folder = self._there() / "keys"
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            durable.settle(self.folder)
        durable.write_whole(self._path(key), key.serialise())

    def _path(self, key: SecondKey) -> Path:
        return self.folder / "keys" / f"{key.id.hex()}.json"


@dataclass(frozen=True)
class Tombstone:
    """A certificate of destruction, as text, and for a case all its entries: signed documents, as text too."""

    certificate: str
    entries: tuple[str, ...]

    @property
    def is_case(self) -> bool:
        """Whether it is of a case, else of epochs."""
        return bool(self.entries)


def _parse(path: Path) -> SecondKey:
    try:
        fields = parse_object(path.read_bytes(), FIELDS)
        app = next(one for one, name in NAMES.items() if name == fields.one_of("app", NAMES.values()))
        instance, id_, day = fields.octets("instance", INSTANCE), fields.octets("id", ID), fields.day("day")
        key = fields.octets("key", KEY) if fields.text("key") else b""
        sha256 = fields.octets("sha256", HASH) if fields.text("sha256") else b""
        if key and key_id(key) != id_:
            raise Malformed("id")
        return SecondKey(app, instance, id_, day, key, sha256, fields.number("destroyed"))
    except Malformed:
        raise BackupFailed(f"{path} is no second key: it was changed or cut") from None


def _tombstone(path: Path) -> Tombstone:
    try:
        fields = parse_object(path.read_bytes(), ("certificate", "entries"))
        entries = fields.array("entries")
        if not all(isinstance(one, str) for one in entries):
            raise Malformed("entries")
        return Tombstone(fields.text("certificate"), tuple(entries))
    except Malformed:
        raise BackupFailed(f"{path} is no tombstone: it was changed or cut") from None
