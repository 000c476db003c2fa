"""What a member's browser reads: batches as the courier stored them, and the member's own marks.

It must never open anything.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewer.database import Database
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


def envelopes(session: Session, epoch: int) -> int:
    """How many envelopes the batch of `epoch` has. Raises NotFound."""
    held = session.get(BatchState, epoch)
    if held is None:
        raise NotFound
    return held.envelopes


def values(database: Database, epoch: int) -> Iterator[bytes]:
    """The values of a batch one after the other, each read in a transaction of its own: a slow reader keeps no lock."""
    number = 0
    while True:
        with database.read() as session:
            value = session.scalar(select(Batch.value).where(Batch.epoch == epoch, Batch.number == number))
        if value is None:
            return
        yield value
        number += 1


def scanned(session: Session, member: Member) -> int | None:
    """The last epoch up to which the member's browser scanned everything."""
    return session.scalar(select(MemberScan.epoch).where(MemberScan.member_id == member.id))


def note_scan(session: Session, member: Member, epoch: int) -> None:
    """Move the scan mark forward, never back. Raises NotFound for an epoch that is not held."""
    envelopes(session, epoch)
    mark = session.get(MemberScan, member.id)
    if mark is None:
        session.add(MemberScan(member_id=member.id, epoch=epoch))
    else:
        mark.epoch = max(mark.epoch, epoch)


def marks(session: Session, member: Member) -> bytes | None:
    """The member's sealed marks; None before its browser has stored any.

    It stores them after every scan, so that this says only that one took place.
    """
    return session.scalar(select(Marks.value).where(Marks.member_id == member.id))


def keep_marks(session: Session, member: Member, value: bytes) -> None:
    session.merge(Marks(member_id=member.id, value=value))
