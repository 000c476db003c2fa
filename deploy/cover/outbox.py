"""A folder where sealed files wait for the next moment of the schedule (docs/protocol.md, section 10)."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from crypto.entropy import fresh
from crypto.envelope import parse_envelope
from crypto.errors import ProtocolError
from crypto.limits import ENVELOPE

SUFFIX = ".sealed"


@dataclass(frozen=True)
class Outbox:
    """The sealed files in `folder`; without a folder there never is one."""

    folder: Path | None

    def first(self, instance: bytes) -> tuple[Path, bytes] | None:
        """The file for this line that has waited longest, with the envelope in it.

        What is no sealed file of this line, is not whole yet or could not be removed is passed over and left alone.
        """
        for path in self._waiting():
            envelope = _read(path)
            if _is_envelope(envelope, instance):
                return path, envelope
        return None

    def done(self, path: Path) -> None:
        """Write over a file that was stored, and remove it. A disk may keep an old copy of it all the same.

        A failure is not told: whoever reads what this process says would learn that something was sent.
        """
        with suppress(OSError), path.open("r+b") as file:
            file.write(fresh(ENVELOPE))
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):
            path.unlink()

    def _waiting(self) -> list[Path]:
        try:
            found = [path for path in self.folder.iterdir() if _is_ours(path)] if self.folder else []
            return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))
        except OSError:  # a folder that is not there holds nothing
            return []


def _is_ours(path: Path) -> bool:
    """A link might lead to what must not be written over."""
    removable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return path.suffix == SUFFIX and path.is_file() and not path.is_symlink() and removable


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(ENVELOPE + 1)
    except OSError:
        return b""


def _is_envelope(envelope: bytes, instance: bytes) -> bool:
    try:
        parse_envelope(envelope, instance)
    except ProtocolError:
        return False
    return True
