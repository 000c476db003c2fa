"""What was destroyed since a backup was made does not come back with it: its sealed bytes are not even written, and the
record of each destroyed case is brought to its end.

The store of second keys holds a tombstone for each certificate, with all entries of the case.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from crypto.backup_frames import Value
from crypto.certificate import Certificate, What, certificate_hash, parse_certificate
from crypto.document import Signed, parse_signed
from crypto.entry import Entry, State, entry_hash, parse_entry
from crypto.errors import ProtocolError
from crypto.record import Record, extend
from crypto.signatures import Domain, public_key
from deploy.backup.failures import BackupFailed
from deploy.backup.keys import KeyStore
from deploy.backup.keys import Tombstone as StoredTombstone
from deploy.backup.line import Say, Stays
from reviewer import committee
from reviewer.case_models import Case, CaseDue
from reviewer.case_models import Entry as StoredEntry
from reviewer.case_records import BrokenRecord, record_of
from reviewer.order_models import StoredCertificate
from reviewer.settings import Settings

SEALED = frozenset({"entry_content", "case_grant", "item"})
BATCHES = frozenset({"batch", "batch_state"})


@dataclass(frozen=True)
class Tombstone:
    """A certificate of this line, and the documents of the case, whose hashes are those that it names."""

    certificate: Certificate
    document: Signed
    entries: tuple[Signed, ...]


def read(store: KeyStore, settings: Settings) -> list[Tombstone]:
    """All tombstones of this line. Raises BackupFailed for one that this line's board key has not signed."""
    return [one for one in (_checked(found, settings) for found in store.tombstones()) if one is not None]


def sieve(tombstones: Sequence[Tombstone]) -> Stays:
    """Leaves out the sealed bytes of destroyed cases and the batches of destroyed epochs."""
    certificates = [one.certificate for one in tombstones]
    cases = {one.case.hex() for one in certificates if one.what is What.CASE}
    epochs = {epoch for one in certificates if one.what is What.EPOCHS for epoch in range(one.first, one.last + 1)}

    def _stays(table: str, row: Mapping[str, Value]) -> bool:
        if table in SEALED:
            return row.get("case") not in cases
        return table not in BATCHES or row.get("epoch") not in epochs

    return _stays


def reapply(session: Session, settings: Settings, tombstones: Iterable[Tombstone], say: Say) -> None:
    """Bring each destroyed case's record to its end, and keep the certificates. Needs a writing transaction."""
    cases = epochs = 0
    for one in tombstones:
        if one.certificate.what is What.CASE:
            _end(session, settings, one, say)
            cases += 1
        else:
            epochs += one.certificate.last - one.certificate.first + 1
        _keep(session, one)
    if cases or epochs:
        say(f"destroyed since, and gone here too: {cases} cases, batches of {epochs} epochs")


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


def _end(session: Session, settings: Settings, one: Tombstone, say: Say) -> None:
    """The entries that are missing; each must follow from those before it. A case that came after the backup comes
    whole, as the end of it, so that nothing that was known to be destroyed is unknown.
    """
    case_id = one.certificate.case.hex()
    case = session.get(Case, case_id)
    held = 0 if case is None else case.entries
    if case is not None and one.certificate.entries[held - 1 : held] != (case.last,):
        raise BackupFailed(f"the record of case {case_id} in the backup is not the one that was destroyed")
    if not _follows(session, settings, case, one):
        say(f"case {case_id}: its last entries are by members whom the restored directory does not name yet")
    for document in one.entries[held:]:
        case = _add(session, case, parse_entry(document), document)
    if case is None or case.state is not State.DESTROYED:
        raise BackupFailed(f"the tombstone of case {case_id} does not end with its destruction")


def _follows(session: Session, settings: Settings, case: Case | None, one: Tombstone) -> bool:
    """Whether the whole record is good under the restored directory, which may lack later versions."""
    directory = committee.current(session)
    if directory is None:
        return False
    try:
        if case is None:
            record = Record(settings.instance, one.certificate.case, directory.chain)
        else:
            record = record_of(session, case, settings.instance, directory.chain)
        for document in one.entries[len(record.entries) :]:
            record = extend(record, document)
    except (BrokenRecord, ProtocolError):
        return False
    return True


def _add(session: Session, case: Case | None, entry: Entry, document: Signed) -> Case:
    """An entry without what was sealed for it, and the case as it stands then."""
    case_id, digest = entry.case.hex(), entry_hash(document)
    stands = {"state": entry.state, "hold": int(entry.hold), "review": entry.review, "key": entry.key}
    stands |= {"entries": entry.sequence + 1, "last": digest}
    if case is None:
        case = Case(id=case_id, opened=entry.day, **stands)
        session.add(case)
    else:
        for name, value in stands.items():
            setattr(case, name, value)
    session.flush()
    session.execute(delete(CaseDue).where(CaseDue.case == case_id))
    session.add_all(CaseDue(case=case_id, what=due.what, day=due.day) for due in entry.due)
    written = document.serialise().decode()
    session.add(
        StoredEntry(
            case=case_id, sequence=entry.sequence, hash=digest, day=entry.day, author=entry.author, document=written
        )
    )
    session.flush()
    return case


def _keep(session: Session, one: Tombstone) -> None:
    digest = certificate_hash(one.document)
    if session.get(StoredCertificate, digest) is None:
        certificate = one.certificate
        document = one.document.serialise().decode()
        session.add(StoredCertificate(hash=digest, case=certificate.case.hex(), day=certificate.day, document=document))
