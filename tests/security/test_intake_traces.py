"""Nothing that the intake writes anywhere carries anything of a request: launched for real, looked at from outside."""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from crypto.limits import DROP
from tests.integration.intake_line import IntakeLine
from tests.security.intake_server import Server, files_with, running

HEADERS = (
    "User-Agent",
    "Referer",
    "Cookie",
    "Accept-Language",
    "Authorization",
    "Origin",
    "From",
    "Via",
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-User",
    "X-Real-IP",
    "X-Request-ID",
    "True-Client-IP",
    "CF-Connecting-IP",
    "Traceparent",
    "If-None-Match",
)
# The server as it would be with its defaults: an access log, and libraries that may log.
LOUD = """
import os
from intake.app import create_app
from intake.settings import load
factory = lambda: create_app(load(os.environ))
"""
# Starts another app than ours, in the same way.
START = """
import os, sys
sys.path.insert(0, {folder!r})
os.environ["PYTHONPATH"] += ":" + {folder!r}
from intake import serve
run, granian = serve.run, serve.Granian
serve.run = lambda target, bind: run("other:factory", bind)
serve.Granian = lambda *a, **k: granian(*a, **{{**k, **{options!r}}})
from intake.cli import main
main(["serve"])
"""


def launch_other(folder: Path, app: str, **options: object) -> tuple[str, ...]:
    """Arguments to Python that launch this app, with these options to granian."""
    folder.mkdir()
    (folder / "other.py").write_text(app)
    return "-c", START.format(folder=str(folder), options=options)


def post(body: bytes, *headers: bytes, path: bytes = b"/drop", kind: bytes = b"application/octet-stream") -> bytes:
    lines = (b"POST " + path + b" HTTP/1.1", b"Host: line.example", b"Connection: close", *headers)
    length = b"Content-Length: %d" % len(body)
    return b"\r\n".join((*lines, b"Content-Type: " + kind, length, b"", body))


def get(path: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join((b"GET " + path + b" HTTP/1.1", b"Host: x", b"Connection: close", *headers, b"", b""))


def requests(line: IntakeLine, canary: bytes) -> dict[str, bytes]:
    """Every place of a request in which a sender's mark can stand, each filled with the canary."""
    drop, mark = line.drop(), canary.ljust(DROP, b".")
    in_headers = {name: post(drop, name.encode() + b": " + canary) for name in HEADERS}
    return {
        **in_headers,
        "path": get(b"/" + canary),
        "query": get(b"/mix?who=" + canary),
        "query of a drop": post(drop, path=b"/drop?who=" + canary),
        "host": b"GET /mix HTTP/1.1\r\nHost: " + canary + b"\r\nConnection: close\r\n\r\n",
        "method": canary + b" /drop HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "body": post(mark),
        "too long a body": post(canary * 4096),
        "query of too long a body": post(bytes(2 * DROP), path=b"/drop?who=" + canary),
        "chunked body": get(b"/drop")
        .replace(b"GET", b"POST")
        .replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
        + b"20\r\n"
        + canary[:32]
        + b"\r\n0\r\n\r\n",
        "body cut short": post(mark)[:-1000],
        "malformed request line": canary + b"\r\n\r\n",
        "malformed header": get(b"/mix", canary + b" no colon"),
        "huge header": get(b"/mix", b"X-Long: " + canary * 20000),
        "bad length": post(b"").replace(b"Content-Length: 0", b"Content-Length: " + canary),
        "proxy line": b"PROXY TCP4 192.0.2.77 198.51.100.1 " + canary + b" 80\r\n" + get(b"/mix"),
        "bad escape": get(b"/%zz" + canary),
        "old protocol": b"GET /" + canary + b"\r\n\r\n",
    }


def traces(line: IntakeLine, send: Callable[[bytes], bytes], *folders: Path) -> dict[str, set[str]]:
    """By place, the files below the folders in which the canary sent there occurs; an epoch is closed in between."""
    canaries = {place: secrets.token_hex(16).encode() for place in requests(line, b"x" * 32)}
    for place, canary in canaries.items():
        send(requests(line, canary)[place])
    line.close()
    found = {
        place: set[str]().union(*(files_with(one, canary) for one in folders)) for place, canary in canaries.items()
    }
    return {place: files for place, files in found.items() if files}


@pytest.mark.promise("P5")
def test_nothing_of_a_request_is_written_anywhere(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert traces(server.line, server.send, server.folder) == {}
        assert server.send(post(server.line.drop())).startswith(b"HTTP/1.1 200")
    assert (tmp_path / "stdout").read_bytes() + (tmp_path / "stderr").read_bytes() == b""


@pytest.mark.mutant("P5")
def test_the_servers_own_log_would_be_caught(tmp_path: Path) -> None:
    launch = launch_other(tmp_path / "code", LOUD, log_enabled=True, log_access=True)
    with running(tmp_path / "run", launch) as server:
        found = traces(server.line, server.send, server.folder)
    assert {"path", "bad escape"} <= set(found)
    assert b"127.0.0.1" in (tmp_path / "run" / "stdout").read_bytes()


PROSE = b"what=The+controller+backdates+invoices"
FORM = b"application/x-www-form-urlencoded"
MULTIPART = b"multipart/form-data; boundary=x"
# What would accept words if somebody added a form for browsers without script.
ACCEPTING = """
from pathlib import Path
import os
from flask import request
from intake import app, views
register = views.register
def with_form(made, *args):
    register(made, *args)
    @made.post("/<path:path>")
    def form(path):
        Path(os.environ["INTAKE_DATA_DIR"], "words").open("ab").write(request.get_data())
        return "thank you"
views.register = with_form
import intake.wsgi
factory = intake.wsgi.public
"""


def prose_requests() -> list[bytes]:
    part = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + PROSE * 20000 + b"\r\n--x--\r\n"
    )
    return [
        post(PROSE, kind=FORM),
        post(PROSE, path=b"/", kind=FORM),
        post(PROSE, path=b"/en/", kind=FORM),
        post(part, kind=MULTIPART),
        post(part, path=b"/en/", kind=MULTIPART),
        post(PROSE.ljust(DROP), kind=b"text/plain"),
        post(PROSE.ljust(DROP)),
        get(b"/en/?" + PROSE),
    ]


def kept_prose(server: Server) -> set[str]:
    """The files in which words occur that were posted as words. Raises AssertionError when any of them is welcome."""
    for request in prose_requests():
        answer = server.send(request)
        assert not answer.startswith(b"HTTP/1.1 2") or b"not stored: reload" in answer
    server.line.close()
    return files_with(server.folder, b"backdates")


@pytest.mark.promise("P17")
def test_words_that_are_posted_as_words_are_refused_and_not_kept(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert kept_prose(server) == set()


@pytest.mark.mutant("P17")
def test_a_route_that_takes_words_would_be_caught(tmp_path: Path) -> None:
    launch = launch_other(tmp_path / "code", ACCEPTING)
    with running(tmp_path / "run", launch) as server, pytest.raises(AssertionError):
        kept_prose(server)
    assert files_with(tmp_path / "run", b"backdates")
