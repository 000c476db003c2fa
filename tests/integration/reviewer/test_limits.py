"""How often something may be tried, and that strangers cannot use up a member's tries."""

import re

import pytest
from werkzeug.http import dump_cookie
from werkzeug.test import TestResponse

from crypto import member
from crypto.sealing import filler
from crypto.strict import to_json
from reviewer import enrolment
from reviewer.devices import COOKIE
from reviewer.limits import is_strange
from tests.integration.reviewer.committee import INSTANCE, Committee, Person, stretch

WRONG = {"verifier": "00" * 32, "code": "000000"}
TRIES = 10
MISSES = 60


def fail(person: Person, times: int, login: str = "chair") -> list[int]:
    return [person.post("/api/sign-in", WRONG | {"login": login}).status_code for _ in range(times)]


def test_a_known_device_has_its_own_end_of_tries(founded: Committee) -> None:
    chair, director = founded.people[:2]
    chair.sign_in()
    assert fail(chair, TRIES + 1) == [401] * TRIES + [429]
    assert director.sign_in().status_code == 200


def test_a_device_is_known_for_the_member_it_was_given_to_only(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    assert fail(chair, TRIES + 1, "director") == [401] * (TRIES + 1)
    assert chair.sign_in().status_code == 200


@pytest.mark.parametrize(
    "forged", ["", "x", "." + "A" * 86, "00" * 16, "00" * 16 + ".", "00" * 16 + "." + "A" * 86, "00" * 16 + ".é"]
)
def test_a_forged_device_cookie_is_that_of_no_device(founded: Committee, forged: str) -> None:
    assert is_strange_with(founded, forged)


def test_a_mark_altered_anywhere_is_that_of_no_device(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    device, _, mark = mark_of(chair).partition(".")
    assert not is_strange_with(founded, f"{device}.{mark}")
    for altered in (f"{'1' if device[0] == '0' else '0'}{device[1:]}.{mark}", f"{device}.{mark[1:]}"):
        assert is_strange_with(founded, altered)


def is_strange_with(line: Committee, cookie: str) -> bool:
    """Whether the chair's sign-in on a device with this cookie is one on a new device."""
    cookies = dump_cookie(COOKIE, cookie).encode().decode("latin-1")
    asked = line.app.test_request_context(
        "/api/sign-in", method="POST", json=WRONG | {"login": "chair"}, headers={"Cookie": cookies}
    )
    with asked:
        return is_strange()


def test_what_stays_in_the_browser_does_not_say_whose_it_is(founded: Committee) -> None:
    for person in founded.people[:2]:
        person.sign_in()
        assert re.fullmatch(r"[0-9a-f]{32}\.[A-Za-z0-9_-]{86}", mark_of(person))
        assert person.login.encode().hex() not in mark_of(person)


def test_the_same_device_keeps_its_id(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    first = mark_of(chair)
    chair.sign_in()
    assert mark_of(chair) == first


def mark_of(person: Person) -> str:
    cookie = person.client.get_cookie(COOKIE, domain="reviewer.example")
    assert cookie is not None
    return cookie.value


def test_signing_in_rightly_uses_nothing_up(founded: Committee) -> None:
    for _ in range(TRIES + 3):
        founded.people[0].client.delete_cookie(COOKIE, domain="reviewer.example")
        assert founded.people[0].sign_in().status_code == 200


def test_the_device_of_an_enrolment_is_known_from_the_first_sign_in_on(empty: Committee) -> None:
    with empty.database.write() as session:
        today = empty.time.clock().today()
        token = enrolment.invite(session, empty.settings.wrap_key, 5, "Alternate", "alternate", today)
    person = empty.stranger()
    assert person.enrol(token.hex(), "saddle marble quickly painting").status_code == 204
    assert fail(person, TRIES + 1, "alternate") == [401] * TRIES + [429]  # tries of its own


def open_recovery(person: Person) -> TestResponse:
    proof = member.sheet_proof(member.sheet_key(person.sheet_code, INSTANCE)).hex()
    return person.post("/api/recovery/open", {"login": person.login, "proof": proof, "code": person.code()})


def renewal(token: str) -> dict[str, str]:
    root = stretch("saddle marble quickly painting", "chair")
    return {"token": token, "verifier": member.login_verifier(root).hex(), "wrapped": to_json(bytes(156))}


def test_the_device_of_a_recovery_is_known_from_then_on(founded: Committee) -> None:
    chair = founded.people[0]
    token = open_recovery(chair).get_json()["token"]
    assert chair.post("/api/recovery", renewal(token)).status_code == 204
    assert fail(chair, TRIES + 1) == [401] * TRIES + [429]  # tries of its own


def test_made_up_links_stop_nobody_with_a_real_one(empty: Committee) -> None:
    with empty.database.write() as session:
        today = empty.time.clock().today()
        token = enrolment.invite(session, empty.settings.wrap_key, 5, "Alternate", "alternate", today).hex()
    stranger, person = empty.stranger(), empty.stranger()
    body = {"sign_key": "00" * 32, "x25519": "00" * 32, "verifier": "00" * 32, "proof": "00" * 32, "code": "000000"}
    body |= {"mlkem": to_json(bytes(1184)), "wrapped": to_json(bytes(156)), "resting": to_json(bytes(156))}
    for path, more in (("/api/enrolment/open", {}), ("/api/enrolment", body)):
        tried = [stranger.post(path, {"token": "00" * 32, **more}).status_code for _ in range(MISSES + 1)]
        assert tried == [404] * MISSES + [429]
    assert person.enrol(token, "saddle marble quickly painting").status_code == 204


def test_made_up_tokens_stop_nobody_who_has_shown_the_sheet(founded: Committee) -> None:
    chair, stranger = founded.people[0], founded.stranger()
    token = open_recovery(chair).get_json()["token"]
    tried = [stranger.post("/api/recovery", renewal("x")).status_code for _ in range(MISSES + 1)]
    assert tried == [401] * MISSES + [429]
    assert chair.post("/api/recovery", renewal(token)).status_code == 204


def test_a_link_that_works_may_be_opened_as_often_as_it_takes(empty: Committee) -> None:
    with empty.database.write() as session:
        today = empty.time.clock().today()
        token = enrolment.invite(session, empty.settings.wrap_key, 5, "Alternate", "alternate", today).hex()
    person = empty.stranger()
    opened = [person.post("/api/enrolment/open", {"token": token}).status_code for _ in range(MISSES + 1)]
    assert opened == [200] * (MISSES + 1)


def test_imports_are_limited_for_each_member(founded: Committee) -> None:
    chair, director = founded.people[:2]
    envelope = filler(INSTANCE)
    for person in (chair, director):
        person.sign_in()
    assert [chair.ask("POST", "/api/imports", data=envelope).status_code for _ in range(21)] == [204] * 20 + [429]
    assert director.ask("POST", "/api/imports", data=envelope).status_code == 204


def test_the_refusal_says_no_more_than_that(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    fail(chair, TRIES)
    answer = chair.post("/api/sign-in", WRONG | {"login": "chair"})
    assert answer.get_json() == {"error": "too_many"}
    assert not [name for name, _ in answer.headers if name.lower().startswith(("x-ratelimit", "retry-after"))]
