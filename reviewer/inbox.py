"""What a member's browser reads: batches as the courier stored them, and the member's own marks.

It must never open anything.
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewer.errors import NotFound
from reviewer.models import Batch, BatchState, Marks, Member, MemberScan, StoredBoard, StoredDirectory


def directory(session: Session) -> bytes | None:
    """The current directory file, if there is one."""
    return session.scalar(select(StoredDirectory.value).order_by(StoredDirectory.version.desc()).limit(1))


def board(session: Session) -> bytes | None:
    """The newest reply board, if there is one."""
    return session.scalar(select(StoredBoard.value).order_by(StoredBoard.sequence.desc()).limit(1))


def batches(session: Session) -> list[dict[str, Any]]:
    """Epoch, number of envelopes and hash of every batch held, oldest first. All members get the same."""
    held = session.scalars(select(BatchState).order_by(BatchState.epoch))
    return [{"epoch": one.epoch, "envelopes": one.envelopes, "sha256": one.sha256.hex()} for one in held]


def value(session: Session, epoch: int, number: int) -> bytes | None:
    """One of the values that make a batch, 1 024 envelopes but for the last; a full batch has eight, of 17 MB each."""
    return session.scalar(select(Batch.value).where(Batch.epoch == epoch, Batch.number == number))


def scanned(session: Session, member: Member) -> int | None:
    """The last epoch up to which the member's browser scanned everything."""
    return session.scalar(select(MemberScan.epoch).where(MemberScan.member_id == member.id))


def note_scan(session: Session, member: Member, epoch: int, today: date) -> None:
    """Move the scan mark forward, never back, and note the day. Raises NotFound for an epoch that is not held."""
    if session.get(BatchState, epoch) is None:
        raise NotFound
    mark = session.get(MemberScan, member.id)
    if mark is None:
        session.add(MemberScan(member_id=member.id, epoch=epoch, day=today))
    else:
        mark.epoch = max(mark.epoch, epoch)
        mark.day = max(mark.day, today)


def marks(session: Session, member: Member) -> bytes | None:
    """The member's sealed marks; None before its browser has stored any.

    It stores them after every scan, so that this says only that one took place.
    """
    return session.scalar(select(Marks.value).where(Marks.member_id == member.id))


def keep_marks(session: Session, member: Member, value: bytes) -> None:
    session.merge(Marks(member_id=member.id, value=value))
