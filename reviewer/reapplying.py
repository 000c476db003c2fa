"""What was destroyed since a backup was made does not come back with it: its sealed bytes are not even written, and the
record of each destroyed case is brought to its end.

The store of second keys holds a tombstone for each certificate, with all entries of the case.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from crypto.backup_frames import Value
from crypto.certificate import What, certificate_hash
from crypto.document import Signed, parse_signed
from crypto.entry import Entry, State, entry_hash, parse_entry
from crypto.errors import ProtocolError
from crypto.orders import follow
from crypto.record import Record, extend
from deploy.backup.failures import BackupFailed
from deploy.backup.keys import By
from deploy.backup.line import Say, Stays
from reviewer import committee, orders
from reviewer.buried import Tombstone, judge, known_chain
from reviewer.case_models import Case, CaseDue
from reviewer.case_models import Entry as StoredEntry
from reviewer.case_records import BrokenRecord, record_of
from reviewer.order_models import StandingOrder, StoredCertificate
from reviewer.settings import Settings

DOUBT = (
    "case {}: there is a certificate that it was destroyed, but its record does not say that two members have agreed to"
    " that. Somebody with the board key may have forged it: nothing of the case was destroyed. Tell the committee"
)
SEALED = frozenset({"entry_content", "case_grant", "item"})
BATCHES = frozenset({"batch", "batch_state"})


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


def reapply(
    session: Session, settings: Settings, tombstones: Sequence[Tombstone], by: By | None, say: Say
) -> Sequence[str]:
    """Bring each destroyed case's record to its end, keep the certificates, and the orders that they go by. Returns a
    line for each tombstone that is not believed. Needs a writing transaction.
    """
    _order(session, by, say)
    directory = committee.current(session)
    judged = judge(tombstones, known_chain(directory, by))
    cases = epochs = 0
    for one in judged.right:
        if one.certificate.what is What.CASE:
            _end(session, settings, one, say)
            cases += 1
        else:
            epochs += one.certificate.last - one.certificate.first + 1
        _keep(session, one)
    if cases or epochs:
        say(f"destroyed since, and gone here too: {cases} cases, batches of {epochs} epochs")
    return [DOUBT.format(one.certificate.case.hex()) for one in judged.doubted]


def _order(session: Session, by: By | None, say: Say) -> None:
    """Standing orders that were given since: a certificate is judged by them. Each must follow from those before it,
    by the restored directory; one by members whom it does not name yet stays away, and all after it.
    """
    directory = committee.current(session)
    if directory is None or by is None:
        return
    held, more = list(orders.documents(session)), list(by.orders)
    if more[: len(held)] != held:
        return  # other orders than those in the backup: the intake's are compared with these by the courier
    found = orders.in_force(session)
    for number, document in enumerate(more[len(held) :], len(held)):
        try:
            signed = parse_signed(document.encode())
            found = follow(found, directory.chain, signed)
        except ProtocolError:
            say(f"standing order {number} is by members whom the restored directory does not name yet: left away")
            return
        order = found.orders[-1]
        session.add(StandingOrder(number=number, hash=order.hash, day=order.day, document=document))
    if len(more) > len(held):
        say(f"standing orders given since, and in force here too: {len(more) - len(held)}")


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
