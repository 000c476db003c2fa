"""The outbox: sealed replies on their way to the board, sealed files on their way to the intake.

Each member has a lane for either, named by its slot: what one member puts in never moves what another sent.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crypto.batch import check_envelope_shape
from crypto.limits import ENTRIES_PER_EPOCH, ENTRY
from reviewer.models import Outbox, OutboxKind


def served(slots: Sequence[int], epoch: int) -> Sequence[int]:
    """Whose lanes the board of `epoch` serves: the directory's `slots`, ascending, in groups of four that take turns.

    It depends on nothing that anybody sent.
    """
    groups = [slots[start : start + ENTRIES_PER_EPOCH] for start in range(0, len(slots), ENTRIES_PER_EPOCH)]
    return groups[epoch % len(groups)]


def put_reply(session: Session, slot: int, entries: bytes, today: date) -> None:
    """Let the parts of a reply wait in the lane of `slot`, in their order. `entries` are whole, of 2 048 bytes each."""
    for start in range(0, len(entries), ENTRY):
        session.add(Outbox(slot=slot, kind=OutboxKind.REPLY, value=entries[start : start + ENTRY], day=today))
        session.flush()


def put_import(session: Session, slot: int, envelope: bytes, instance: bytes, today: date) -> None:
    """Let a sealed file wait in the lane of `slot`, once. Raises Malformed or WrongInstance."""
    check_envelope_shape(envelope, instance)
    own = (Outbox.slot == slot, Outbox.kind == OutboxKind.IMPORT, Outbox.value == envelope)
    if session.scalar(select(Outbox.id).where(*own).limit(1)) is None:
        session.add(Outbox(slot=slot, kind=OutboxKind.IMPORT, value=envelope, day=today))


def first_replies(session: Session, slots: Sequence[int]) -> list[Outbox]:
    """The first reply in each of these lanes, where one waits."""
    return _firsts(session, OutboxKind.REPLY, slots)


def first_imports(session: Session, slots: Sequence[int]) -> dict[int, Outbox]:
    """The first sealed file in each of these lanes, where one waits, by slot."""
    return {one.slot: one for one in _firsts(session, OutboxKind.IMPORT, slots)}


def done(session: Session, sent: int) -> None:
    """Take one out of the outbox."""
    session.execute(delete(Outbox).where(Outbox.id == sent))


def empty_lanes(session: Session, slot: int) -> None:
    """Throw away what waits in the lanes of `slot`, whose member is taken off."""
    session.execute(delete(Outbox).where(Outbox.slot == slot))


def _firsts(session: Session, kind: OutboxKind, slots: Sequence[int]) -> list[Outbox]:
    firsts = select(func.min(Outbox.id)).where(Outbox.kind == kind, Outbox.slot.in_(slots)).group_by(Outbox.slot)
    return list(session.scalars(select(Outbox).where(Outbox.id.in_(firsts))))
