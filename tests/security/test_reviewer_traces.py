"""Nothing of a member's request is written anywhere either: launched for real, straight and behind the documented
proxy, signed in and not.
"""

import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from reviewer.app import LARGEST_BODY
from tests.security.intake_server import START_SECONDS, connect, exchange, files_with
from tests.security.proxy import Proxy, prepare, proxying
from tests.security.reviewer_server import NAME, Server, ask, running
from tests.security.shapes import FIRST, PATIENCE, Target, answers, wrongs
from tests.security.test_intake_proxy import ACCESS_LOG, OWN_LOG, status
from tests.security.test_intake_slow import STUCK_SECONDS, dribbling, let_in
from tests.security.test_intake_traces import HEADERS

SOCKET = Path("reviewer", "reviewer.sock")
TARGET = Target(b"/", b"/api/sign-in", b"application/json", NAME, (b"Sec-Fetch-Site: same-origin",))
SLOW = 40
FILES = ("reviewer/stdout", "reviewer/stderr", "proxy/stdout", "proxy/stderr")
# The server as it would be with its defaults.
LOUD = """
import os
from granian.server import Server
from reviewer import serving
from reviewer.cli import main
serving.Server = lambda *a, **k: Server(*a, **{**k, "log_enabled": True, "log_access": True})
main(["serve"])
"""
Send = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Line:
    """A reviewer, nginx before it, and all the folders they can write to."""

    server: Server
    proxy: Proxy

    @property
    def folders(self) -> tuple[Path, ...]:
        return self.server.folder, self.proxy.folder, self.proxy.run

    def ways(self) -> dict[str, Send]:
        return {"direct": _sender(self.server.path), "behind the proxy": self.proxy.send}


@contextmanager
def line_behind(
    folder: Path, changes: Mapping[str, str] | None = None, launch: tuple[str, ...] | None = None
) -> Iterator[Line]:
    with tempfile.TemporaryDirectory(prefix="run") as made:
        run = Path(made)
        prepare(folder / "proxy", run, NAME.decode())
        more = {"launch": launch} if launch else {}
        with (
            running(folder / "reviewer", run / SOCKET, **more) as server,
            proxying(folder / "proxy", run, "reviewer.conf", NAME.decode(), changes) as proxy,
        ):
            yield Line(server, proxy)


def _sender(path: Path) -> Send:
    def send(request: bytes) -> bytes:
        with connect(path) as connection:
            return exchange(connection, request, PATIENCE, FIRST)

    return send


def requests(canary: bytes, *own: bytes) -> dict[str, bytes]:
    """Every place of a request in which a mark can stand; `own` are the headers of who is signed in."""
    claim = b'{"login":"' + canary + b'","verifier":"' + b"00" * 32 + b'","code":"000000"}'
    in_headers = {name: ask(b"GET", b"/api/session", *own, name.encode() + b": " + canary) for name in HEADERS}
    return {
        **in_headers,
        "path": ask(b"GET", b"/" + canary, *own),
        "path of the API": ask(b"GET", b"/api/batches/" + canary, *own),
        "query": ask(b"GET", b"/api/batches?who=" + canary, *own),
        "host": ask(b"GET", b"/", *own).replace(NAME, canary),
        "method": ask(canary, b"/api/session", *own),
        "sign-in name": ask(b"POST", b"/api/sign-in", *own, body=claim),
        "body": ask(b"POST", b"/api/sign-out", *own, body=canary),
        "too long a body": ask(b"POST", b"/api/imports", *own, body=canary * 3000, kind=b"application/octet-stream"),
        "far too long a body": ask(b"POST", b"/api/sign-in?" + canary, *own, body=bytes(2 * LARGEST_BODY)),
        "body cut short": ask(b"POST", b"/api/sign-in", *own, body=canary * 100)[:-1000],
        "form": ask(b"POST", b"/api/sign-in", *own, body=b"a=" + canary, kind=b"application/x-www-form-urlencoded"),
        "file": ask(b"POST", b"/api/sign-in", *own, body=_file(canary), kind=b"multipart/form-data; boundary=x"),
        "malformed request line": canary + b"\r\n\r\n",
        "malformed header": ask(b"GET", b"/", *own, canary + b" no colon"),
        "bad length": ask(b"POST", b"/api/sign-in", b"Content-Length: " + canary),
        "proxy line": b"PROXY TCP4 192.0.2.77 198.51.100.1 " + canary + b" 80\r\n" + ask(b"GET", b"/"),
        "bad escape": ask(b"GET", b"/%zz" + canary, *own),
    }


def _file(canary: bytes) -> bytes:
    return b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n' + canary * 1900 + b"\r\n--x--\r\n"


def traces(line: Line, send: Send, *own: bytes) -> dict[str, set[str]]:
    """By place, the files in which the canary sent there occurs."""
    canaries = {place: secrets.token_hex(16).encode() for place in requests(b"")}
    got = answers(send, {place: requests(canary, *own)[place] for place, canary in canaries.items()})
    assert not [place for place, answer in got.items() if answer and status(answer) >= 500]
    found = {place: _files(line, canary) for place, canary in canaries.items()}
    return {place: files for place, files in found.items() if files}


def _files(line: Line, canary: bytes) -> set[str]:
    return set[str]().union(*(files_with(folder, canary) for folder in line.folders))


@pytest.mark.promise("P5")
@pytest.mark.parametrize("way", ["direct", "behind the proxy"])
def test_nothing_of_a_members_request_is_written_anywhere(tmp_path: Path, way: str) -> None:
    with line_behind(tmp_path) as line:
        send, cookie = line.ways()[way], line.server.sign_in()
        assert status(send(ask(b"GET", b"/api/session", cookie))) == 200
        assert traces(line, send) == {}
        assert traces(line, send, cookie) == {}
    assert b"".join((tmp_path / name).read_bytes() for name in FILES) == b""


@pytest.mark.mutant("P5")
def test_the_reviewers_servers_own_log_would_be_caught(tmp_path: Path) -> None:
    with line_behind(tmp_path, launch=("-c", LOUD)) as line:
        assert {"path", "bad escape"} <= traces(line, line.ways()["direct"]).keys()


@pytest.mark.mutant("P5")
@pytest.mark.parametrize(
    ("changes", "place"), [(OWN_LOG, "far too long a body"), (ACCESS_LOG, "User-Agent")], ids=["errors", "access"]
)
def test_nginxs_own_logs_before_the_reviewer_would_be_caught(
    tmp_path: Path, changes: dict[str, str], place: str
) -> None:
    with line_behind(tmp_path, changes) as line:
        assert place in traces(line, line.proxy.send)


@pytest.mark.promise("P5")
@pytest.mark.parametrize("way", ["direct", "behind the proxy"])
def test_whatever_shape_a_members_request_has_the_answer_is_fixed(tmp_path: Path, way: str) -> None:
    marks = secrets.token_hex(16).encode(), secrets.token_hex(16).encode()
    with line_behind(tmp_path) as line:
        assert list(wrongs(line.ways()[way], TARGET, marks)) == []
        assert not [mark for mark in marks if _files(line, mark)]
        assert status(line.server.send(ask(b"GET", b"/"), START_SECONDS)) == 200
    assert b"".join((tmp_path / name).read_bytes() for name in FILES) == b""


def test_slow_clients_keep_no_member_out_behind_the_proxy(tmp_path: Path) -> None:
    request = ask(b"POST", b"/api/sign-in", body=bytes(10_000))
    with line_behind(tmp_path) as line, dribbling(line.proxy.connect, SLOW, SLOW, request):
        assert let_in(lambda: line.proxy.send(ask(b"GET", b"/"), START_SECONDS))


def test_slow_clients_of_a_reviewer_without_a_proxy_would_be_caught(tmp_path: Path) -> None:
    request = ask(b"POST", b"/api/sign-in", body=bytes(10_000))
    with line_behind(tmp_path) as line, dribbling(lambda: connect(line.server.path), SLOW, 0, request):
        assert not let_in(lambda: line.server.send(ask(b"GET", b"/"), STUCK_SECONDS))
