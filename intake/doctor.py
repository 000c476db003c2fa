"""What `doctor` looks at on the intake's host: the machine's checks, and those that need its own databases and days.

It reads no envelope and opens nothing; what it says holds no number of reports.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, text

from crypto.directory import verify_directory
from crypto.errors import ProtocolError
from crypto.keeping import DAY_SECONDS
from deploy.machine import clock, late, postgres, sqlite
from deploy.machine.findings import CannotLook, Check, Finding
from deploy.machine.host import Host, checks
from deploy.machine.postgres import Role
from deploy.machine.served import Place
from intake.batches import last_batch
from intake.database import Database, FileDatabase
from intake.epoch_files import BATCHES_FILE, PUBLISHED_FILE, epochs_in, path_of
from intake.epoch_store import EpochStore
from intake.errors import IntakeError, NotReady
from intake.headers import fixed_headers
from intake.published import Published
from intake.retention import Keeper
from intake.settings import Bind, Settings
from intake.standing import StandingOrders

ROLES = ("intake_owner", "intake_web", "intake_courier", "intake_close", "intake_retention", "intake_backup")
REVIEW_DAYS = 30
DUE_DAYS = 3  # a run a day leaves one


@dataclass(frozen=True)
class Now:
    """The coarse time of this run."""

    epoch: int
    day: date


@dataclass(frozen=True)
class Asked:
    """What the command line and its surroundings say: `url` and `nginx` may be None."""

    variables: Mapping[str, str] = field(repr=False)
    url: str | None = None
    nginx: Path | None = None


def all_checks(settings: Settings, store: EpochStore, asked: Asked, now: Now) -> list[Check]:
    """Every check of an intake, in the order in which they are told."""
    return [
        *checks(host_of(settings, asked)),
        Check("database", lambda: _database(settings, store)),
        Check("close", lambda: _close(store, now)),
        Check("directory", lambda: _directory(settings, store, now)),
        Check("retention", lambda: _retention(settings, store, now)),
    ]


def host_of(settings: Settings, asked: Asked) -> Host:
    """This machine, as the settings describe it."""
    outer = asked.url or (settings.address if settings.https else "")
    files = [path for name in ("KEY_FILE", "COURIER_TOKEN_FILE") if (path := _file(asked, name)) is not None]
    return Host(
        app="intake",
        variables=asked.variables,
        data_dir=settings.data_dir,
        secret_files=files,
        secrets=[path.read_bytes() for path in files if path.is_file()],
        private_folders=[settings.data_dir],
        inner=_place(settings.bind, settings),
        outer=outer,
        policy=lambda url: fixed_headers(https=settings.https if url != asked.url else url.startswith("https://")),
        backup=settings.backup,
        nginx=asked.nginx,
        clocks=[Place(outer)] if outer else [],
    )


def _file(asked: Asked, name: str) -> Path | None:
    value = asked.variables.get(f"INTAKE_{name}", "").strip()
    return Path(value) if value else None


def _place(bind: Bind, settings: Settings) -> Place:
    host = settings.address.partition("://")[2]
    if bind.path is not None:
        return Place("http://intake", bind.path, host)
    name = f"[{bind.host}]" if ":" in bind.host else bind.host
    return Place(f"http://{name}:{bind.port}", None, host)


def _database(settings: Settings, store: EpochStore) -> Iterator[Finding]:
    """Tables of this version; files as they must be, or a server that keeps quiet."""
    store.check()
    if not settings.database_url:
        yield from _files(settings.data_dir, store)
        return
    with store.batches.reading() as connection:
        found = {row.name: row.setting for row in connection.execute(text(postgres.ASK_SETTINGS))}
        user = connection.execute(text("SELECT current_user")).scalar_one()
        tables = connection.execute(text(postgres.ASK_PUBLIC)).scalars().all()
        roles = _roles(connection)
    yield from postgres.settings(found)
    yield from postgres.roles(roles, ROLES, "intake")
    yield from postgres.user(user, ROLES, "intake")
    yield from postgres.open_to_all(tables, "intake")


def _roles(connection: Connection) -> list[Role]:
    rows = connection.execute(text(postgres.ASK_ROLES), {"like": "intake\\_%"})
    return [Role(row.name, row.powerful, row.inherits) for row in rows]


def _files(folder: Path, store: EpochStore) -> Iterator[Finding]:
    yield from _of_files(folder)
    for name, database in ((BATCHES_FILE, store.batches), (PUBLISHED_FILE, store.published)):
        yield from sqlite.pragmas(name, _pragmas(database))


def _of_files(folder: Path) -> Iterator[Finding]:
    for path in (folder / BATCHES_FILE, folder / PUBLISHED_FILE, *(path_of(folder, one) for one in epochs_in(folder))):
        yield from sqlite.file(path)


def _pragmas(database: Database) -> dict[str, object]:
    if not isinstance(database, FileDatabase):
        raise CannotLook("it is no file")
    with database.reading() as connection:
        return {name: connection.execute(text(ask)).scalar() for name, ask in sqlite.ASK.items()}


def _close(store: EpochStore, now: Now) -> Iterator[Finding]:
    """The last batch, by its epoch alone; and no epoch of the future."""
    try:
        last, opened = last_batch(store.batches), store.epoch()
    except NotReady:
        raise CannotLook("no epoch is open: python -m intake close opens the first, or says what was lost") from None
    yield from clock.not_ahead(opened, now.epoch)
    newest = opened - 1 if last is None else last
    why = "what was sent waits at the intake, and the committee does not get it"
    yield from late.behind("close", newest, now.epoch, why, "systemctl start sealed-line-close.service")


def _retention(settings: Settings, store: EpochStore, now: Now) -> Iterator[Finding]:
    """Whether the calendar that the committee ordered is kept, as `retention plan` sees it."""
    published = Published(store.published, settings.instance, settings.intake_key)
    keeper = Keeper(store, published, StandingOrders(store.published, settings.instance), settings.epoch_seconds)
    why = "batches stay at the intake for longer than the committee ordered"
    try:
        days = keeper.plan(now.epoch).epochs * settings.epoch_seconds / DAY_SECONDS
    except (IntakeError, ProtocolError):
        yield Finding("retention cannot tell what is due", why, "python -m intake retention plan # it says why")
        return
    if days > DUE_DAYS:
        mend = "python -m intake retention run # --catch-up after a long stop"
        yield Finding(f"batches of {days:.0f} days are to be destroyed", why, mend)


def _directory(settings: Settings, store: EpochStore, now: Now) -> Iterator[Finding]:
    """What reporters seal to, and until when their browsers accept it."""
    held = Published(store.published, settings.instance, settings.intake_key).directory()
    if held is None:
        why = "nobody can report before it is there; the courier brings it after the founding"
        yield Finding("there is no directory yet", why, "python -m reviewer courier --once")
        return
    try:
        until = verify_directory(held.value, today=None, fingerprint=None).current.not_after
    except ProtocolError:
        yield Finding("the directory held is none", "nobody can report", "python -m reviewer courier --once")
        return
    yield from late.review(until, now.day, REVIEW_DAYS)
