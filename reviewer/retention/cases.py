"""Target: what is sealed of cases that two members have destroyed. Their entries stay, without content."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.orm import Session

from crypto.derivation import sha256
from crypto.document import parse_signed
from crypto.entry import State
from crypto.errors import ProtocolError
from crypto.record import check_record
from deploy.destruction.witness import Witness
from reviewer.case_models import Case, CaseGrant, Entry, EntryContent, Item
from reviewer.destruction_models import Kind
from reviewer.retention import sealed
from reviewer.retention.occasion import Occasion
from reviewer.retention.targets import Kept, Planned, note

SEALED = (EntryContent, CaseGrant, Item)
HELD, BROKEN = "held", "record"


class Cases:
    """By id. A hold keeps a case, and so does a record that does not say that two members have destroyed it."""

    kind, at_once = Kind.CASES, 200
    tables = tuple(one.__tablename__ for one in SEALED)

    def plan(self, session: Session, on: Occasion) -> Planned:
        """Checks the whole record of each: what the table says of a case is nobody's signature."""
        due, kept = [], []
        rows = session.execute(_with_something_left().order_by(Case.id)).all()
        for first in range(0, len(rows), self.at_once):
            some = rows[first : first + self.at_once]
            records = documents_of(session, [case for case, _ in some])
            for case, hold in some:
                if hold:
                    kept.append(Kept(case, HELD, on.today))
                elif not _is_destroyed(case, records[case], on):
                    kept.append(Kept(case, BROKEN, on.today))
                else:
                    due.append(case)
        return Planned(self.kind, tuple(due), tuple(kept))

    def destroy(self, session: Session, keys: Sequence[str], on: Occasion, witness: Witness) -> Sequence[str]:
        """In this very transaction a case is looked at again: a hold may have come."""
        rows = session.execute(_with_something_left().where(Case.id.in_(keys), Case.hold == 0))
        due = [case for case, _ in rows]
        hashes: dict[str, set[bytes]] = defaultdict(set)
        for case, value in sealed.of_cases(session, due):
            hashes[case].add(sha256(value))
            witness.add(value)
        for one in SEALED:
            session.execute(delete(one).where(one.case.in_(due)))
        for case in due:
            note(session, self.kind, case, on, b"".join(sorted(hashes[case])))
        return due


def _with_something_left() -> Select[str, int]:
    left = or_(*(select(one.case).where(one.case == Case.id).exists() for one in SEALED))
    return select(Case.id, Case.hold).where(Case.state == State.DESTROYED, left)


def documents_of(session: Session, cases: Sequence[str]) -> Mapping[str, list[str]]:
    """The entries of these cases as they are stored, by case, in order."""
    found: dict[str, list[str]] = {case: [] for case in cases}
    asked = select(Entry.case, Entry.document).where(Entry.case.in_(cases)).order_by(Entry.case, Entry.sequence)
    for case, document in session.execute(asked):
        found[case].append(document)
    return found


def _is_destroyed(case: str, documents: Sequence[str], on: Occasion) -> bool:
    """Whether its record is good and ends with two members' approval to destroy it."""
    try:
        signed = [parse_signed(one.encode()) for one in documents]
        record = check_record(signed, on.settings.instance, bytes.fromhex(case), on.chain)
    except ProtocolError:
        return False
    return record.last.state is State.DESTROYED and not record.last.hold
