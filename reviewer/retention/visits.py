"""Target: sessions that have ended by themselves, invitations that nobody used in time."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from deploy.destruction.witness import Witness
from reviewer import enrolment, sessions
from reviewer.destruction_models import Kind
from reviewer.models import Invitation, SignedIn
from reviewer.retention.occasion import Occasion
from reviewer.retention.targets import Planned, note


class Visits:
    """All together: how many there are is nobody's concern."""

    kind, at_once = Kind.VISITS, 1
    tables = (SignedIn.__tablename__, Invitation.__tablename__)

    def plan(self, session: Session, on: Occasion) -> Planned:
        ended = sessions.ended(on.minute, on.settings.session_idle_minutes)
        found = (
            session.scalar(select(SignedIn.member_id).where(ended).limit(1)),
            session.scalar(select(Invitation.member_id).where(Invitation.last_day < on.today).limit(1)),
        )
        return Planned(self.kind, ("",) if any(found) else ())

    def destroy(self, session: Session, keys: Sequence[str], on: Occasion, witness: Witness) -> Sequence[str]:
        sessions.sweep(session, on.minute, on.settings.session_idle_minutes)
        enrolment.forget_expired(session, on.today)
        note(session, self.kind, "", on)
        return keys
