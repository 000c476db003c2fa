"""Target: boards with their stored lists, and what was on them, beyond the 90 epochs that a board reaches back.

The courier lets them go day by day; what a courier left that stood still for long goes here.
"""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crypto.limits import BOARD_EPOCHS
from deploy.destruction.witness import Witness
from reviewer import boards
from reviewer.destruction_models import Kind
from reviewer.models import BoardEntry, Outbox, StoredBoard
from reviewer.retention.occasion import Occasion
from reviewer.retention.targets import Planned, note

TABLES = (StoredBoard, BoardEntry)


class Boards:
    """All together: their number is that of epochs."""

    kind, at_once = Kind.BOARDS, 1
    tables = (*(one.__tablename__ for one in TABLES), Outbox.__tablename__)

    def plan(self, session: Session, on: Occasion) -> Planned:
        last = _last_gone(session)
        found = any(session.scalar(select(one.epoch).where(one.epoch <= last).limit(1)) is not None for one in TABLES)
        return Planned(self.kind, ("",) if found else ())

    def destroy(self, session: Session, keys: Sequence[str], on: Occasion, witness: Witness) -> Sequence[str]:
        last = _last_gone(session)
        for value in session.scalars(select(BoardEntry.value).where(BoardEntry.epoch <= last)):
            witness.add(value)
        for one in TABLES:
            session.execute(delete(one).where(one.epoch <= last))
        note(session, self.kind, "", on)
        return keys


def _last_gone(session: Session) -> int:
    """The last epoch that no board shows any more; -1 where there is none."""
    newest = boards.newest(session)
    return -1 if newest is None else newest.epoch - BOARD_EPOCHS
