"""A member's pepper: 32 bytes in a file of its own, so that a stolen database or its backup unwraps nothing even with
the passphrase.
"""

import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from crypto.entropy import fresh

PEPPER = 32
NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Peppers:
    """The folder of peppers, one file a member, readable by its owner alone.

    No other backup than ours may include it, which opens with two keys that lie apart (docs/backup.md).
    """

    folder: Path

    def get(self, member_id: str) -> bytes:
        """The member's pepper. Raises OSError when there is none."""
        return self._path(member_id).read_bytes()

    def create(self, member_id: str) -> bytes:
        """A pepper for somebody who has none. It is on disk before it is returned. Raises FileExistsError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        pepper = fresh(PEPPER)
        _write(self._path(member_id), pepper)
        _settle(self.folder)
        return pepper

    def destroy(self, member_id: str) -> None:
        """Take the pepper away: what was wrapped with it cannot be unwrapped again.

        Only after the commit of what makes it useless, since nothing brings it back.
        """
        self._path(member_id).unlink(missing_ok=True)
        if self.folder.is_dir():
            _settle(self.folder)

    def destroy_others(self, members: Collection[str]) -> None:
        """Take away all but the peppers of these: those of invitations that nobody used. Where the folder is not
        this process's to change, nothing.
        """
        if os.access(self.folder, os.R_OK | os.W_OK | os.X_OK):
            for name in sorted(os.listdir(self.folder)):
                if NAME.fullmatch(name) and name not in members:
                    self.destroy(name)

    def _path(self, member_id: str) -> Path:
        if not NAME.fullmatch(member_id):
            raise ValueError("not a member id")
        return self.folder / member_id


def _write(path: Path, value: bytes) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make the folder's entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
