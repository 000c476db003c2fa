"""The duty rota: who signs in every business day of a week, and whether anybody did.

Nobody is told that a report came, since such mail would date it; that somebody looks every business day takes its
place. What is shown of it is whose week it is and one day, never who looked; why that says nothing of reports:
docs/decisions/0036-mail-says-the-same-every-day.md.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory
from crypto.version import DirectoryMember
from reviewer.errors import MalformedRequest
from reviewer.lifecycle.days import add_business_days, add_days, is_business_day
from reviewer.models import Duty, Member, MemberScan

WEEK = 7
QUIET_DAYS = 2  # business days without any scan that alert everyone


def rota(session: Session, directory: CurrentDirectory) -> tuple[DirectoryMember, ...]:
    """Who takes turns, in order: those the committee chose and the directory still names, else all by slot."""
    chosen = session.scalars(select(Member.sign_key).join(Duty, Duty.member_id == Member.id).order_by(Duty.position))
    by_key = {one.sign: one for one in directory.current.members}
    return tuple(by_key[key] for key in chosen if key in by_key) or directory.current.members


def choose(session: Session, directory: CurrentDirectory, slots: Sequence[int], today: date) -> None:
    """Let the members in `slots` take turns, the first of them in the week of `today`; none: all do, by slot.

    So a turn that runs is changed by nobody who does not mean to. Raises MalformedRequest for anybody else's slot.
    """
    named = [directory.current.member(slot) for slot in slots]
    keys = [one.sign for one in named if one is not None]
    ids = {key: one for one, key in session.execute(select(Member.id, Member.sign_key))}
    if len(keys) < len(slots) or not ids.keys() >= set(keys):
        raise MalformedRequest
    session.execute(delete(Duty))
    week = _week(today)
    session.add_all(Duty(position=(week + at) % len(keys), member_id=ids[key]) for at, key in enumerate(keys))


def turn(members: Sequence[DirectoryMember], day: date, later: int = 0) -> DirectoryMember:
    """Who has the week of `day`, or the one so many weeks `later`. Weeks begin on Monday, as ISO 8601 counts them."""
    return members[(_week(day) + later) % len(members)]


def turns(members: Sequence[DirectoryMember], day: date) -> tuple[DirectoryMember, ...]:
    """All who take turns, in order, beginning with who has the week of `day`."""
    return tuple(turn(members, day, later) for later in range(len(members)))


def week_ends(day: date) -> date:
    """The Sunday of the week."""
    return day + timedelta(days=WEEK - day.isoweekday())


def last_scan(session: Session, directory: CurrentDirectory) -> date:
    """The last day on which the browser of anybody on the committee looked through all there was; the day of the
    founding if none ever did."""
    keys = [one.sign for one in directory.current.members]
    found = select(func.max(MemberScan.day)).join(Member, Member.id == MemberScan.member_id)
    day = session.scalar(found.where(Member.sign_key.in_(keys)))
    return max(day or date.min, directory.chain[0].day)


def quiet_since(last: date, today: date, holidays: Collection[str]) -> date | None:
    """The last business day that counts as looked at, if two whole ones have passed since; None if all is well.

    A look at a weekend counts for the business day before, so that the day tells nothing of who works when.
    """
    if add_business_days(last.isoformat(), QUIET_DAYS, holidays) >= today.isoformat():
        return None
    day = last.isoformat()
    while not is_business_day(day, holidays):
        day = add_days(day, -1)
    return date.fromisoformat(day)


def _week(day: date) -> int:
    return (day.toordinal() - 1) // WEEK  # day 1 was a Monday
