"""The reviewer as it is really launched, in a folder of its own, for tests that look at everything it writes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crypto import member
from deploy.founding import found
from deploy.totp import code_at
from tests.called import call
from tests.integration.reviewer.committee import FOUNDERS, INSTANCE, environment
from tests.security.intake_server import ANSWER_SECONDS, ROOT, START_SECONDS, connect, exchange, wait_for

LAUNCH = ("-m", "reviewer", "serve")
NAME = b"reviewer.example"


@dataclass(frozen=True)
class Server:
    """A running reviewer on a unix socket. `folder` holds all that it can write; `authenticator` is the chair's."""

    folder: Path
    path: Path
    pid: int
    authenticator: str

    def send(self, request: bytes, patience: float = ANSWER_SECONDS) -> bytes:
        """Send these very bytes over a connection of its own and return what comes back until it is closed."""
        with connect(self.path) as connection:
            return exchange(connection, request, patience)

    def sign_in(self) -> bytes:
        """Sign the chair in, and return the header by which the browser is known from then on."""
        chair = FOUNDERS[0]
        claim = {
            "login": chair.login,
            "verifier": member.login_verifier(member.stretch(chair.passphrase, chair.login, INSTANCE)).hex(),
            "code": code_at(self.authenticator, time.time()),
        }
        answer = self.send(ask(b"POST", b"/api/sign-in", body=json.dumps(claim).encode()), START_SECONDS)
        assert answer.startswith(b"HTTP/1.1 200"), answer[:20]
        found = [line for line in answer.split(b"\r\n") if line.lower().startswith(b"set-cookie: __host-session=")]
        return b"Cookie: " + found[0].partition(b" ")[2].partition(b";")[0]


def ask(
    method: bytes, path: bytes, *headers: bytes, body: bytes | None = None, kind: bytes = b"application/json"
) -> bytes:
    """A request as a member's page makes it."""
    lines = [
        method + b" " + path + b" HTTP/1.1",
        b"Host: " + NAME,
        b"Sec-Fetch-Site: same-origin",
        b"Connection: close",
    ]
    if body is not None:
        lines += [b"Content-Type: " + kind, b"Content-Length: %d" % len(body)]
    return b"\r\n".join((*lines, *headers, b"", body or b""))


@contextmanager
def running(folder: Path, path: Path, launch: tuple[str, ...] = LAUNCH) -> Iterator[Server]:
    """A founded reviewer, launched with these arguments to Python, on the unix socket `path`; ended with the block."""
    for name in ("tmp", "cwd"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    settings = environment(folder, BIND=f"unix:{path}")
    env = {**_without_settings(), **settings, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")}
    call("reviewer", "db", "upgrade", env=env, cwd=folder / "cwd").check_returncode()
    authenticator = found(settings, FOUNDERS)[0][1]
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen([sys.executable, *launch], env=env, cwd=folder / "cwd", stdout=out, stderr=err)
        try:
            wait_for(process, path)
            yield Server(folder, path, process.pid, authenticator)
        finally:
            process.terminate()
            process.wait(15)


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("REVIEWER_")}
