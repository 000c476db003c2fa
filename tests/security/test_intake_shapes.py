"""Requests of shapes that no browser sends: the intake answers each by its fixed words, writes nothing, and goes on."""

import secrets
import socket
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.integration.intake_line import TOKEN
from tests.security.intake_server import LAUNCH, START_SECONDS, exchange, files_with, running
from tests.security.shapes import FIRST, PATIENCE, Target, statuses, wrongs
from tests.security.test_intake_proxy import line_behind, status
from tests.security.test_intake_traces import launch_other, post

PUBLIC = Target(b"/directory", b"/drop", b"application/octet-stream", b"line.example")
COURIER = Target(b"/courier/state", b"/courier/board", b"application/octet-stream", b"127.0.0.1")
SIDES = ("direct", "by TLS", "by onion")
# An app that answers with what it was asked for, as many do on their pages for errors.
REPEATING = """
import intake.wsgi
def factory():
    app = intake.wsgi.public()
    @app.after_request
    def repeat(response):
        from flask import request
        response.headers["X-Asked"] = request.path
        return response
    return app
"""


def canaries() -> tuple[bytes, bytes]:
    return secrets.token_hex(16).encode(), secrets.token_hex(16).encode()


def publish_nothing(site: Path) -> None:
    site.mkdir()
    (site / "manifest.json").write_text('{"files": {}}')


def sender(connect: Callable[[], socket.socket]) -> Callable[[bytes], bytes]:
    def send(request: bytes) -> bytes:
        with connect() as connection:
            return exchange(connection, request, PATIENCE, FIRST)

    return send


@pytest.mark.promise("P5")
@pytest.mark.parametrize("side", SIDES)
def test_whatever_shape_a_request_has_the_answer_is_fixed_and_nothing_is_written(tmp_path: Path, side: str) -> None:
    marks = canaries()
    with line_behind(tmp_path) as line:
        publish_nothing(line.server.line.settings.site_dir)
        sides = dict(zip(SIDES, (line.server.connect, line.proxy.connect, line.proxy.connect_onion), strict=True))
        assert list(wrongs(sender(sides[side]), PUBLIC, marks)) == []
        assert not [files_with(folder, mark) for folder in line.folders for mark in marks if files_with(folder, mark)]
        assert status(line.server.send(post(line.server.line.drop()), START_SECONDS)) == 200
    for name in ("intake/stdout", "intake/stderr", "proxy/stdout", "proxy/stderr"):
        assert (tmp_path / name).read_bytes() == b""


@pytest.mark.mutant("P5")
def test_an_intake_that_repeats_what_was_asked_for_would_be_caught(tmp_path: Path) -> None:
    with running(tmp_path / "run", launch_other(tmp_path / "code", REPEATING)) as server:
        assert [one for one in wrongs(sender(server.connect), PUBLIC, canaries()) if "by what was sent" in one]


@pytest.mark.promise("P5")
@pytest.mark.parametrize("known", [True, False], ids=["with the token", "without"])
def test_the_couriers_side_answers_every_shape_in_fixed_words_too(tmp_path: Path, known: bool) -> None:
    token, marks = tmp_path / "courier.token", canaries()
    token.touch(mode=0o600)
    token.write_bytes(TOKEN)
    with tempfile.TemporaryDirectory(prefix="run") as run:
        path = Path(run, "courier.sock")
        told = {"INTAKE_COURIER_BIND": f"unix:{path}", "INTAKE_COURIER_TOKEN_FILE": str(token)}
        with running(tmp_path / "intake", (*LAUNCH, "--courier"), path=path, more=told) as server:
            target = replace(COURIER, own=(b"Authorization: Bearer " + (TOKEN if known else b"t"),))
            assert statuses(server.send(target.get(target.page), START_SECONDS)) == [200 if known else 401]
            assert list(wrongs(sender(server.connect), target, marks)) == []
            assert not [mark for mark in marks if files_with(server.folder, mark)]
    assert (tmp_path / "intake" / "stdout").read_bytes() + (tmp_path / "intake" / "stderr").read_bytes() == b""
