"""A reviewer with a record that was backed up, and others that it is restored to."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import text

from deploy.backup.tables import rows_of, tables_of
from reviewer.backup_line import LEFT_OUT, ReviewerLine
from reviewer.database import Database
from reviewer.settings import Settings, load
from tests.integration.backing import Vault
from tests.integration.reviewer.committee import environment
from tests.integration.reviewer.stores import Store


@dataclass
class Elsewhere:
    """Makes empty places of one line to restore to."""

    store: Store
    root: Path
    made: list[dict[str, str]] = field(default_factory=list)

    def new(self, vault: Vault) -> ReviewerLine:
        folder = self.root / f"restored-{len(self.made)}"
        folder.mkdir()
        self.made.append(environment(folder, **self.store.new()))
        return line_of(load(self.made[-1]), vault)

    def end(self) -> None:
        for one in self.made:
            self.store.drop(one)


def line_of(settings: Settings, vault: Vault) -> ReviewerLine:
    """The reviewer with these settings, as backups see it."""
    return ReviewerLine(replace(settings, backup=vault.places))


def rows(settings: Settings) -> dict[str, list[bytes]]:
    """Everything that belongs into a backup, by table."""
    database = Database(settings.database_url)
    try:
        with database.read() as session:
            connection = session.connection()
            return {one.name: list(rows_of(connection, one)) for one in tables_of(connection, LEFT_OUT)}
    finally:
        database.close()


def count(settings: Settings, table: str) -> int:
    database = Database(settings.database_url)
    try:
        with database.read() as session:
            return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
    finally:
        database.close()


def peppers(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.pepper_dir.iterdir()}
