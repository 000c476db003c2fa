"""Jobs of the reviewer that should have run by now, from its database and files alone."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from crypto.entry import State
from deploy.destruction import witness
from deploy.machine import clock, late
from deploy.machine.findings import CannotLook, Finding
from reviewer import orders
from reviewer.case_models import Case, CaseGrant, Entry, EntryContent, Item, StoredCheckpoint
from reviewer.doctor_database import DAY_SECONDS, Look, Now, day_of, demand_founded
from reviewer.models import BatchState, StoredBoard
from reviewer.orders import BrokenOrders
from reviewer.settings import Settings

DESTRUCTION_DAYS = 2
CALENDAR_DAYS = 14
DIGEST_DAYS = 2
WITNESS_DAYS = 8
CHECK = "python -m reviewer destruction check # with the folder of backups as an argument"


def courier(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """The newest epoch that came, or that the first board begins with."""
    demand_founded(session)
    newest = session.scalar(select(func.max(StoredBoard.epoch)))
    if newest is not None:
        yield from clock.not_ahead(newest, now.epoch)
    why = "reports wait at the intake, and answers at the reviewer"
    mend = "python -m reviewer courier --once # it names what is wrong; or start sealed-line-courier.timer"
    yield from late.behind("the courier", newest, now.epoch, why, mend, grace=2)


def seal(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """The newest checkpoint."""
    demand_founded(session)
    newest = session.scalar(select(func.max(StoredCheckpoint.epoch)))
    why = "what is not sealed can be changed and nobody could tell; members are told after three days"
    yield from late.behind("seal", newest, now.epoch, why, "python -m reviewer audit seal --once", grace=2)


def digest(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """The files it writes. Where a mail server takes them, only the job's own exit code tells."""
    demand_founded(session)
    folder = settings.data_dir / "digest"
    if settings.mail_server is not None:
        return
    times = [one.stat().st_mtime for one in folder.glob("member-*.eml")] if folder.is_dir() else []
    if times and now.seconds - max(times) > DIGEST_DAYS * DAY_SECONDS:
        days = int((now.seconds - max(times)) // DAY_SECONDS)
        why = "without the note nobody learns that nobody has looked"
        yield Finding(f"the daily note is {days} days old", why, "python -m reviewer digest --once")


def retention(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """What was to be destroyed and is still there; nothing while everything is frozen."""
    try:
        known = orders.in_force(session)
    except BrokenOrders:
        raise CannotLook("the standing orders are no chain: python -m reviewer audit verify") from None
    if known.frozen or known.rules is None:
        return
    why, mend = "what the committee had destroyed can still be read", "python -m reviewer retention run"
    yield from late.overdue("a destruction", _destroyed(session), now.day, DESTRUCTION_DAYS, why, mend)
    oldest = session.scalar(select(func.min(BatchState.epoch)))
    if oldest is not None:
        limit = known.rules.calendar + CALENDAR_DAYS
        why = "the calendar that the committee adopted is not kept; perhaps somebody has not read it"
        mend = "python -m reviewer retention plan"
        yield from late.overdue("the oldest batch", day_of(oldest, settings), now.day, limit, why, mend)


def destruction(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """Pieces of what was destroyed that nobody has looked for; `destruction check` takes them away."""
    folder = settings.data_dir / witness.FOLDER
    times = [one.stat().st_mtime for one in folder.iterdir()] if folder.is_dir() else []
    if times and now.seconds - min(times) > WITNESS_DAYS * DAY_SECONDS:
        days = int((now.seconds - min(times)) // DAY_SECONDS)
        why = "whether it is gone from files and backups nobody has looked, and its pieces stay in DATA_DIR/witness"
        yield Finding(f"what was destroyed {days} days ago was not looked for", why, CHECK)


def _destroyed(session: Session) -> date | None:
    """The first day of a case that is destroyed by its record and whose ciphertext is still there."""
    left = or_(*(exists().where(one.case == Case.id) for one in (EntryContent, CaseGrant, Item)))
    day = select(func.max(Entry.day)).where(Entry.case == Case.id).scalar_subquery()
    found: date | None = session.scalar(select(func.min(day)).where(Case.state == State.DESTROYED, left))
    return found


ALL: tuple[Look, ...] = (courier, seal, digest, retention, destruction)
