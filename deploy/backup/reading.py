"""Reads a backup from its file: what is wrong with it or with the keys is said in one sentence."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from crypto.backup import Header, open_backup, parse_header
from crypto.backup_frames import Frame, unpack
from crypto.backup_manifest import NAMES, Manifest, checked, parse_manifest
from crypto.boxes import box_public
from crypto.errors import BrokenChain, Damaged, Malformed, ProtocolError
from crypto.limits import BACKUP_HEADER, BACKUP_STREAM_HEADER, KEY, SEALED_CHUNK
from deploy.backup.failures import BackupFailed, BackupUnset
from deploy.backup.keys import KeyStore
from deploy.backup.line import Line

SENTENCES: dict[type[ProtocolError], str] = {
    BrokenChain: "the file is cut short",
    Damaged: "the file was changed or damaged",
    Malformed: "the file holds something else than it says",
}


@dataclass(frozen=True)
class Opened:
    """A backup and the two keys that open it."""

    file: Path
    header: Header
    recipient: bytes = field(repr=False)
    second: bytes = field(repr=False)

    def frames(self) -> Iterator[Frame]:
        """All of it; what comes before the end is not to be used before the end was reached once.

        Raises BackupFailed.
        """
        with _in_words(), self.file.open("rb") as file:
            header = header_of(file)
            pieces = open_backup(
                header, self.header.app, self.header.instance, self.recipient, self.second, chunks_of(file)
            )
            yield from checked(unpack(pieces))

    def manifest(self) -> Manifest:
        """Of a backup that was read to its end. Raises BackupFailed."""
        last = b""
        for frame in self.frames():
            last = frame.octets
        return parse_manifest(last)


def open_file(line: Line, store: KeyStore, file: Path, recipient: bytes) -> Opened:
    """A backup of this line whose keys fit. Raises BackupFailed, with the one thing that is wrong."""
    try:
        with file.open("rb") as raw:
            header = header_of(raw)
    except OSError as error:
        raise BackupFailed(f"{file} cannot be read: {error.strerror}") from None
    except Malformed:
        raise BackupFailed("the file is no backup of a sealed line, or is cut short") from None
    if header.app is not line.app:
        raise BackupFailed(f"this is a backup of the other app, the {NAMES[header.app]}")
    if header.instance != line.instance:
        raise BackupFailed("this is a backup of another line: its instance is not the one in the settings")
    if header.recipient != box_public(recipient):
        raise BackupFailed("this key does not open it: the backup is sealed to another recipient")
    key = store.find(header.key_id)
    if key is None:
        raise BackupFailed(
            "its second key is not in the store: it was forgotten on purpose, and the backup is gone for good,"
            " or this is not the store that it was made with"
        )
    return Opened(file, header, recipient, key.key)


def read_recipient(file: Path) -> bytes:
    """The secret key that `backup keygen` wrote. Raises BackupUnset."""
    try:
        found = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except OSError as error:
        raise BackupUnset(f"{file} cannot be read: {error.strerror}") from None
    except ValueError:
        found = b""
    if len(found) != KEY:
        raise BackupUnset(f"{file} holds no key: `backup keygen` writes 64 hexadecimal digits")
    return found


def header_of(file: BinaryIO) -> Header:
    """`Malformed`."""
    return parse_header(file.read(BACKUP_HEADER))


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    """What follows the header: the stream's own, then chunks; the last may be shorter, and is then refused."""
    yield file.read(BACKUP_STREAM_HEADER)
    while chunk := file.read(SEALED_CHUNK):
        yield chunk


def hash_of(file: Path) -> bytes:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except ProtocolError as error:
        raise BackupFailed(SENTENCES.get(type(error), "the file does not open with these keys")) from None
    except OSError as error:
        raise BackupFailed(f"the file cannot be read: {error.strerror}") from None
