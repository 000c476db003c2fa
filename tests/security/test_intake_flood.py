"""A flood slows everybody alike: whoever floods, nobody is told apart, and an honest drop gets in."""

import json
import time
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient
from flask_limiter import Limiter

from crypto.drop import Kind, seal_drop
from crypto.limits import DROP
from crypto.mix import solve
from intake import limits, work
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
    monkeypatch.setattr(limits.DrawnLimit, "__call__", lambda _: "3 per hour")
    assert views_of_both(line) == (429, 429)


@pytest.mark.mutant("P15")
def test_a_limit_for_each_address_would_be_caught(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.DrawnLimit, "__call__", lambda _: "3 per hour")
    monkeypatch.setattr(limits, "Limiter", lambda _key, **more: Limiter(lambda: str(request.remote_addr), **more))
    flooder, colleague = views_of_both(line)
    assert flooder != colleague


@pytest.mark.promise("P15")
def test_what_is_no_drop_uses_up_nothing(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits.DrawnLimit, "__call__", lambda _: "3 per hour")
    client = line.client()
    for body in (b"", b"x", bytes(DROP + 1)) * 5:
        assert client.post("/drop", data=body, content_type=OCTETS).status_code in (400, 411, 413)
    assert client.post("/drop", data=line.drop(), content_type=OCTETS).data.startswith(b"stored")


@pytest.mark.promise("P15")
def test_the_limit_is_another_in_each_second(monkeypatch: pytest.MonkeyPatch) -> None:
    limit, drawn = limits.DrawnLimit(lambda: now), set[str]()
    for second in range(200):
        now = second + 0.1
        first = limit()
        now = second + 0.9
        assert limit() == first
        drawn.add(first)
    assert len(drawn) > 50


@pytest.mark.promise("P15")
def test_an_honest_drop_gets_in_during_a_flood(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_DROPS", range(10, 20))
    client, cover, envelope = line.client(), line.drop(kind=Kind.COVER), line.envelope()
    honest, deadline, flood = line.drop(envelope), time.monotonic() + 60, set[int]()
    while time.monotonic() < deadline and envelope not in line.accepted():
        flood |= {status_from(client, FLOODER, cover) for _ in range(10)}  # ten times as many as the honest one's
        status_from(client, COLLEAGUE, honest)
    assert envelope in line.accepted()
    while 429 not in flood:  # and it was a flood: more than the limit lets through
        flood |= {status_from(client, FLOODER, cover) for _ in range(100)}


def flood_until_work_is_asked(line: IntakeLine, client: FlaskClient) -> int:
    """Send covers without any work, each another, until a mix asks for it; returns the bits."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if bits := json.loads(json.loads(client.get("/mix").data)["body"])["bits"]:
            return int(bits)
        for _ in range(10):
            status_from(client, FLOODER, line.drop(kind=Kind.COVER))
    raise AssertionError("a flood that costs nothing goes on")


@pytest.mark.promise("P15")
def test_a_flood_must_pay_and_an_honest_drop_that_pays_gets_in(
    line: IntakeLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, honest, client = refused_flood(line, monkeypatch)
    assert free.startswith(b"not stored")
    assert client.post("/drop", data=honest, content_type=OCTETS).data.startswith(b"stored")


@pytest.mark.mutant("P15")
def test_an_intake_that_never_asks_for_work_would_be_caught(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work.WorkAsked, "enough", lambda *_: 0)
    free, _, _ = refused_flood(line, monkeypatch)
    assert free.startswith(b"stored")


def refused_flood(line: IntakeLine, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, bytes, FlaskClient]:
    """The answer to a drop without work once a flood has gone on for a while, and a drop with the work that is asked.

    Time is shortened a hundredfold, and so is what counts as many.
    """
    monkeypatch.setattr(work, "WINDOW_SECONDS", 0.2)
    monkeypatch.setattr(work, "GRACE_SECONDS", 0.4)
    monkeypatch.setattr(work, "MANY", range(2, 4))
    client, cover = line.client(), line.drop(kind=Kind.COVER)
    flood_until_work_is_asked(line, client)
    deadline, free = time.monotonic() + 10, b"stored"
    while free.startswith(b"stored") and time.monotonic() < deadline:
        free = client.post("/drop", data=cover, content_type=OCTETS).data
    envelope, mix = line.envelope(), line.store.keys().mix
    return free, seal_drop(Kind.ENVELOPE, envelope, mix.public, solve(mix.challenge, envelope, 14)), client
