"""The reviewer as backups see it: its tables but for the sessions, and the members' peppers."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, make_url

from crypto.backup import App
from crypto.backup_frames import Frame
from crypto.errors import Malformed
from deploy.backup import durable, unheard
from deploy.backup.failures import BackupBusy, BackupFailed
from deploy.backup.keys import KeyStore
from deploy.backup.line import Group, Launch, Say, Stays
from deploy.backup.places import Places
from deploy.backup.tables import tables_of
from deploy.destruction import overwriting
from reviewer import buried, orders, reapplying, schema
from reviewer.database import Database, DatabaseFailed
from reviewer.pepper import NAME, PEPPER
from reviewer.settings import Settings

# Who is signed in signs in again; at which revision the tables are, the manifest says.
LEFT_OUT = frozenset({"session", "alembic_version"})
PEPPER_FOLDER = "pepper/"
PAGES = ("/", "/recover", "/enrol")


@dataclass(frozen=True)
class ReviewerLine:
    """See deploy.backup.line.Line. `program` makes the command that serves, without its settings."""

    settings: Settings

    app = App.REVIEWER

    @property
    def instance(self) -> bytes:
        return self.settings.instance

    @property
    def places(self) -> Places:
        return self.settings.backup

    @property
    def server(self) -> str:
        url = self.settings.database_url
        return "" if make_url(url).get_backend_name() == "sqlite" else url

    def groups(self) -> Iterator[AbstractContextManager[Group]]:
        yield self._reading()

    def revision(self) -> str:
        with self._database() as database, database.read() as session:
            found = MigrationContext.configure(session.connection()).get_current_revision()
        return found or ""

    def files(self) -> Iterable[tuple[str, bytes]]:
        folder = self.settings.pepper_dir
        for path in sorted(folder.iterdir()) if folder.is_dir() else []:
            if NAME.fullmatch(path.name):
                yield PEPPER_FOLDER + path.name, path.read_bytes()

    def knows(self, revision: str) -> bool:
        return revision in schema.revisions()

    def is_empty(self) -> bool:
        if next(iter(self.files()), None) is not None:
            return False
        file = self._file()
        if file is not None and not (file.exists() and file.stat().st_size):
            return True
        with self._database() as database, database.read() as session:
            return not inspect(session.connection()).get_table_names()

    @contextmanager
    def create(self, revision: str) -> Iterator[Sequence[Group]]:
        unheard.mark(self.settings.data_dir)
        with self._database() as database:
            schema.upgrade(database, revision)
            with database.write() as session:
                yield [_group(session.connection())]

    def stays(self, store: KeyStore, frames: Iterator[Frame]) -> Stays:
        tombstones = buried.read(store, self.settings)
        chain = buried.known_chain(buried.directory_in(frames), store.by()) if tombstones else ()
        return reapplying.sieve(buried.judge(tombstones, chain).right)

    def put_file(self, name: str, value: bytes) -> None:
        member_id = name.removeprefix(PEPPER_FOLDER)
        if not NAME.fullmatch(member_id) or len(value) != PEPPER:
            raise Malformed("pepper")
        self.settings.pepper_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        durable.write_whole(self.settings.pepper_dir / member_id, value)

    def upgrade(self) -> None:
        with self._database() as database:
            schema.upgrade(database)

    def settle(self, store: KeyStore, say: Say) -> Sequence[str]:
        with self._database() as database, database.write() as session:
            return reapplying.reapply(session, self.settings, buried.read(store, self.settings), store.by(), say)

    def frozen_since(self) -> date | None:
        if unheard.is_marked(self.settings.data_dir):
            raise BackupBusy(unheard.WHY)
        try:
            with self._database() as database, database.read() as session:
                return min((one.day for one in orders.freezes(session)), default=None)
        except orders.BrokenOrders:
            raise BackupFailed("the standing orders are no chain: python -m reviewer audit verify") from None

    def discard(self) -> None:
        unheard.clear(self.settings.data_dir)
        for name, _ in list(self.files()):
            overwriting.destroy(self.settings.pepper_dir / name.removeprefix(PEPPER_FOLDER))
        file = self._file()
        if file is not None:
            for one in (file, file.with_name(f"{file.name}-journal")):
                with suppress(FileNotFoundError):
                    overwriting.destroy(one)
        else:
            with suppress(DatabaseFailed), self._database() as database:
                schema.downgrade(database, "base")
                schema.forget(database)

    def elsewhere(self, folder: Path, database: str) -> "ReviewerLine":
        url = database or f"sqlite:///{folder / 'reviewer.sqlite3'}"
        settings = replace(self.settings, data_dir=folder, database_url=url, pepper_dir=folder / "pepper")
        return ReviewerLine(settings)

    def launch(self, port: int) -> Launch:
        settings = {
            "REVIEWER_DATA_DIR": str(self.settings.data_dir),
            "REVIEWER_DATABASE_URL": self.settings.database_url,
            "REVIEWER_PEPPER_DIR": str(self.settings.pepper_dir),
            "REVIEWER_BIND": f"127.0.0.1:{port}",
        }
        host = urlsplit(self.settings.address).netloc
        return Launch(("-m", "reviewer", "serve"), host, settings, paths=PAGES)

    def _database(self) -> "closing[Database]":
        return closing(Database(self.settings.database_url))

    def _file(self) -> Path | None:
        """The SQLite file, if it is one."""
        return None if self.server else Path(make_url(self.settings.database_url).database or "")

    @contextmanager
    def _reading(self) -> Iterator[Group]:
        with self._database() as database, database.read() as session:
            yield _group(session.connection())


def _group(connection: Connection) -> Group:
    return connection, tables_of(connection, LEFT_OUT)
