"""Target: batches of the intake beyond the calendar, once they are read. Filing has copied what matters."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crypto.keeping import first_kept
from deploy.destruction.witness import Witness
from reviewer.destruction_models import Kind
from reviewer.models import Batch, BatchState
from reviewer.retention import sealed
from reviewer.retention.occasion import Occasion
from reviewer.retention.reading import is_read, looks
from reviewer.retention.targets import Kept, Planned, note

UNREAD = "unread"


class Batches:
    """By the number of the epoch, oldest first."""

    kind, at_once = Kind.BATCHES, 8
    tables = (Batch.__tablename__, BatchState.__tablename__)

    def plan(self, session: Session, on: Occasion) -> Planned:
        """By the own clock, and by the newest batch that was carried: a clock that is ahead destroys nothing alone."""
        due, kept, known = [], [], looks(session)
        epochs = session.scalars(select(BatchState.epoch).order_by(BatchState.epoch)).all()
        first = first_kept(epochs[-1], on.settings.epoch_seconds, on.rules.calendar) if epochs else 0
        for epoch in epochs:
            days = on.days_of(epoch)
            if epoch >= first or not on.is_beyond(days[1]):
                break
            if is_read(epoch, days, on.chain, known):
                due.append(str(epoch))
            else:
                kept.append(Kept(str(epoch), UNREAD, on.due_since(days[1])))
        return Planned(self.kind, tuple(due), tuple(kept))

    def destroy(self, session: Session, keys: Sequence[str], on: Occasion, witness: Witness) -> Sequence[str]:
        epochs = [int(one) for one in keys]
        found = session.execute(
            select(BatchState.epoch, BatchState.sha256).where(BatchState.epoch.in_(epochs)).order_by(BatchState.epoch)
        ).all()
        for epoch, sha256 in found:
            note(session, self.kind, str(epoch), on, sha256)
        session.flush()  # only what is noted is shown
        for epoch, _ in found:
            for value in sealed.of_batch(session, epoch):
                witness.add(value)
        for one in (Batch, BatchState):
            session.execute(delete(one).where(one.epoch.in_([epoch for epoch, _ in found])))
        return [str(epoch) for epoch, _ in found]
