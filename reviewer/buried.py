"""What the store of second keys says was destroyed, and whether that is to be believed.

The board key alone makes a certificate. That a case may be gone, two of its readers must have agreed to: its record,
which is in the tombstone whole, is checked down to that, by a directory that goes on from the one in the backup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crypto.backup_frames import Frame, Kind, unpack_row
from crypto.backup_manifest import parse_table
from crypto.certificate import Certificate, What, parse_certificate
from crypto.directory import CurrentDirectory, verify_directory
from crypto.document import Signed, parse_signed
from crypto.entry import State, entry_hash
from crypto.errors import ProtocolError
from crypto.record import check_record
from crypto.signatures import Domain, public_key
from crypto.version import Directory
from deploy.backup.failures import BackupFailed
from deploy.backup.keys import By, KeyStore
from deploy.backup.keys import Tombstone as StoredTombstone
from reviewer.models import StoredDirectory
from reviewer.settings import Settings


@dataclass(frozen=True)
class Tombstone:
    """A certificate of this line, and the documents of the case, whose hashes are those that it names."""

    certificate: Certificate
    document: Signed
    entries: tuple[Signed, ...]


@dataclass(frozen=True)
class Judged:
    """Tombstones that are believed, and those of cases whose record does not lead to their destruction."""

    right: Sequence[Tombstone]
    doubted: Sequence[Tombstone]


def read(store: KeyStore, settings: Settings) -> list[Tombstone]:
    """All tombstones of this line. Raises BackupFailed for one that this line's board key has not signed."""
    return [one for one in (_checked(found, settings) for found in store.tombstones()) if one is not None]


def directory_in(frames: Iterator[Frame]) -> CurrentDirectory | None:
    """The newest directory that a backup holds; None where there was no founding yet. Raises BackupFailed."""
    newest, columns, found = 0, list[str](), b""
    for frame in frames:
        if frame.kind is Kind.TABLE:
            name, columns = parse_table(frame.octets)
            columns = columns if name == StoredDirectory.__tablename__ else []
        elif frame.kind is Kind.ROW and columns:
            row = dict(zip(columns, unpack_row(frame.octets), strict=True))
            version, value = row["version"], row["value"]
            if isinstance(version, int) and isinstance(value, bytes) and version > newest:
                newest, found = version, value
    return _verified(found) if found else None


def known_chain(restored: CurrentDirectory | None, by: By | None) -> Sequence[Directory]:
    """The versions of the directory: those of the backup, and those after them that the store knows."""
    if restored is None:
        return ()
    later = _verified(by.directory).chain if by else ()
    hashes = [one.hash for one in restored.chain]
    return later if [one.hash for one in later[: len(hashes)]] == hashes else restored.chain


def judge(tombstones: Sequence[Tombstone], chain: Sequence[Directory]) -> Judged:
    """Which of them are believed, by these versions of the directory."""
    right, doubted = list[Tombstone](), list[Tombstone]()
    for one in tombstones:
        good = one.certificate.what is not What.CASE or _is_destroyed(one, chain)
        (right if good else doubted).append(one)
    return Judged(right, doubted)


def _is_destroyed(one: Tombstone, chain: Sequence[Directory]) -> bool:
    try:
        record = check_record(one.entries, one.certificate.instance, one.certificate.case, chain)
    except ProtocolError:
        return False
    return record.last.state is State.DESTROYED and not record.last.hold


def _verified(file: bytes) -> CurrentDirectory:
    try:
        return verify_directory(file, today=None, fingerprint=None)
    except ProtocolError:
        raise BackupFailed("a directory in the backup or in the store of second keys is none") from None


def _checked(found: StoredTombstone, settings: Settings) -> Tombstone | None:
    try:
        document = parse_signed(found.certificate.encode())
        certificate = parse_certificate(document)
        entries = tuple(parse_signed(one.encode()) for one in found.entries)
    except ProtocolError:
        raise BackupFailed("a tombstone in the store of second keys cannot be read") from None
    if certificate.instance != settings.instance:
        return None
    if public_key(settings.board_seed) not in document.signers(Domain.CERTIFICATE):
        raise BackupFailed("a tombstone in the store of second keys is not signed with this line's board key")
    if tuple(map(entry_hash, entries)) != certificate.entries:
        raise BackupFailed("a tombstone in the store of second keys holds other entries than its certificate names")
    return Tombstone(certificate, document, entries)
