"""Passkeys beside the authenticator: added, used at the sign-in and for acts that want a fresh factor, removed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from reviewer import enrolment
from reviewer.challenges import Challenges, Use
from reviewer.models import Passkey
from reviewer.passkeys import MOST, site_of
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.soft_passkeys import (
    EDDSA,
    ES256,
    SoftPasskey,
    add,
    challenge,
    claim,
    confirm,
    sign_in,
    with_passkey,
)

KINDS = pytest.mark.parametrize("algorithm", [ES256, EDDSA], ids=["ES256", "EdDSA"])


@KINDS
def test_a_passkey_lets_in_with_the_passphrase_that_opens_the_keys(founded: Committee, algorithm: int) -> None:
    chair = founded.people[0]
    passkey = with_passkey(chair, algorithm)
    for _ in range(2):
        answer = sign_in(chair, passkey)
        assert answer.status_code == 200
        assert chair.unlock(answer) == chair.secret
        assert chair.get("/api/session").get_json()["member"]["login"] == "chair"


def test_the_authenticator_goes_on_working_beside_it(founded: Committee) -> None:
    chair = founded.people[0]
    with_passkey(chair)
    assert chair.sign_in().status_code == 200


def test_an_authenticator_that_does_not_count_may_be_used_again_and_again(founded: Committee) -> None:
    chair, passkey = founded.people[0], SoftPasskey(counting=False)
    chair.sign_in()
    assert add(chair, passkey).status_code == 204
    assert [sign_in(chair, passkey).status_code for _ in range(2)] == [200, 200]


def test_passkeys_are_listed_by_the_names_their_member_gave_them(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    for name in ("Phone", "  Key in the drawer "):
        assert add(chair, SoftPasskey(), name).status_code == 204
    listed = chair.get("/api/passkeys").get_json()["passkeys"]
    assert [one["name"] for one in listed] == ["Key in the drawer", "Phone"]
    assert {one["day"] for one in listed} == {founded.time.clock().today().isoformat()}


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a" * 65])
def test_a_name_that_nobody_could_read_is_refused(founded: Committee, name: str) -> None:
    chair = founded.people[0]
    chair.sign_in()
    assert add(chair, SoftPasskey(), name).status_code == 400
    assert chair.get("/api/passkeys").get_json() == {"passkeys": []}


def test_a_passkey_gets_another_name_from_its_member_alone(founded: Committee) -> None:
    chair, director, _ = founded.people
    with_passkey(chair)
    chair.sign_in()
    director.sign_in()
    (listed,) = chair.get("/api/passkeys").get_json()["passkeys"]
    path = f"/api/passkeys/{listed['id']}"
    assert director.ask("PUT", path, json={"name": "Mine"}).status_code == 404
    assert chair.ask("PUT", path, json={"name": "a\nb"}).status_code == 400
    assert chair.ask("PUT", path, json={"name": " Key on the ring "}).status_code == 204
    assert chair.get("/api/passkeys").get_json()["passkeys"] == [listed | {"name": "Key on the ring"}]


def test_a_removed_passkey_lets_nobody_in_and_the_code_does(founded: Committee) -> None:
    chair = founded.people[0]
    passkey = with_passkey(chair)
    chair.sign_in()
    (listed,) = chair.get("/api/passkeys").get_json()["passkeys"]
    assert chair.ask("DELETE", f"/api/passkeys/{listed['id']}").status_code == 204
    assert chair.ask("DELETE", f"/api/passkeys/{listed['id']}").status_code == 404
    assert sign_in(founded.stranger(), passkey, login="chair", verifier=chair.verifier()).status_code == 401
    assert chair.sign_in().status_code == 200


def test_a_passkey_renews_a_session_s_second_factor(founded: Committee) -> None:
    chair = founded.people[0]
    passkey = with_passkey(chair)
    chair.sign_in()
    founded.time.pass_by(minutes=11)
    assert chair.post("/api/passkeys/challenge").status_code == 403
    assert confirm(chair, passkey).status_code == 204
    assert chair.post("/api/passkeys/challenge").status_code == 200


def test_the_page_is_told_which_passkeys_are_there_so_that_none_is_made_twice(founded: Committee) -> None:
    chair, passkey = founded.people[0], SoftPasskey()
    chair.sign_in()
    add(chair, passkey)
    for path in ("/api/passkeys/challenge", "/api/confirm/challenge"):
        assert len(chair.post(path).get_json()["credentials"]) == 1
    assert add(chair, passkey).get_json() == {"error": "passkey_known"}


def test_a_passkey_of_somebody_else_s_is_not_taken(founded: Committee) -> None:
    chair, director = founded.people[:2]
    passkey = with_passkey(chair)
    director.sign_in()
    answer = add(director, passkey)
    assert (answer.status_code, answer.get_json()) == (409, {"error": "passkey_known"})


def test_ten_passkeys_are_enough(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    assert [add(chair, SoftPasskey()).status_code for _ in range(MOST)] == [204] * MOST
    assert add(chair, SoftPasskey()).get_json() == {"error": "passkeys_full"}


@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (6, 401)])
def test_a_challenge_is_good_for_five_minutes(founded: Committee, minutes: int, status: int) -> None:
    chair = founded.people[0]
    body = claim(chair, with_passkey(chair))
    founded.time.pass_by(minutes=minutes)
    assert chair.post("/api/sign-in/passkey", body).status_code == status


def test_the_challenge_of_a_session_is_no_good_in_another(founded: Committee) -> None:
    chair = founded.people[0]
    passkey = with_passkey(chair)
    chair.sign_in()
    elsewhere = replace(chair, client=founded.app.test_client())
    assert elsewhere.sign_in().status_code == 200
    asked_here = passkey.sign(challenge(chair, "/api/confirm/challenge"))
    assert elsewhere.post("/api/confirm/passkey", asked_here).get_json() == {"error": "wrong_code"}
    assert chair.post("/api/confirm/passkey", asked_here).status_code == 204


def test_what_was_asked_before_a_restart_is_forgotten() -> None:
    asked = Challenges().make(Use.SIGN_IN, b"", 7)
    assert not Challenges().is_good(asked, Use.SIGN_IN, b"", 7)


def test_challenges_that_were_spent_are_kept_no_longer_than_they_would_be_good() -> None:
    own = Challenges()
    for minute in range(20):
        assert own.spend(own.make(Use.SIGN_IN, b"", minute), minute)
    assert len(own.spent) <= 6


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://reviewer.example", "reviewer.example"), ("http://localhost:8002", "localhost")],
)
def test_passkeys_belong_to_the_host_of_the_reviewer_s_address(address: str, host: str) -> None:
    assert site_of(address).host == host
    assert site_of(address).origin == address


def test_of_a_passkey_is_kept_what_is_needed_and_nothing_of_the_device(founded: Committee) -> None:
    chair = founded.people[0]
    passkey = with_passkey(chair)
    sign_in(chair, passkey)
    with founded.database.read() as session:
        kept = session.scalars(select(Passkey)).one()
    assert {column.name for column in Passkey.__table__.columns} == {
        "credential",
        "member_id",
        "public_key",
        "sign_count",
        "name",
        "day",
    }
    assert (kept.credential, kept.sign_count, kept.name) == (passkey.credential, passkey.count, "My phone")


def test_who_is_taken_off_leaves_no_passkey_behind(founded: Committee) -> None:
    with_passkey(founded.people[1])
    with founded.database.write() as session:
        enrolment.remove(session, 1)
        assert session.scalars(select(Passkey)).all() == []
