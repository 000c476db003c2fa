"""Every route is described in docs/openapi/, and answers as described, whatever is asked; none fails.

The members' routes answer to nobody who is not signed in, whatever is asked.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from reviewer import enrolment
from reviewer.access import Access
from tests.integration.intake_line import TOKEN, IntakeLine
from tests.integration.reviewer.committee import ADDRESS, SAME_ORIGIN, Committee, Founding, Person, Reviewers
from tests.integration.reviewer.record_line import RecordLine
from tests.integration.reviewer.stores import SqliteFiles
from tests.integration.reviewer.test_audit_routes import as_auditor
from tests.security.api.described import (
    KNOWN,
    Side,
    any_request,
    cases,
    complaints,
    is_for_members,
    operations,
    routes,
)

EXAMPLES = int(os.environ.get("API_EXAMPLES", "8"))
DEEP = 100
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
MEMBERS = [label for label, one in sorted(operations("reviewer").items()) if is_for_members(one)]
SIDES = ("intake", "courier", "a stranger", "a member at the founding", "a member")
ICON = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IntakeLine]:
    """With a board, a closed epoch and a published file."""
    made = IntakeLine(tmp_path_factory.mktemp("intake") / "data")
    made.published.put_board(made.first_board())
    made.close()
    site = made.settings.site_dir
    site.mkdir()
    entry = {"sha256": hashlib.sha256(ICON).hexdigest(), "bytes": len(ICON), "content_type": "image/svg+xml"}
    (site / "icon.svg").write_bytes(ICON)
    (site / "manifest.json").write_text(json.dumps({"files": {"/icon.svg": entry}}))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def reviewers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewers]:
    made = Reviewers(Founding(SqliteFiles(), tmp_path_factory.mktemp("api") / "founding"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def founded(reviewers: Reviewers, tmp_path_factory: pytest.TempPathFactory) -> Committee:
    return reviewers.copy(tmp_path_factory.mktemp("founded"))


@pytest.fixture(scope="module")
def founder(reviewers: Reviewers, tmp_path_factory: pytest.TempPathFactory) -> Person:
    """The first to enrol, of a committee that is not founded yet."""
    line = reviewers.new(tmp_path_factory.mktemp("empty"))
    with line.database.write() as session:
        token = enrolment.invite(session, line.settings.wrap_key, 0, "Chair", "chair", line.time.clock().today())
    person = line.stranger()
    assert person.enrol(token.hex(), "violet ladder quietly mending").status_code == 204
    return person


@pytest.fixture(scope="module")
def auditor(reviewers: Reviewers, tmp_path_factory: pytest.TempPathFactory) -> Person:
    """Of a line with cases in every state."""
    return as_auditor(RecordLine(reviewers.copy(tmp_path_factory.mktemp("audited"))).live())


def a_member(person: Person) -> Side:
    """Signed in, anew if what was asked before has ended that."""
    if person.get("/api/session").status_code != 200:
        assert person.sign_in().status_code == 200
    return Side(person.client, ADDRESS, SAME_ORIGIN)


@pytest.fixture(scope="module")
def sides(line: IntakeLine, founded: Committee, founder: Person, auditor: Person) -> dict[str, Callable[[], Side]]:
    """Who asks, made ready for one request after the other."""
    public, courier = Side(line.client(), "https://line.example"), Side(line.courier(), "http://127.0.0.1", _token())
    stranger = Side(founded.app.test_client(use_cookies=False), ADDRESS, SAME_ORIGIN)
    return {
        "intake": lambda: public,
        "courier": lambda: courier,
        "a stranger": lambda: stranger,
        "a member at the founding": partial(a_member, founder),
        "a member": partial(a_member, founded.people[0]),
        "an auditor": partial(a_member, auditor),
    }


def _token() -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKEN.decode()}"}


def document_of(side: str) -> str:
    return side if side in ("intake", "courier") else "reviewer"


@pytest.mark.parametrize("side", ["intake", "courier", "a stranger"])
def test_every_route_is_described_and_every_description_is_of_a_route(
    sides: dict[str, Callable[[], Side]], side: str
) -> None:
    assert routes(sides[side]().client.application) == set(operations(document_of(side)))


def wrong(side: Callable[[], Side], document: str, label: str, examples: int) -> list[str]:
    """What is not answered as the document says."""
    operation = operations(document)[label]
    made = [case for mode in MODES for case in cases(operation, mode, examples)]
    return [one for case in made for one in complaints(side(), operation, [case])]


ALL = [(side, label) for side in SIDES for label in sorted(operations(document_of(side)))]
ALL += [("an auditor", label) for label in MEMBERS if "/audit/" in label or "/checkpoint" in label]


@pytest.mark.parametrize(("side", "label"), ALL, ids=[f"{side} {label}" for side, label in ALL])
def test_every_answer_is_as_described(sides: dict[str, Callable[[], Side]], side: str, label: str) -> None:
    assert wrong(sides[side], document_of(side), label, EXAMPLES) == []


@pytest.mark.parametrize(
    "view", [lambda: {"batches": [], "asked_by": "director"}, lambda: 1 / 0], ids=["more", "fails"]
)
def test_a_route_that_fails_or_says_more_than_described_would_be_caught(
    founded: Committee,
    monkeypatch: pytest.MonkeyPatch,
    sides: dict[str, Callable[[], Side]],
    view: Callable[[], object],
) -> None:
    monkeypatch.setitem(founded.app.view_functions, "inbox.batches", view)
    assert wrong(sides["a member"], "reviewer", "GET /api/batches", 1)


def reached(side: Side, label: str) -> set[int]:
    """The statuses other than 401 that well-formed requests get there."""
    made = cases(operations("reviewer")[label], GenerationMode.POSITIVE, EXAMPLES)
    return {side.send(case).status_code for case in made} - {401}


@pytest.mark.promise("P13")
@pytest.mark.parametrize("label", MEMBERS)
def test_whatever_a_stranger_asks_a_members_route_does_not_open(
    sides: dict[str, Callable[[], Side]], label: str
) -> None:
    assert reached(sides["a stranger"](), label) == set()


@pytest.mark.mutant("P13")
def test_a_members_route_that_opens_would_be_caught(
    founded: Committee, monkeypatch: pytest.MonkeyPatch, sides: dict[str, Callable[[], Side]]
) -> None:
    monkeypatch.setattr("reviewer.access.ACCESS", {"inbox.board": Access.OPEN})
    assert reached(sides["a stranger"](), "GET /api/board") == {404}


def survive(side: Callable[[], Side], document: str, examples: int) -> None:
    """Any request at all gets an answer that is known. Raises AssertionError."""

    @given(any_request(document))
    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=[*HealthCheck])
    def ask(request: dict[str, Any]) -> None:
        own = side()
        request["headers"] = {**own.headers, **request["headers"]}
        answer = own.client.open(base_url=own.base, **request)
        assert answer.status_code in KNOWN, request
        if answer.status_code >= 400 and document != "reviewer" and request["method"] != "HEAD":
            assert len(answer.data) == 32

    ask()


@pytest.mark.parametrize("side", SIDES)
def test_any_request_at_all_gets_an_answer_that_is_known(sides: dict[str, Callable[[], Side]], side: str) -> None:
    survive(sides[side], document_of(side), 10 * EXAMPLES)


@pytest.mark.parametrize("side", ["intake", "a stranger"])
@pytest.mark.parametrize("path", ["//", "//api//line", "/api/line/"])
def test_no_slash_too_many_is_sent_elsewhere(sides: dict[str, Callable[[], Side]], side: str, path: str) -> None:
    own = sides[side]()
    answer = own.client.get(path, base_url=own.base, headers=own.headers)
    assert answer.headers.get("Location") in (None, "/en/")  # what the first page says to everybody


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("side", SIDES)
def test_thousands_of_requests_of_every_shape_are_answered(sides: dict[str, Callable[[], Side]], side: str) -> None:
    survive(sides[side], document_of(side), 10 * DEEP)
    for label in sorted(operations(document_of(side))):
        assert wrong(sides[side], document_of(side), label, DEEP) == []
