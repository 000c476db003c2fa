"""P13, its beginning: every route is declared, and each is for those it is declared for and no one else."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule

from reviewer import access
from reviewer.access import ACCESS, Access, UndeclaredRoute
from reviewer.app import create_app
from reviewer.models import Member, MemberState
from tests.integration.reviewer.committee import Committee, Person

ARGUMENTS = {"name": "app.css", "epoch": 1, "number": 0, "slot": 3, "login": "adviser-000000"}
ARGUMENTS |= {"case": "0" * 32, "item_id": "0" * 32, "start": 0, "mark": "0" * 32, "sequence": 0, "size": 64}


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and a path of every route there is."""
    adapter = app.url_map.bind("reviewer.example")
    for rule in app.url_map.iter_rules():
        path = adapter.build(rule.endpoint, {name: ARGUMENTS[name] for name in rule.arguments})
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            yield rule.endpoint, method, path


def nobody(line: Committee) -> Person:
    return line.stranger()


def idle_member(line: Committee) -> Person:
    person = line.people[0]
    person.sign_in()
    line.time.pass_by(minutes=31)
    return person


def signed_out_member(line: Committee) -> Person:
    person = line.people[0]
    person.sign_in()
    cookies = dict(person.client._cookies or {})
    person.post("/api/sign-out")
    person.client._cookies = cookies  # the browser kept them
    return person


def retired_member(line: Committee) -> Person:
    person = line.people[0]
    person.sign_in()
    with line.database.write() as session:
        session.execute(update(Member).where(Member.login == person.login).values(state=MemberState.RETIRED))
    return person


def operator_with_the_courier_s_token(line: Committee) -> Person:
    person = line.stranger()
    person.client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {'t' * 40}"
    return person


OUTSIDERS = (nobody, idle_member, signed_out_member, retired_member, operator_with_the_courier_s_token)


def reached(line: Committee, outsider: Person) -> set[str]:
    """The routes for members that answer something else than that one is not signed in."""
    found = set()
    for endpoint, method, path in routes(line.app):
        body: dict[str, object] | None = None if method in ("GET", "DELETE") else {}
        answer = outsider.ask(method, path, json=body)
        if ACCESS[endpoint] is Access.MEMBER and answer.status_code != 401:
            found.add(f"{method} {path}")
    return found


@pytest.mark.promise("P13")
@pytest.mark.parametrize("role", OUTSIDERS)
def test_who_is_not_a_signed_in_member_reaches_nothing_of_members(
    founded: Committee, role: Callable[[Committee], Person]
) -> None:
    assert reached(founded, role(founded)) == set()


@pytest.mark.mutant("P13")
def test_one_open_route_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = dict(ACCESS)
    monkeypatch.setattr(access, "ACCESS", declared | {"inbox.batches": Access.OPEN})
    assert reached(founded, nobody(founded)) == {"GET /api/batches"}


@pytest.mark.promise("P13")
def test_a_signed_in_member_is_let_through_everywhere(founded: Committee) -> None:
    member = founded.people[0]
    for endpoint, method, path in routes(founded.app):
        if ACCESS[endpoint] is Access.MEMBER:
            member.sign_in()
            answer = member.ask(method, path, json=None if method in ("GET", "DELETE") else {})
            assert answer.status_code not in (401, 403, 500), (method, path)


@pytest.mark.promise("P13")
def test_an_app_with_a_route_that_nobody_declared_does_not_start(
    founded: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "ACCESS", {name: kind for name, kind in ACCESS.items() if name != "inbox.batches"})
    with pytest.raises(UndeclaredRoute):
        create_app(founded.settings)


@pytest.mark.promise("P13")
def test_a_route_added_after_the_start_is_closed(founded: Committee) -> None:
    """Deny by default: what the table does not know is for nobody but members, whatever it does."""
    founded.app.view_functions["late"] = lambda: "late"
    founded.app.url_map.add(Rule("/late", endpoint="late", methods=["GET"]))
    assert founded.stranger().get("/late").status_code == 401


def test_open_routes_are_these_and_no_others(founded: Committee) -> None:
    opened = {path for endpoint, _, path in routes(founded.app) if ACCESS[endpoint] is Access.OPEN}
    assert opened == {
        "/",
        "/enrol",
        "/recover",
        "/static/app.css",
        "/api/sign-in",
        "/api/sign-in/challenge",
        "/api/sign-in/passkey",
        "/api/enrolment",
        "/api/enrolment/open",
        "/api/recovery",
        "/api/recovery/open",
    }
