"""P13 for people beyond the founders, P6 for advisers: each reaches what it may, and sees of others what it may."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crypto.directory import make_keys_signature
from reviewer import access, guests
from reviewer.access import ACCESS, Access
from reviewer.models import Member, Standing
from reviewer.state import signed_in
from tests.integration.reviewer.changing import change, newcomer, sign_in_all
from tests.integration.reviewer.committee import INSTANCE, Committee, Person, Reviewers
from tests.integration.reviewer.test_guests import confirm, guest
from tests.security.reviewer.test_access import routes
from tests.security.reviewer.test_excluded_member import PATHS, Seen, look


def waiting(line: Committee) -> Person:
    return newcomer(line, sign_in_all(line)[0])


def adviser(line: Committee) -> Person:
    return guest(line, sign_in_all(line)[0])


def unconfirmed_auditor(line: Committee) -> Person:
    """Which one member made, and confirmed."""
    chair = sign_in_all(line)[0]
    made = guest(line, chair, "auditors", "External auditor")
    assert confirm(chair, made).status_code == 204
    return made


def auditor(line: Committee) -> Person:
    chair, director, _ = sign_in_all(line)
    made = guest(line, chair, "auditors", "External auditor")
    assert [confirm(one, made).status_code for one in (chair, director)] == [204, 204]
    return made


def retired_by_quorum(line: Committee) -> Person:
    chair, director, counsel = sign_in_all(line)
    newcomer(line, chair)
    change((chair, director), admit=[3])
    change((chair, director, counsel), retire=[2])
    return counsel


REACHES: dict[Callable[[Committee], Person], set[Access]] = {
    waiting: {Access.SIGNED_IN, Access.ENROLLED},
    adviser: {Access.SIGNED_IN, Access.READER, Access.RECORD},
    unconfirmed_auditor: {Access.SIGNED_IN},
    auditor: {Access.SIGNED_IN, Access.AUDITOR, Access.RECORD},
    retired_by_quorum: set(),
}
SHUT = tuple(f'{{"error":"{code}"}}'.encode() for code in ("not_yours", "not_signed_in", "not_confirmed"))
LEAVING = {"sign_in.end", "own.end_session", "own.end_other_sessions"}


def reached(line: Committee, person: Person) -> set[str]:
    """The endpoints that let this person in, whatever they answer then. Those that end sessions are left out."""
    found = set()
    for endpoint, method, path in routes(line.app):
        if ACCESS[endpoint] is not Access.OPEN and endpoint not in LEAVING:
            answer = person.ask(method, path, json=None if method in ("GET", "DELETE") else {})
            assert answer.status_code < 500, path
            if answer.get_data() not in SHUT:
                found.add(endpoint)
    return found


def wanted(levels: set[Access]) -> set[str]:
    return {endpoint for endpoint, level in ACCESS.items() if level in levels and endpoint not in LEAVING}


@pytest.mark.promise("P13")
@pytest.mark.parametrize("role", REACHES)
def test_everybody_reaches_what_they_may_and_nothing_else(
    founded: Committee, role: Callable[[Committee], Person]
) -> None:
    registered = {endpoint for endpoint, _, _ in routes(founded.app)}
    assert reached(founded, role(founded)) == wanted(REACHES[role]) & registered


@pytest.mark.mutant("P13")
def test_a_list_that_lets_in_who_waits_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if any account of a member were on the committee."""
    monkeypatch.setattr(access, "_is_on_the_committee", lambda: signed_in().standing is Standing.MEMBER)
    assert "changes.invite" in reached(founded, waiting(founded)) - wanted(REACHES[waiting])


def others_see(line: Committee, invites: bool) -> list[Seen]:
    """What the director is served, the chair having invited an adviser, who enrolled, and another; or not."""
    chair, director, _ = sign_in_all(line)
    if invites:
        guest(line, chair)
        chair.post("/api/advisers/invitations", {"role": "Forensic accountant"})
    else:
        line.time.pass_by(seconds=60)
    more = ("/api/advisers", "/api/auditors", "/api/changes", "/api/cases", "/api/duty")
    seen = [look(director, path, director.get(path)) for path in (*PATHS, *more)]
    asked = {"slot": 3, "role": "Alternate", "login": "adviser-123456"}
    answers = [director.post("/api/changes/invitations", asked), director.ask("DELETE", "/api/advisers/adviser-123456")]
    return seen + [look(director, "asked", one) for one in answers]


Worlds = Callable[[bool], list[Seen]]


@pytest.fixture
def worlds(reviewers: Reviewers, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """The same committee, twice, at the same times."""
    return lambda invites: others_see(reviewers.copy(tmp_path_factory.mktemp("world")), invites)


@pytest.mark.promise("P6")
def test_that_somebody_invited_an_adviser_is_told_to_nobody_else(worlds: Worlds) -> None:
    assert worlds(True) == worlds(False)


@pytest.mark.mutant("P6")
def test_a_list_of_all_advisers_is_caught(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    def talkative(session: Session, _: Member, today: Any) -> list[dict[str, Any]]:
        return guests._listed(session, today, guests._Whose(Standing.ADVISER, None))

    monkeypatch.setattr(guests, "advisers", talkative)
    assert worlds(True) != worlds(False)


def test_a_newcomer_s_keys_are_for_its_own_slot(founded: Committee) -> None:
    alternate = waiting(founded)
    assert alternate.secret is not None
    own = alternate.secret
    signature = make_keys_signature(own.sign_seed, INSTANCE, 0, 2, own.public().hash)
    answer = alternate.post("/api/changes/keys-signature", {"keys_signature": signature.hex()})
    assert answer.status_code == 400
