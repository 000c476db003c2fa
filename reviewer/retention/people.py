"""Target: secrets of those who have left: wrapped keys, rings, marks, overviews, second factors.

Their accounts stay, since the record names their keys.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from crypto.limits import HASH, WRAPPED
from crypto.version import Directory
from deploy.destruction.witness import Witness
from reviewer.case_models import IndexBlob
from reviewer.database import POSTGRES
from reviewer.destruction_models import Kind
from reviewer.models import Marks, Member, MemberState, Passkey, Ring, SignedIn
from reviewer.retention import sealed
from reviewer.retention.occasion import Occasion
from reviewer.retention.targets import Planned, note

KEPT_FOR = (Marks, Ring, IndexBlob, Passkey, SignedIn)
NOTHING = {
    "wrapped": bytes(WRAPPED),
    "resting": bytes(WRAPPED),
    "verifier_hash": bytes(HASH),
    "proof_hash": bytes(HASH),
    "totp": b"",
}


class People:
    """By the id of an account. Guests' secrets go with their accounts, members' when the calendar has passed."""

    kind, at_once = Kind.PEOPLE, 50
    tables = (Member.__tablename__, *(one.__tablename__ for one in KEPT_FOR))

    def plan(self, session: Session, on: Occasion) -> Planned:
        return Planned(self.kind, tuple(_due(session, sealed.who_left_something(session), on)))

    def destroy(self, session: Session, keys: Sequence[str], on: Occasion, witness: Witness) -> Sequence[str]:
        due = _due(session, keys, on)
        for value in sealed.of_people(session, due):
            witness.add(value)
        for one in due:
            _forget(session, one)
            note(session, self.kind, one, on)
        return due


def _due(session: Session, people: Sequence[str], on: Occasion) -> list[str]:
    rows = session.execute(
        select(Member.id, Member.sign_key)
        .where(Member.id.in_(people), Member.state == MemberState.RETIRED)
        .order_by(Member.id)
    ).all()
    return [one for one, key in rows if (left := _left_on(key, on)) is None or on.is_beyond(left)]


def _left_on(key: bytes, on: Occasion) -> date | None:
    """The day of the version that dropped this key; None for one that no version ever named."""
    days = [after.day for before, after in pairwise(on.chain) if _names(before, key) and not _names(after, key)]
    return days[-1] if days else None


def _names(version: Directory, key: bytes) -> bool:
    return any(one.sign == key for one in version.members)


def _forget(session: Session, person: str) -> None:
    """On PostgreSQL by a function: the job's role could else destroy the keys of those who are there."""
    if session.get_bind().dialect.name == POSTGRES:
        session.execute(text("SELECT forget_secrets(:who)"), {"who": person})
        return
    session.execute(update(Member).where(Member.id == person).values(**NOTHING))
    for kept in KEPT_FOR:
        session.execute(delete(kept).where(kept.member_id == person))
