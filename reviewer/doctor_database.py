"""The reviewer's database as `doctor` sees it: of this version, set up as it must be, and there at all."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory
from deploy.machine import postgres, sqlite
from deploy.machine.findings import CannotLook, Finding
from deploy.machine.postgres import Role
from reviewer import committee, revision
from reviewer.database import Database, DatabaseAway, DatabaseFailed
from reviewer.settings import Settings

ROLES = tuple(f"reviewer_{name}" for name in ("owner", "web", "courier", "record", "digest", "retention", "backup"))
DAY_SECONDS = 86_400
FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Now:
    """The coarse time of this run; `seconds` only to compare with the times of files."""

    epoch: int
    day: date
    seconds: float


Look = Callable[[Session, Settings, Now], Iterable[Finding]]


@contextmanager
def reading(database: Database) -> Iterator[Session]:
    """A reading transaction. Raises CannotLook where there is no database, or not with this role."""
    try:
        with database.read() as session:
            yield session
    except DatabaseFailed as failed:
        raise CannotLook(_no_answer(failed)) from None


def demand_founded(session: Session) -> CurrentDirectory:
    """The directory; before it there is nobody to look at, and no job is late. Raises CannotLook."""
    found = committee.current(session)
    if found is None:
        raise CannotLook("not founded yet")
    return found


def day_of(epoch: int, settings: Settings) -> date:
    """The day on which an epoch begins."""
    return FIRST_DAY + timedelta(days=epoch * settings.epoch_seconds // DAY_SECONDS)


def database(settings: Settings, database: Database) -> Iterator[Finding]:
    """Tables of this version; a file as it must be, or a server that keeps quiet."""
    if not database.on_postgres:
        yield from _file(settings)
    with reading(database) as session:
        yield from _server(session) if database.on_postgres else _pragmas(session)
    yield from _version(database)


def _version(database: Database) -> Iterator[Finding]:
    try:
        current = revision.is_current(database)
    except DatabaseFailed as failed:
        raise CannotLook(_no_answer(failed)) from None
    if not current:
        yield Finding("the tables are not of this version", "no job works on them", "python -m reviewer db upgrade")


def _no_answer(failed: DatabaseFailed) -> str:
    away = isinstance(failed, DatabaseAway)
    return "the database cannot be reached" if away else "the database refuses: ask as the role reviewer_owner"


def _file(settings: Settings) -> Iterator[Finding]:
    if path := make_url(settings.database_url).database:
        yield from sqlite.file(Path(path))


def _pragmas(session: Session) -> Iterator[Finding]:
    found = {name: session.scalar(text(ask)) for name, ask in sqlite.ASK.items()}
    yield from sqlite.pragmas("the database", found)


def _server(session: Session) -> Iterator[Finding]:
    rows = session.execute(text(postgres.ASK_SETTINGS))
    yield from postgres.settings({row.name: row.setting for row in rows})
    found = session.execute(text(postgres.ASK_ROLES), {"like": "reviewer\\_%"})
    yield from postgres.roles((Role(row.name, row.powerful, row.inherits) for row in found), ROLES, "reviewer")
    yield from postgres.user(session.scalar(text("SELECT current_user")) or "", ROLES, "reviewer")
    yield from postgres.open_to_all(session.scalars(text(postgres.ASK_PUBLIC)), "reviewer")
