"""The public intake as it is really launched, in a folder of its own, for tests that look at everything it writes."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.integration.intake_line import IntakeLine

ROOT = Path(__file__).parents[2]
START_SECONDS = 30.0
ANSWER_SECONDS = 1.0
LAUNCH = ("-m", "intake", "serve")


@dataclass(frozen=True)
class Server:
    """A running intake. `folder` holds all that it can write: data, temporary files, working directory, output.

    It listens on `path` if there is one, else on `port`.
    """

    folder: Path
    port: int
    pid: int
    line: IntakeLine
    path: Path | None = None

    def send(self, request: bytes, patience: float = ANSWER_SECONDS) -> bytes:
        """Send these very bytes over a connection of its own and return what comes back until it is closed."""
        with self.connect() as connection:
            return exchange(connection, request, patience)

    def connect(self) -> socket.socket:
        return connect(self.path or self.port)


@contextmanager
def running(
    folder: Path,
    launch: tuple[str, ...] = LAUNCH,
    line: IntakeLine | None = None,
    path: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """The server of `line`, else of a new one, launched with these arguments to Python; ended with the block.

    It listens on the unix socket `path`, if one is given; `more` goes into its environment.
    """
    for name in ("keys", "tmp", "cwd"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    line = line or IntakeLine(folder / "data", epoch=int(time.time()) // 86400)
    port = free_port()
    env = {**environment(folder, line, port), **({"INTAKE_BIND": f"unix:{path}"} if path else {}), **(more or {})}
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen([sys.executable, *launch], env=env, cwd=folder / "cwd", stdout=out, stderr=err)
        try:
            wait_for(process, path or port)
            yield Server(folder, port, process.pid, line, path)
        finally:
            process.terminate()  # which does nothing to one that is gone already
            process.wait(15)


def files_with(folder: Path, canary: bytes) -> set[str]:
    """The files, and the names of files, in which this occurs."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path.relative_to(folder)) for path in paths if canary in path.read_bytes() or canary in os.fsencode(path)
    }


def environment(folder: Path, line: IntakeLine, port: int) -> Mapping[str, str]:
    """What a command of this line's intake is told; its key is written into `folder`, which has one for keys."""
    settings = line.settings
    key = folder / "keys" / "intake.key"
    key.touch(mode=0o600)
    key.write_bytes(settings.key)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("INTAKE_")},
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(folder / "tmp"),
        "INTAKE_DATA_DIR": str(settings.data_dir),
        "INTAKE_DATABASE_URL": settings.database_url,
        "INTAKE_KEY_FILE": str(key),
        "INTAKE_INSTANCE": settings.instance.hex(),
        "INTAKE_EPOCH_SECONDS": str(settings.epoch_seconds),
        "INTAKE_BIND": f"127.0.0.1:{port}",
        "INTAKE_ADDRESS": settings.address,
        "INTAKE_COMPANY": settings.company,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def connect(place: Path | int) -> socket.socket:
    """A connection to a unix socket or a port here."""
    connection = socket.socket(socket.AF_UNIX if isinstance(place, Path) else socket.AF_INET)
    try:
        connection.settimeout(START_SECONDS)
        connection.connect(str(place) if isinstance(place, Path) else ("127.0.0.1", place))
    except OSError:
        connection.close()
        raise
    return connection


def exchange(
    connection: socket.socket, request: bytes, patience: float = ANSWER_SECONDS, first: float | None = None
) -> bytes:
    """What comes back for these bytes until the connection is closed, or nothing more comes for so many seconds; for
    the first of them it waits `first` seconds, if given.
    """
    connection.settimeout(first or patience)
    with suppress(OSError):  # a server may hang up on what it does not want to read
        connection.sendall(request)
    came = _receive(connection)
    connection.settimeout(patience)
    return came + b"".join(iter(lambda: _receive(connection), b"")) if came else b""


def wait_for(process: subprocess.Popen[bytes], place: Path | int) -> None:
    """Until somebody listens there. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), connect(place):
            return
        time.sleep(0.05)
    raise TimeoutError(f"the server did not start (ended: {process.poll()})")


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except OSError:
        return b""
