"""What counts as read: a batch of which no envelope waits for somebody who could still open it.

Every envelope has two readers at least. So where of the members of a version one at most has not looked, each envelope
that was sealed to that version had a reader who has.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crypto.version import Directory
from reviewer.models import Member, MemberScan, MemberState

NEVER = -1


@dataclass(frozen=True)
class Look:
    """Up to which epoch somebody has looked, and whether it can still look."""

    epoch: int
    enrolled: bool


GONE = Look(NEVER, enrolled=False)  # whose account is no more


def looks(session: Session) -> Mapping[bytes, Look]:
    """By signing key."""
    rows = session.execute(
        select(Member.sign_key, Member.state, func.coalesce(MemberScan.epoch, NEVER)).outerjoin(
            MemberScan, MemberScan.member_id == Member.id
        )
    )
    return {key: Look(epoch, state is MemberState.ENROLLED) for key, state, epoch in rows}


def is_read(epoch: int, days: tuple[date, date], chain: Sequence[Directory], known: Mapping[bytes, Look]) -> bool:
    """Whether the batch of `epoch`, which lasted from the one day to the other, is read.

    An envelope in it may be sealed to any version that reporters' pages then took: an older one, too, until its last
    day. Those who have left will never look; what was sealed to none but them is closed for good.
    """
    first, last = days
    return not any(
        _may_wait([known.get(member.sign, GONE) for member in version.members], epoch)
        for version in chain
        if version.day <= last and first <= version.not_after
    )


def _may_wait(members: Sequence[Look], epoch: int) -> bool:
    waiting = [one for one in members if one.epoch < epoch]
    return len(waiting) > 1 and any(one.enrolled for one in waiting)
