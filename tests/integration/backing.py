"""Backups for tests: two folders, a recipient's key, and the shortest way to make, open and restore one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from crypto.backup import padded_length
from crypto.boxes import box_public
from crypto.entropy import fresh
from deploy.backup.keys import KeyStore, SecondKey
from deploy.backup.line import Line
from deploy.backup.making import Maker, store_of
from deploy.backup.places import Places
from deploy.backup.reading import Opened, open_file
from deploy.backup.restoring import restore

DAY = date(2027, 1, 20)


@dataclass
class Vault:
    """Where backups go. `recipient` is the secret key, which no machine of a line has."""

    root: Path
    recipient: bytes = field(default_factory=lambda: fresh(32), repr=False)

    def __post_init__(self) -> None:
        for folder in (self.folder, self.keys):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def folder(self) -> Path:
        return self.root / "backups"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def places(self) -> Places:
        return Places(self.folder, self.keys, box_public(self.recipient))

    @property
    def key_file(self) -> Path:
        """As `backup keygen` writes it."""
        file = self.root / "recipient.key"
        file.write_text(f"{self.recipient.hex()}\n")
        return file

    def settings(self, app: str) -> dict[str, str]:
        """What an app is told."""
        names = {"DIR": str(self.folder), "KEYS_DIR": str(self.keys), "RECIPIENT": box_public(self.recipient).hex()}
        return {f"{app}_BACKUP_{name}": value for name, value in names.items()}

    def make(self, line: Line, day: date = DAY, length: Callable[[int], int] = padded_length) -> SecondKey:
        """A backup of this line."""
        return Maker(line, length).make(day, silent)

    def opened(self, line: Line, key: SecondKey) -> Opened:
        """The backup, with the keys that are here."""
        return open_file(line, self.store(line), self.folder / key.backup, self.recipient)

    def restore(self, line: Line, key: SecondKey) -> list[str]:
        """Into the empty place of `line`; what the operator is told."""
        said: list[str] = []
        restore(line, self.opened(line, key), self.store(line), silent, said.append)
        return said

    def store(self, line: Line) -> KeyStore:
        return store_of(line)

    def files(self) -> list[Path]:
        """All that lies in the folder of backups, but for the lock."""
        return sorted(one for one in self.folder.iterdir() if one.suffix != ".lock")


def silent(rows: int) -> None:
    """Nobody looks at the progress."""


@contextmanager
def written_differently(path: Path) -> Iterator[bytearray]:
    """The bytes of a file, to be changed within the block."""
    octets = bytearray(path.read_bytes())
    yield octets
    path.write_bytes(octets)
