"""A drill: restores a backup to a place that is taken away again, starts the app there and asks for its pages."""

import fcntl
import http.client
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from crypto.backup_manifest import Manifest
from deploy.backup.failures import BackupFailed
from deploy.backup.keys import KeyStore
from deploy.backup.line import Launch, Line, Say
from deploy.backup.making import Tick
from deploy.backup.reading import Opened
from deploy.backup.restoring import restore
from deploy.destruction import overwriting

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, STOP_SECONDS = 60.0, 15.0
PREFIX, DATABASE = "sealed-line-drill-", "drill_"
LEFT = """SELECT datname FROM pg_database WHERE datname ~ '^drill_[0-9a-f]{16}$'
    AND pg_has_role(current_user, datdba, 'USAGE')
    AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE pg_stat_activity.datid = pg_database.oid)"""
OK = 200


def drill(line: Line, backup: Opened, store: KeyStore, server: str, tick: Tick, say: Say) -> Manifest:
    """What the backup says of itself, after all of it was seen to be so. Raises BackupFailed.

    On files in a temporary folder; for a line on PostgreSQL in a database made on `server`, else on the line's own.
    """
    with temporary_folder() as folder, temporary_database(server or line.server) as database:
        other = line.elsewhere(folder, database)
        manifest = restore(other, backup, store, tick, say)
        _try_out(folder, other)
    return manifest


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """An empty folder; what lies in it at the end is overwritten before it goes, as is what a killed drill left."""
    _clear_left()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name, _held(Path(name)):
        folder = Path(name)
        try:
            yield folder
        finally:
            _overwrite(folder)


def _clear_left() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
            continue
        with suppress(BlockingIOError), _held(folder):  # else another drill is at work there
            _overwrite(folder)
            shutil.rmtree(folder)


def _overwrite(folder: Path) -> None:
    for path in [one for one in folder.rglob("*") if one.is_file() and not one.is_symlink()]:
        overwriting.overwrite(path)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Whose it is as long as its process lives. Raises BlockingIOError where it is another's."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)


@contextmanager
def temporary_database(server: str) -> Iterator[str]:
    """The address of a new database on a PostgreSQL server; nothing where there is none."""
    if not server:
        yield ""
        return
    for left in _command(server, LEFT):  # of a drill that was killed
        _command(server, f'DROP DATABASE IF EXISTS "{left}"')
    name = f"{DATABASE}{secrets.token_hex(8)}"
    _command(server, f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _command(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _command(server: str, statement: str) -> list[str]:
    """What is found, if it asks. Raises BackupFailed."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        with engine.connect() as connection:
            done = connection.execute(text(statement))
            return [str(one) for one in done.scalars()] if done.returns_rows else []
    except SQLAlchemyError as error:
        code = getattr(getattr(error, "orig", None), "sqlstate", None) or type(error).__name__
        raise BackupFailed(
            f"no database can be made or removed for the drill ({code}): name a server on which this user may, with"
            " --server"
        ) from None
    finally:
        engine.dispose()


def _try_out(folder: Path, line: Line) -> None:
    """Start the app and ask for its pages. Raises BackupFailed."""
    port = _free_port()
    launch = line.launch(port)
    env = {
        **os.environ,
        **_whole_paths(),
        **launch.settings,
        "TMPDIR": str(folder),
        "PYTHONPATH": os.pathsep.join((str(ROOT), *_paths())),
    }
    for command in launch.before:
        done = subprocess.run([sys.executable, *command], env=env, cwd=folder, capture_output=True, check=False)
        if done.returncode:
            raise BackupFailed(f"the restored app refuses `{' '.join(command[1:])}`: {_last_line(done.stderr)}")
    with _running(launch, env, folder) as process:
        _wait(process, port)
        failed = [path for path in launch.paths if _status(port, launch.host, path) != OK]
    if failed:
        raise BackupFailed(f"the restored app does not answer: {', '.join(failed)}")


@contextmanager
def _running(launch: Launch, env: dict[str, str], folder: Path) -> "Iterator[subprocess.Popen[bytes]]":
    command = [sys.executable, *launch.arguments]
    process = subprocess.Popen(command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.communicate()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = process.stderr.read() if process.stderr else b""
            raise BackupFailed(f"the restored app does not start: {_last_line(said)}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise BackupFailed("the restored app does not start in a minute")


def _status(port: int, host: str, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _whole_paths() -> dict[str, str]:
    """Files and folders of the settings, from / on: the restored app runs in another folder."""
    named = {name: value for name, value in os.environ.items() if name.endswith(("_FILE", "_DIR")) and value}
    return {name: os.path.abspath(value) for name, value in named.items() if name.startswith(("INTAKE_", "REVIEWER_"))}


def _paths() -> Sequence[str]:
    return [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it says nothing"
