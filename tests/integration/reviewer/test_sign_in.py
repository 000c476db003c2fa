"""Coming in: passphrase and authenticator, sessions, devices."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from crypto.derivation import sha256
from reviewer import sessions
from reviewer.models import Member, MemberState, SignedIn
from tests.integration.reviewer.committee import Committee, Reviewers


def test_a_member_signs_in_and_unwraps_the_keys_that_were_enrolled(founded: Committee) -> None:
    chair = founded.people[0]
    answer = chair.sign_in()
    assert answer.status_code == 200
    assert chair.unlock(answer) == chair.secret
    body = answer.get_json()
    assert body["founded"] is True
    assert body["member"]["role"] == "Chair of the Audit Committee"
    assert body["instance"] == founded.settings.instance.hex()


def test_the_session_answers_as_long_as_it_lives(founded: Committee) -> None:
    chair = founded.people[0]
    assert chair.get("/api/session").status_code == 401
    chair.sign_in()
    assert chair.get("/api/session").get_json()["member"]["login"] == "chair"
    assert chair.post("/api/sign-out").status_code == 204
    assert chair.get("/api/session").status_code == 401


def test_the_sign_in_name_is_taken_in_any_case_and_width(founded: Committee) -> None:
    assert founded.people[0].sign_in(login="  ＣHair ").status_code == 200


def test_a_code_works_once(founded: Committee) -> None:
    chair, other = founded.people[0], founded.stranger()
    assert chair.sign_in().status_code == 200
    again = {"login": chair.login, "verifier": chair.verifier(), "code": chair.code()}
    assert other.post("/api/sign-in", again).status_code == 401


def test_an_earlier_code_does_not_work_after_a_later_one(founded: Committee) -> None:
    chair = founded.people[0]
    early = chair.code()
    assert chair.sign_in().status_code == 200
    assert (
        chair.post("/api/sign-in", {"login": "chair", "verifier": chair.verifier(), "code": early}).status_code == 401
    )


@pytest.mark.parametrize(("late", "status"), [(-60, 401), (-30, 200), (0, 200), (30, 200), (60, 401)])
def test_a_code_is_taken_half_a_minute_early_or_late(founded: Committee, late: int, status: int) -> None:
    chair = founded.people[0]
    founded.time.pass_by(minutes=5)
    code = chair.code()
    founded.time.pass_by(seconds=late - 30)
    assert chair.sign_in(code=code).status_code == status


def test_a_session_ends_by_idleness_and_not_while_it_is_used(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    for _ in range(3):
        founded.time.pass_by(minutes=29)
        assert chair.get("/api/session").status_code == 200
    founded.time.pass_by(minutes=30)
    assert chair.get("/api/session").status_code == 401


def test_a_session_in_constant_use_ends_after_twelve_hours(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    for _ in range(12 * 60 // 20):
        assert chair.get("/api/session").status_code == 200
        founded.time.pass_by(minutes=20)
    assert chair.get("/api/session").status_code == 401


def test_signing_in_again_makes_a_new_token_and_ends_the_old_one(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    old = chair.client.get_cookie(sessions.COOKIE, domain="reviewer.example")
    chair.sign_in()
    new = chair.client.get_cookie(sessions.COOKIE, domain="reviewer.example")
    assert old is not None
    assert new is not None
    assert old.value != new.value
    chair.client.set_cookie(sessions.COOKIE, old.value, domain="reviewer.example", secure=True)
    assert chair.get("/api/session").status_code == 401


def test_a_retired_member_can_neither_sign_in_nor_go_on(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    with founded.database.write() as session:
        session.execute(update(Member).where(Member.login == "chair").values(state=MemberState.RETIRED))
    assert chair.get("/api/session").status_code == 401
    answer = chair.sign_in()
    assert (answer.status_code, answer.data) == (403, b'{"error":"retired"}')
    assert chair.get("/api/session").status_code == 401


def test_the_database_holds_neither_token_nor_verifier_and_no_second(founded: Committee, reviewers: Reviewers) -> None:
    chair = founded.people[0]
    chair.sign_in()
    cookie = chair.client.get_cookie(sessions.COOKIE, domain="reviewer.example")
    assert cookie is not None
    token = sessions.read_cookie(cookie.value)
    assert token is not None
    stored = reviewers.on_disk(founded)
    assert sha256(token) in stored
    for secret in (token, cookie.value.encode(), bytes.fromhex(chair.verifier()), chair.verifier().encode()):
        assert secret not in stored
    with founded.database.read() as session:
        row = session.scalars(select(SignedIn)).one()
    assert row.seen == int(datetime.fromtimestamp(founded.time.seconds, UTC).timestamp()) // 60


def test_sessions_that_ended_are_forgotten_at_the_next_sign_in(founded: Committee) -> None:
    founded.people[0].sign_in()
    founded.time.pass_by(minutes=31)
    founded.people[1].sign_in()
    with founded.database.read() as session:
        assert len(session.scalars(select(SignedIn)).all()) == 1


def test_cookies_are_for_this_host_for_https_and_not_for_scripts(founded: Committee) -> None:
    set_cookies = founded.people[0].sign_in().headers.getlist("Set-Cookie")
    assert sorted(one.partition("=")[0] for one in set_cookies) == ["__Host-device", "__Host-session"]
    for one in set_cookies:
        assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(one.split("; "))
        assert "Domain" not in one
