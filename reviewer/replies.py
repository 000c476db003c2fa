"""The outbox: sealed replies on their way to the board, sealed files on their way to the intake.

It knows neither author nor reader.
"""

from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crypto.batch import check_envelope_shape
from crypto.limits import ENTRY
from reviewer.models import Outbox, OutboxKind


def put_reply(session: Session, entries: bytes, today: date) -> None:
    """Let the parts of a reply wait for the board, in their order. `entries` are whole entries of 2 048 bytes."""
    for start in range(0, len(entries), ENTRY):
        session.add(Outbox(kind=OutboxKind.REPLY, value=entries[start : start + ENTRY], day=today))
        session.flush()


def put_import(session: Session, envelope: bytes, instance: bytes, today: date) -> None:
    """Let a sealed file wait for the courier. Raises Malformed or WrongInstance."""
    check_envelope_shape(envelope, instance)
    if session.scalar(select(Outbox.id).where(Outbox.kind == OutboxKind.IMPORT, Outbox.value == envelope)) is None:
        session.add(Outbox(kind=OutboxKind.IMPORT, value=envelope, day=today))


def waiting_replies(session: Session, most: int) -> list[Outbox]:
    """The replies first in line, at most `most`."""
    return list(session.scalars(select(Outbox).where(Outbox.kind == OutboxKind.REPLY).order_by(Outbox.id).limit(most)))


def waiting_imports(session: Session) -> list[Outbox]:
    return list(session.scalars(select(Outbox).where(Outbox.kind == OutboxKind.IMPORT).order_by(Outbox.id)))


def done(session: Session, sent: int) -> None:
    """Take one out of the outbox."""
    session.execute(delete(Outbox).where(Outbox.id == sent))
