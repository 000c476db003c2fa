"""P6 at the reviewer: what a member is served is the same whether there is a report that excludes it or none at all."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory, verify_directory, versions_with
from crypto.entropy import fresh
from crypto.errors import NotARecipient
from crypto.limits import ENTRY, ENVELOPE, MARKS
from crypto.opening import open_envelope
from crypto.sealing import filler
from reviewer import inbox
from reviewer.models import Outbox
from tests.integration.reviewer.committee import INSTANCE, Committee, Person, Reviewers
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.integration.reviewer.reporter import Writer

PATHS = ("/", "/api/session", "/api/founding", "/api/directory", "/api/batches", "/api/marks", "/api/board")


@dataclass(frozen=True)
class Seen:
    """One answer as the excluded member's browser has it: everything but bytes that are random by nature."""

    path: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def world(line: Committee, *, report: bool) -> list[Seen]:
    """Three days; in one of the worlds somebody reports the counsel, and the others read, answer and import."""
    chair, director, counsel = line.people
    intake = FakeIntake(line.time)
    intake.carry(line)
    chair.sign_in()
    directory = verify_directory(chair.get("/api/directory").data, today=None, fingerprint=None)
    for _ in range(3):
        intake.close(*[Writer.new(excluded=[2]).write(directory, "About the counsel.")] if report else [])
        intake.carry(line)
        if report:
            others_work(chair, director)
    return transcript(counsel, directory)


def others_work(chair: Person, director: Person) -> None:
    for person in (chair, director):
        person.sign_in()
        epoch = person.get("/api/batches").get_json()["batches"][-1]["epoch"]
        assert person.ask("PUT", "/api/scan", json={"epoch": epoch}).status_code == 204
        assert person.ask("PUT", "/api/marks", data=fresh(MARKS)).status_code == 204
    assert chair.ask("POST", "/api/replies", data=fresh(3 * ENTRY)).status_code == 204
    assert director.ask("POST", "/api/imports", data=filler(INSTANCE)).status_code == 204


def transcript(person: Person, directory: CurrentDirectory) -> list[Seen]:
    """All that the member can ask for, and that nothing of it opens."""
    seen = [look(person, "sign-in", person.sign_in())]
    seen += [look(person, path, person.get(path)) for path in PATHS]
    for listed in person.get("/api/batches").get_json()["batches"]:
        answer = person.get(f"/api/batches/{listed['epoch']}/0")
        assert opened(person, directory, answer.data) == 0
        seen.append(look(person, "batch", answer))
    return seen


def look(person: Person, path: str, answer: object) -> Seen:
    status, body = answer.status, answer.data  # type: ignore[attr-defined]
    headers = tuple(sorted((n, v) for n, v in answer.headers if n not in ("Set-Cookie", "Date")))  # type: ignore[attr-defined]
    if "octet-stream" in answer.content_type:  # type: ignore[attr-defined]
        body = bytes(len(body))  # random to whoever holds no key; its length is what could tell
    return Seen(path, status, headers, re.sub(rb'"sha256":"[0-9a-f]{64}"', b"hash", body))


def opened(person: Person, directory: CurrentDirectory, batch: bytes) -> int:
    assert person.secret is not None
    hashes, count = versions_with(directory.chain, person.secret.public().hash), 0
    for start in range(0, len(batch), ENVELOPE):
        try:
            open_envelope(batch[start : start + ENVELOPE], person.secret, hashes, INSTANCE)
            count += 1
        except NotARecipient:
            continue
    return count


Worlds = Callable[[bool], list[Seen]]


@pytest.fixture
def worlds(reviewers: Reviewers, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """The same committee, twice, at the same times."""
    return lambda report: world(reviewers.copy(tmp_path_factory.mktemp("world")), report=report)


@pytest.mark.promise("P6")
def test_an_excluded_member_is_served_the_same_as_if_there_were_no_report(worlds: Worlds) -> None:
    assert worlds(True) == worlds(False)


@pytest.mark.mutant("P6")
def test_a_server_that_tells_how_much_waits_is_caught(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = inbox.batches

    def talkative(session: Session) -> list[dict[str, Any]]:
        waiting = session.scalar(select(func.count()).select_from(Outbox))
        return [{**one, "waiting": waiting} for one in honest(session)]

    monkeypatch.setattr(inbox, "batches", talkative)
    assert worlds(True) != worlds(False)
