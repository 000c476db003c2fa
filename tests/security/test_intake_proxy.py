"""The documented nginx before the public intake: it writes nothing of a request, passes nothing of its sender on, and
answers like the intake.
"""

import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from crypto.limits import DROP
from intake.errors import padded
from intake.headers import HSTS, fixed_headers
from tests.integration.killing import descendants
from tests.security.intake_server import START_SECONDS, Server, connect, exchange, running
from tests.security.proxy import Proxy, command, instance_of, prepare, proxying
from tests.security.test_intake_traces import HEADERS, get, post, traces

CONFIGURATION, NAME = "intake.conf", "line.example"
SOCKET = Path("intake", "intake.sock")
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
# nginx as it comes: what goes wrong is written down, with the address and the first line of the request.
OWN_LOG = {"error_log /dev/null emerg;": "error_log error.log;"}
ACCESS_LOG = {"access_log off;": "access_log access.log;"}


@dataclass(frozen=True)
class Line:
    """An intake on a unix socket, nginx before it, and all the folders they can write to."""

    server: Server
    proxy: Proxy

    @property
    def folders(self) -> tuple[Path, ...]:
        return self.server.folder, self.proxy.folder, self.proxy.run

    def send_by_onion(self, request: bytes) -> bytes:
        with self.proxy.connect_onion() as connection:
            return exchange(connection, request)


@contextmanager
def line_behind(folder: Path, changes: Mapping[str, str] | None = None) -> Iterator[Line]:
    """Folders of unix sockets are short: a path of theirs has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="run") as made:
        run = Path(made)
        prepare(folder / "proxy", run, NAME)
        with (
            running(folder / "intake", path=run / SOCKET) as server,
            proxying(folder / "proxy", run, CONFIGURATION, NAME, changes) as proxy,
        ):
            yield Line(server, proxy)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def headers(answer: bytes) -> dict[str, str]:
    lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.title(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


@pytest.mark.parametrize("configuration", ["intake.conf", "reviewer.conf"])
@pytest.mark.parametrize("changes", [{}, {"proxy_request_buffering on;": "proxy_request_buffering maybe;"}])
def test_nginx_takes_the_configuration_and_would_refuse_a_wrong_word(
    tmp_path: Path, configuration: str, changes: dict[str, str]
) -> None:
    prepare(tmp_path, tmp_path / "run", NAME)
    (tmp_path / "nginx.conf").write_text(instance_of(configuration, tmp_path, tmp_path / "run", 1443, 1080, changes))
    tried = subprocess.run(command(tmp_path, "-t"), capture_output=True, cwd=tmp_path, check=False)
    assert (tried.returncode == 0) is not bool(changes), tried.stderr.decode()
    assert b"[warn]" not in tried.stderr


@pytest.mark.promise("P5")
def test_nothing_of_a_request_is_written_anywhere_behind_the_proxy(tmp_path: Path) -> None:
    with line_behind(tmp_path) as line:
        assert traces(line.server.line, line.proxy.send, *line.folders) == {}
        assert traces(line.server.line, line.send_by_onion, *line.folders) == {}
        assert status(line.proxy.send(post(line.server.line.drop()), START_SECONDS)) == 200
        assert [one.name for one in line.proxy.run.rglob("*") if one.is_file()] == ["nginx.pid"]
    for name in ("intake/stdout", "intake/stderr", "proxy/stdout", "proxy/stderr"):
        assert (tmp_path / name).read_bytes() == b""


@pytest.mark.mutant("P5")
@pytest.mark.parametrize(
    ("changes", "place"), [(OWN_LOG, "query of too long a body"), (ACCESS_LOG, "User-Agent")], ids=["errors", "access"]
)
def test_nginxs_own_logs_would_be_caught(tmp_path: Path, changes: dict[str, str], place: str) -> None:
    with line_behind(tmp_path, changes) as line:
        assert place in traces(line.server.line, line.proxy.send, *line.folders)


@dataclass(frozen=True)
class Heard:
    """What an upstream was told, and the deleted files that nginx had open meanwhile."""

    request: bytes
    spooled: frozenset[str]


def told(proxy: Proxy, request: bytes) -> Heard:
    """What the intake is told of this request."""
    with socket.socket(socket.AF_UNIX) as listening, ThreadPoolExecutor(1) as pool:
        listening.bind(str(proxy.run / SOCKET))
        listening.listen()
        heard = pool.submit(hear, listening, proxy.pid)
        assert proxy.send(request, START_SECONDS).endswith(b"ok")
        (proxy.run / SOCKET).unlink()
        return heard.result(START_SECONDS)


def hear(listening: socket.socket, pid: int) -> Heard:
    """One request with its body, which is answered."""
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as reading:
        head = b"".join(iter(reading.readline, b"\r\n"))
        length = next((int(line[15:]) for line in head.lower().splitlines() if line.startswith(b"content-length:")), 0)
        heard = Heard(head + reading.read(length), frozenset(deleted_files(pid)))
        connection.sendall(ANSWER)
        return heard


def deleted_files(pid: int) -> Iterator[str]:
    """What nginx does not want to keep in memory goes to files that it deletes at once."""
    for one in descendants(pid):
        for descriptor in Path(f"/proc/{one}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                if (target := os.readlink(descriptor)).endswith(" (deleted)"):
                    yield target


def told_of_two(tmp_path: Path, changes: Mapping[str, str] | None = None) -> set[Heard]:
    """What the intake is told of a bare drop, and of one with a mark in every header and the query."""
    marked = [name.encode() + b": canary-of-a-sender" for name in HEADERS]
    requests = (post(bytes(DROP)), post(bytes(DROP), *marked, path=b"/drop?canary-of-a-sender"))
    with tempfile.TemporaryDirectory(prefix="run") as made:
        prepare(tmp_path, Path(made), NAME)
        with proxying(tmp_path, Path(made), CONFIGURATION, NAME, changes) as proxy:
            return {told(proxy, request) for request in requests}


@pytest.mark.promise("P5")
def test_the_intake_is_told_nothing_of_who_sends_and_a_drop_waits_in_memory(tmp_path: Path) -> None:
    (heard,) = told_of_two(tmp_path)
    assert heard.request.startswith(b"POST /drop HTTP/1.1\r\n")
    assert heard.request.endswith(bytes(DROP))
    assert b"127.0.0.1" not in heard.request
    assert not heard.spooled


@pytest.mark.mutant("P5")
def test_a_proxy_that_passes_headers_on_would_be_caught(tmp_path: Path) -> None:
    assert len(told_of_two(tmp_path, {"proxy_pass_request_headers off;": ""})) == 2


@pytest.mark.mutant("P5")
def test_a_proxy_that_writes_bodies_to_files_would_be_caught(tmp_path: Path) -> None:
    assert all(one.spooled for one in told_of_two(tmp_path, {"client_body_buffer_size 32k;": ""}))


def test_answers_behind_the_proxy_carry_the_headers_of_the_intake(tmp_path: Path) -> None:
    with line_behind(tmp_path) as line:
        tls, onion = headers(line.proxy.send(get(b"/mix"))), headers(line.send_by_onion(get(b"/mix")))
    wanted = {name.title(): value for name, value in fixed_headers(https=False).items()}
    assert wanted.items() <= tls.items()
    assert tls.pop("Strict-Transport-Security") == HSTS
    assert tls.keys() == onion.keys()


def test_in_the_clear_everything_is_sent_to_the_first_page(tmp_path: Path) -> None:
    with line_behind(tmp_path) as line, connect(line.proxy.plain_port) as connection:
        answer = exchange(connection, get(b"/mix?canary", b"Referer: canary"), START_SECONDS)
    assert headers(answer)["Location"] == "https://line.example/"
    assert b"canary" not in answer


def test_while_the_intake_is_away_the_answer_is_the_one_of_a_busy_intake(tmp_path: Path) -> None:
    with line_behind(tmp_path) as line:
        (line.proxy.run / SOCKET).unlink()
        answer = line.proxy.send(post(bytes(DROP)), START_SECONDS)
    assert (status(answer), answer[-32:]) == (503, padded("error 503"))
