"""The databases that the reviewer runs on: the same tests take each of them in turn."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from reviewer.models import Base
from tests.postgres import Postgres

Settings = dict[str, str]


class Store(Protocol):
    """Makes databases; `settings` are what a reviewer is told of them."""

    @property
    def kind(self) -> str: ...

    def new(self) -> Settings:
        """A database that nobody has used."""

    def copy(self, settings: Settings) -> Settings:
        """A copy of one to which nobody is connected, for a reviewer in a copy of its folder."""

    def on_disk(self, settings: Settings) -> bytes:
        """All that lies on disk of the one database of a reviewer with these settings."""

    def drop(self, settings: Settings) -> None:
        """It is not needed any more, whoever is still connected."""


@dataclass(frozen=True)
class SqliteFiles:
    """One file in the reviewer's own folder, which comes and goes with it."""

    kind: str = "sqlite"

    def new(self) -> Settings:
        return {}

    def copy(self, settings: Settings) -> Settings:
        return {}

    def on_disk(self, settings: Settings) -> bytes:
        files = Path(settings["REVIEWER_DATA_DIR"]).rglob("reviewer.sqlite3*")
        return b"".join(file.read_bytes() for file in files)

    def drop(self, settings: Settings) -> None:
        pass


@dataclass(eq=False)
class PostgresDatabases:
    """A database of its own on one server. To copy one takes long, so a copy that is dropped becomes the next one."""

    server: Postgres
    kind: str = "postgresql"
    copies: dict[str, str] = field(default_factory=dict)  # of which database each is one
    idle: list[str] = field(default_factory=list)

    def new(self) -> Settings:
        return self._settings(_name(self.server.new_database()))

    def copy(self, settings: Settings) -> Settings:
        template = _name(settings["REVIEWER_DATABASE_URL"])
        for name in self.idle:
            if self.copies[name] == template:
                self.idle.remove(name)
                self._fill(name, template)
                return self._settings(name)
        name = _name(self.server.new_database(template))
        self.copies[name] = template
        return self._settings(name)

    def on_disk(self, settings: Settings) -> bytes:
        name = _name(settings["REVIEWER_DATABASE_URL"])
        with self.server.superuser(name) as connection:
            connection.execute("CHECKPOINT")
            found = connection.execute("SELECT oid FROM pg_database WHERE datname = %s", [name]).fetchone()
        assert found is not None
        return b"".join(file.read_bytes() for file in (self.server.data_dir / "base" / str(found[0])).iterdir())

    def drop(self, settings: Settings) -> None:
        name = _name(settings["REVIEWER_DATABASE_URL"])
        if name in self.copies:
            self.idle.append(name)
        else:
            self.server.drop_database(name)

    def _settings(self, name: str) -> Settings:
        return {"DATABASE_URL": self.server.url(name)}

    def _fill(self, name: str, template: str) -> None:
        """Put into every table of one database what those of the other hold, and nothing else."""
        with self.server.superuser(name) as target, self.server.superuser(template) as source, target.transaction():
            target.execute(ALONE)
            target.execute("SET LOCAL session_replication_role = replica")  # in any order
            target.execute("ALTER SEQUENCE outbox_id_seq RESTART")
            for table in map(Identifier, Base.metadata.tables):
                target.execute(SQL("DELETE FROM {}").format(table))
                rows = source.execute(SQL("SELECT * FROM {}").format(table)).fetchall()
                with target.cursor().copy(SQL("COPY {} FROM STDIN").format(table)) as copy:
                    for row in rows:
                        copy.write_row(row)


ALONE = (
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def _name(url: str) -> str:
    name = make_url(url).database
    assert name is not None
    return name
