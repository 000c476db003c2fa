"""The intake as backups see it: its batches and what is published. Never the open epoch nor its keys: what is in there
opens nowhere else, and who has it can tell which envelopes of an old batch are no fillers.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.exc import DatabaseError

from crypto.backup import App
from crypto.backup_frames import Frame
from crypto.errors import Malformed, ProtocolError
from deploy.backup import unheard
from deploy.backup.failures import BackupBusy, BackupFailed
from deploy.backup.keys import KeyStore
from deploy.backup.line import Group, Launch, Say, Stays
from deploy.backup.places import Places
from deploy.backup.tables import tables_of
from deploy.destruction import overwriting
from intake.batches import last_batch
from intake.database import BatchesFile, Database, FileDatabase, ServerDatabase, server_engine
from intake.epoch_files import BATCHES_FILE, PUBLISHED_FILE, epochs_in
from intake.models import OPEN
from intake.published import Published
from intake.settings import Settings
from intake.standing import StandingOrders
from intake.upgrade import BATCHES, MIGRATIONS, PUBLISHED, upgrade_all, upgrade_file, upgrade_server

LEFT_OUT = frozenset({"alembic_version", *OPEN.tables})
FILES = {BATCHES_FILE: BATCHES, PUBLISHED_FILE: PUBLISHED}


@dataclass(frozen=True)
class IntakeLine:
    """See deploy.backup.line.Line."""

    settings: Settings

    app = App.INTAKE

    @property
    def instance(self) -> bytes:
        return self.settings.instance

    @property
    def places(self) -> Places:
        return self.settings.backup

    @property
    def server(self) -> str:
        return self.settings.database_url

    def groups(self) -> Iterator[AbstractContextManager[Group]]:
        """Each file by itself, for as long as it is read: a close that wants to write waits for that one only."""
        with self._databases() as databases:
            for database in databases:
                yield _reading(database)

    def revision(self) -> str:
        with self._databases() as databases, databases[0].reading() as connection:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())

    def files(self) -> Iterable[tuple[str, bytes]]:
        return ()

    def knows(self, revision: str) -> bool:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        return revision in {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}

    def is_empty(self) -> bool:
        if self.server:
            with self._databases() as databases, databases[0].reading() as connection:
                return not inspect(connection).get_table_names()
        folder = self.settings.data_dir
        return not folder.is_dir() or not (any((folder / one).exists() for one in FILES) or epochs_in(folder))

    @contextmanager
    def create(self, revision: str) -> Iterator[Sequence[Group]]:
        unheard.mark(self.settings.data_dir)
        if self.server:
            list(upgrade_server(self.server, revision))
        else:
            for name, group in FILES.items():
                upgrade_file(self.settings.data_dir / name, group, revision)
        with self._databases() as databases, ExitStack() as stack:
            yield [_group(stack.enter_context(one.writing())) for one in databases]

    def stays(self, store: KeyStore, frames: Iterator[Frame]) -> Stays:
        """Batches that the calendar has taken since are taken again by the next run of its job."""
        return lambda table, row: True

    def put_file(self, name: str, value: bytes) -> None:
        raise Malformed("file")

    def upgrade(self) -> None:
        list(upgrade_all(self.settings))

    def settle(self, store: KeyStore, say: Say) -> Sequence[str]:
        say("no epoch is open yet; what was sent since the last close before the backup is lost: see docs/backup.md")
        return ()

    def frozen_since(self) -> date | None:
        if unheard.is_marked(self.settings.data_dir):
            raise BackupBusy(unheard.WHY)
        try:
            with self._databases() as databases:
                found = StandingOrders(databases[-1], self.settings.instance).freezes()
        except ProtocolError:
            raise BackupFailed("the standing orders held are no orders") from None
        return min((one.day for one in found), default=None)

    def discard(self) -> None:
        unheard.clear(self.settings.data_dir)
        if self.server:
            with suppress(DatabaseError):
                _empty(self.server)
            return
        for name in FILES:
            for path in (self.settings.data_dir / name, self.settings.data_dir / f"{name}-journal"):
                with suppress(FileNotFoundError):
                    overwriting.destroy(path)

    def elsewhere(self, folder: Path, database: str) -> "IntakeLine":
        return IntakeLine(replace(self.settings, data_dir=folder, database_url=database))

    def launch(self, port: int) -> Launch:
        settings = {
            "INTAKE_DATA_DIR": str(self.settings.data_dir),
            "INTAKE_DATABASE_URL": self.settings.database_url,
            "INTAKE_SITE_DIR": str(self.settings.site_dir),
            "INTAKE_BIND": f"127.0.0.1:{port}",
        }
        with self._databases() as databases:
            held = Published(databases[-1], self.settings.instance, self.settings.intake_key)
            paths = [path for path, found in (("/directory", held.directory()), ("/board", held.board())) if found]
            lost = last_batch(databases[0]) is not None
        before = (("-m", "intake", "reopen"),) if lost else ()
        host = urlsplit(self.settings.address).netloc
        return Launch(("-m", "intake", "serve"), host, settings, before, tuple(paths))

    @contextmanager
    def _databases(self) -> Iterator[Sequence[Database]]:
        """The one with the batches first, the one with what is published last; on a server both are one."""
        if not self.server:
            folder = self.settings.data_dir
            yield [BatchesFile(folder / BATCHES_FILE), FileDatabase(folder / PUBLISHED_FILE)]
            return
        engine = server_engine(self.server)
        try:
            yield [ServerDatabase(engine.execution_options(isolation_level="REPEATABLE READ"))]
        finally:
            engine.dispose()


@contextmanager
def _reading(database: Database) -> Iterator[Group]:
    with database.reading() as connection:
        if isinstance(database, ServerDatabase):
            # Before anything is seen: a run of `retention` gives this table a new file, and who saw the database as it
            # was before, and looked into the table only afterwards, would find it empty.
            connection.execute(text("LOCK TABLE batch IN ACCESS SHARE MODE"))
        yield _group(connection)


def _group(connection: Connection) -> Group:
    return connection, tables_of(connection, LEFT_OUT)


def _empty(url: str) -> None:
    """Take away all tables: there were none."""
    engine, found = server_engine(url), MetaData()
    with engine.begin() as connection:
        found.reflect(connection)
        found.drop_all(connection)
    engine.dispose()
