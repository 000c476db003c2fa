"""A flood slows everybody alike: whoever floods, nobody is told apart, and an honest drop gets in."""

import time
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient
from flask_limiter import Limiter

from crypto.drop import Kind
from intake import limits, views
from tests.integration.intake_line import OCTETS, IntakeLine

FLOODER, COLLEAGUE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def line(tmp_path: Path) -> IntakeLine:
    return IntakeLine(tmp_path)


def status_from(client: FlaskClient, address: str, drop: bytes) -> int:
    answer = client.post("/drop", data=drop, content_type=OCTETS, environ_base={"REMOTE_ADDR": address})
    return answer.status_code


def views_of_both(line: IntakeLine) -> tuple[int, int]:
    """What the flooder and somebody else are answered once the flooder has used up a limit."""
    client, cover = line.client(), line.drop(kind=Kind.COVER)
    for _ in range(4):
        status_from(client, FLOODER, cover)
    return status_from(client, FLOODER, cover), status_from(client, COLLEAGUE, cover)


@pytest.mark.promise("P15")
def test_nobody_learns_from_the_limit_who_else_sent(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "DROPS", "3 per hour")
    assert views_of_both(line) == (429, 429)


@pytest.mark.mutant("P15")
def test_a_limit_for_each_address_would_be_caught(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "DROPS", "3 per hour")
    monkeypatch.setattr(limits, "Limiter", lambda _key, **more: Limiter(lambda: str(request.remote_addr), **more))
    flooder, colleague = views_of_both(line)
    assert flooder != colleague


@pytest.mark.promise("P15")
def test_an_honest_drop_gets_in_during_a_flood(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "DROPS", "10 per second")
    client, cover, envelope = line.client(), line.drop(kind=Kind.COVER), line.envelope()
    honest, deadline, flood = line.drop(envelope), time.monotonic() + 60, set[int]()
    while time.monotonic() < deadline and envelope not in line.accepted():
        flood |= {status_from(client, FLOODER, cover) for _ in range(10)}  # ten times as many as the honest one's
        status_from(client, COLLEAGUE, honest)
    assert envelope in line.accepted()
    while 429 not in flood:  # and it was a flood: more than the limit lets through
        flood |= {status_from(client, FLOODER, cover) for _ in range(100)}
