"""An open page alone lets nobody into a case, and carries out nothing that two have agreed."""

from collections.abc import Iterator

import pytest

from reviewer import api_cases, step_up
from tests.integration.reviewer.committee import Committee, Person
from tests.integration.reviewer.treating import Matter, Offered, file_case
from tests.lifecycle.story import content as plain_content


def offers(matter: Matter, chair: Person, other: Person) -> Iterator[tuple[str, Offered]]:
    """Entries that the case would take, each made when the one before was tried; they want a fresh second factor."""
    held = len(matter.documents)
    matter.say(chair, "hold_placed")
    request = matter.ask(chair, "hold_released", hold=held)
    for person in (chair, other):
        matter.agree(person, request)
    matter.line.time.pass_by(minutes=step_up.FRESH_MINUTES + 1)
    asked = plain_content("hold_released", hold=held, request=request)
    yield "release", matter.offer(chair, asked, approvals=(matter.approval(request, chair, other),))
    yield "renewal", matter.offer(chair, plain_content("renewal"))


def written_without_a_fresh_factor(line: Committee) -> set[str]:
    """The grave entries that a session writes whose second factor is eleven minutes old."""
    chair, other = line.people[:2]
    for person in (chair, other):
        person.sign_in()
    matter, done = file_case(chair, line, (chair, other)), set()
    for name, offered in offers(matter, chair, other):
        answer = matter.post(chair, offered)
        if answer.status_code == 201:
            done.add(name)
        else:
            assert (answer.status_code, answer.get_json()) == (403, {"error": "confirm"})
    return done


@pytest.mark.promise("P13")
def test_an_open_page_alone_lets_nobody_in_and_carries_nothing_out(founded: Committee) -> None:
    assert written_without_a_fresh_factor(founded) == set()


@pytest.mark.mutant("P13")
def test_a_server_that_asks_for_no_fresh_factor_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_cases, "is_grave", lambda offer: False)
    assert written_without_a_fresh_factor(founded) == {"renewal", "release"}


def test_what_is_not_grave_is_written_at_any_time(founded: Committee) -> None:
    chair, other = founded.people[:2]
    for person in (chair, other):
        person.sign_in()
    founded.time.pass_by(minutes=step_up.FRESH_MINUTES + 1)
    matter = file_case(chair, founded, (chair, other))
    assert matter.say(chair, "note").status_code == 201


def test_the_answer_is_the_same_for_a_case_that_is_another_s_or_none(founded: Committee) -> None:
    chair, other, left_out = founded.people
    for person in founded.people:
        person.sign_in()
    matter = file_case(chair, founded, (chair, other))
    founded.time.pass_by(minutes=step_up.FRESH_MINUTES + 1)
    body = matter.offer(chair, plain_content("renewal")).body
    paths = (f"{matter.path}/entries", f"/api/cases/{'0' * 32}/entries")
    assert [left_out.post(path, body).get_json() for path in paths] == [{"error": "confirm"}] * 2
    assert left_out.post("/api/confirm", {"code": left_out.code()}).status_code == 204
    assert left_out.post(paths[0], body).get_json() == {"error": "not_found"}
