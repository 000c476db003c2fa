"""The second store: one key for each backup, and the tombstones of what was destroyed.

It lies on a disk of its own and in no backup: who destroys a key here destroys a backup, wherever its copies are.
"""

import re
from base64 import b64decode
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
from deploy.destruction import overwriting

FIELDS = ("app", "instance", "id", "day", "sha256", "destroyed")
TOMBSTONES, BY = "tombstones", "by-{}.json"  # the folder, and in it the file with list and orders of an instance
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
        """The note of it, which holds no secret."""
        return serialise(
            {
                "app": NAMES[self.app],
                "instance": self.instance.hex(),
                "id": self.id.hex(),
                "day": self.day.isoformat(),
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
        folder = self._keys()
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            overwriting.settle(self.folder)
        durable.write_whole(self._path(made, ".key"), value)  # once: no copy of it is ever made
        self._note(made)
        return made

    def sealed(self, key: SecondKey, sha256: bytes) -> SecondKey:
        """The backup under this key was written, and read again; its hash is noted."""
        noted = replace(key, sha256=sha256)
        self._note(noted)
        return noted

    def find(self, wanted: bytes) -> SecondKey | None:
        """The key of this id, unless it was never here or is forgotten."""
        found = next((one for one in self.all() if one.id == wanted), None)
        return found if found and found.key else None

    def all(self) -> list[SecondKey]:
        """Every key of this app and line, the oldest day first; also those that are forgotten, while a note is left."""
        found = [_parse(path) for path in sorted(self._ours("*.json"))]
        return sorted(found, key=lambda one: (one.day, one.destroyed, one.id))

    def forget(self, key: SecondKey) -> SecondKey:
        """Destroy the key; that there was one stays noted until its backup is gone too."""
        if self._path(key, ".key").exists():
            overwriting.destroy(self._path(key, ".key"))
        return replace(key, key=b"")

    def remove(self, key: SecondKey) -> None:
        """Destroy the key and take its note away as well."""
        self.forget(key)
        self._path(key, ".json").unlink(missing_ok=True)
        overwriting.settle(self._keys())

    def sweep(self) -> None:
        """Destroy what a kill left: drafts, keys that nobody noted, keys that were overwritten and not yet removed."""
        noted = {path.stem for path in self._ours("*.json")}
        for path in [*self._ours(f"*{durable.DRAFT}"), *self._ours("*.key")]:
            if path.suffix == durable.DRAFT or path.stem not in noted or not any(path.read_bytes()):
                overwriting.destroy(path)

    def destroyed(self) -> int:
        """How many cases are known to be destroyed. (Batches go by the calendar, as backups do.)"""
        return sum(1 for one in self.tombstones() if one.is_case)

    def tombstones(self) -> Iterator["Tombstone"]:
        """What was destroyed, in the order of their hashes."""
        folder = self._there() / TOMBSTONES
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if TOMBSTONE.fullmatch(path.name):
                yield _tombstone(path)

    def by(self) -> "By | None":
        """By whom and by which orders this line's destruction was done last; None where nothing was."""
        path = self._there() / TOMBSTONES / BY.format(self.instance.hex())
        return _by(path) if path.exists() else None

    def _there(self) -> Path:
        if not self.folder.is_dir():
            raise BackupBusy("the store of second keys is not there: is its disk mounted?")
        return self.folder

    def _keys(self) -> Path:
        return self._there() / "keys"

    def _ours(self, pattern: str) -> list[Path]:
        """Other apps and lines may keep theirs in the same store."""
        prefix = f"{NAMES[self.app]}-{self.instance.hex()}-"
        return list(self._keys().glob(prefix + pattern)) if self._keys().is_dir() else []

    def _note(self, key: SecondKey) -> None:
        durable.write_whole(self._path(key, ".json"), key.serialise())

    def _path(self, key: SecondKey, suffix: str) -> Path:
        return self._keys() / f"{NAMES[key.app]}-{key.instance.hex()}-{key.id.hex()}{suffix}"


@dataclass(frozen=True)
class Tombstone:
    """A certificate of destruction, as text, and for a case all its entries: signed documents, as text too."""

    certificate: str
    entries: tuple[str, ...]

    @property
    def is_case(self) -> bool:
        """Whether it is of a case, else of epochs."""
        return bool(self.entries)


@dataclass(frozen=True)
class By:
    """A directory file, and all standing orders, signed documents as text."""

    directory: bytes
    orders: tuple[str, ...]


def _parse(path: Path) -> SecondKey:
    """A note with its key, if that is still there."""
    try:
        fields = parse_object(path.read_bytes(), FIELDS)
        app = next(one for one, name in NAMES.items() if name == fields.one_of("app", NAMES.values()))
        instance, id_, day = fields.octets("instance", INSTANCE), fields.octets("id", ID), fields.day("day")
        sha256 = fields.octets("sha256", HASH) if fields.text("sha256") else b""
        key = _value(path.with_suffix(".key"))
        if key and key_id(key) != id_:
            raise Malformed("id")
        return SecondKey(app, instance, id_, day, key, sha256, fields.number("destroyed"))
    except Malformed:
        raise BackupFailed(f"{path} is no second key: it was changed or cut") from None


def _value(path: Path) -> bytes:
    """The key; nothing if it was destroyed, or is being destroyed."""
    value = path.read_bytes() if path.exists() else b""
    return value if any(value) else b""


def _tombstone(path: Path) -> Tombstone:
    try:
        fields = parse_object(path.read_bytes(), ("certificate", "entries"))
        entries = fields.array("entries")
        if not all(isinstance(one, str) for one in entries):
            raise Malformed("entries")
        return Tombstone(fields.text("certificate"), tuple(entries))
    except Malformed:
        raise BackupFailed(f"{path} is no tombstone: it was changed or cut") from None


def _by(path: Path) -> By:
    try:
        fields = parse_object(path.read_bytes(), ("directory", "orders"))
        orders = fields.array("orders")
        if not all(isinstance(one, str) for one in orders):
            raise Malformed("orders")
        return By(b64decode(fields.text("directory"), validate=True), tuple(orders))
    except (Malformed, ValueError):
        raise BackupFailed(f"{path} holds no list and orders: it was changed or cut") from None
