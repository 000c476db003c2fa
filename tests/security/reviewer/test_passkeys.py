"""A passkey that is bent, replayed, foreign or copied lets nobody in, and is not kept."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, update
from webauthn import verify_authentication_response

from reviewer import factors, passkeys
from reviewer.challenges import Challenges, Use
from reviewer.models import Passkey
from tests.integration.reviewer.committee import Committee, Person
from tests.integration.reviewer.soft_passkeys import (
    EDDSA,
    ES256,
    HOST,
    SoftPasskey,
    challenge,
    claim,
    confirm,
    octets,
    sign_in,
    text,
    with_passkey,
)

Bend = Callable[[Person, SoftPasskey], dict[str, str]]
EVIL = "https://reviewer.example.evil.example"


def flipped(value: str, at: int) -> str:
    found = bytearray(octets(value))
    found[at] ^= 1
    return text(bytes(found))


def signed(person: Person, passkey: SoftPasskey, **client: Any) -> dict[str, str]:
    said = passkey.sign(challenge(person), **client)
    return {"login": person.login, "verifier": person.verifier(), **said}


def from_another_origin(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    return claim(person, replace_origin(passkey, EVIL))


def from_plain_http(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    return claim(person, replace_origin(passkey, "http://reviewer.example"))


def replace_origin(passkey: SoftPasskey, origin: str) -> SoftPasskey:
    passkey.origin = origin
    return passkey


def for_another_host(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    passkey.host = "evil.example"
    return claim(person, passkey)


def of_another_kind(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    return signed(person, passkey, type="webauthn.create")


def with_a_challenge_of_one_s_own(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    own = text(secrets.token_bytes(56))
    return {"login": person.login, "verifier": person.verifier(), **passkey.sign(own)}


def with_a_challenge_of_another_server(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    own = Challenges().make(Use.SIGN_IN, b"", int(person.time.seconds) // 60)
    return {"login": person.login, "verifier": person.verifier(), **passkey.sign(text(own))}


def with_a_challenge_for_a_session(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    asked = replace(person, client=person.client.application.test_client())
    asked.sign_in()
    said = passkey.sign(challenge(asked, "/api/confirm/challenge"))
    return {"login": person.login, "verifier": person.verifier(), **said}


def with_another_key(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    return claim(person, SoftPasskey(passkey.algorithm, credential=passkey.credential, user=passkey.user, count=9))


def with_an_unknown_credential(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    return claim(person, passkey, credential=text(secrets.token_bytes(32)))


def with_a_flipped_signature(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    body = claim(person, passkey)
    return body | {"signature": flipped(body["signature"], -1)}


def with_flipped_data(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    body = claim(person, passkey)
    return body | {"authenticator_data": flipped(body["authenticator_data"], -1)}


def with_nobody_present(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    body = claim(person, passkey)
    return body | {"authenticator_data": flipped(body["authenticator_data"], 32)}


def without_asking_whose_it_is(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    passkey.asks = False
    return claim(person, passkey)


def with_a_count_that_stands(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    assert sign_in(person, passkey).status_code == 200
    passkey.count -= 1
    return claim(person, passkey)


def with_a_count_that_went_back(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    passkey.count = 7
    assert sign_in(person, passkey).status_code == 200
    passkey.count = 2
    return claim(person, passkey)


def with_no_count_any_more(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    assert sign_in(person, passkey).status_code == 200
    passkey.count, passkey.counting = 0, False
    return claim(person, passkey)


def for_another_user(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    passkey.user = secrets.token_bytes(16)
    return claim(person, passkey)


def replayed(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    passkey.counting = False
    with_count_forgotten(person)
    body = claim(person, passkey)
    assert person.post("/api/sign-in/passkey", body).status_code == 200
    return body


def with_count_forgotten(person: Person) -> None:
    """As if the authenticator had never counted, so that the count does not stop what should stop for itself."""
    own = person.client.application.extensions["reviewer"]
    with own.database.write() as session:
        session.execute(update(Passkey).values(sign_count=0))


def garbage(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    parts = {name: text(secrets.token_bytes(60)) for name in ("client_data", "authenticator_data", "signature")}
    return claim(person, passkey) | parts


def nothing_at_all(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    return claim(person, passkey) | dict.fromkeys(("client_data", "authenticator_data", "signature", "user"), "")


BENT: tuple[Bend, ...] = (
    from_another_origin,
    from_plain_http,
    for_another_host,
    of_another_kind,
    with_a_challenge_of_one_s_own,
    with_a_challenge_of_another_server,
    with_a_challenge_for_a_session,
    with_another_key,
    with_an_unknown_credential,
    with_a_flipped_signature,
    with_flipped_data,
    with_nobody_present,
    without_asking_whose_it_is,
    with_a_count_that_stands,
    with_a_count_that_went_back,
    with_no_count_any_more,
    for_another_user,
    replayed,
    garbage,
    nothing_at_all,
)


def lets_in(line: Committee, bend: Bend, algorithm: int = ES256) -> bool:
    chair = line.people[0]
    body = bend(chair, with_passkey(chair, algorithm))
    return line.stranger().post("/api/sign-in/passkey", body).status_code == 200


@pytest.mark.promise("P13")
@pytest.mark.parametrize("bend", BENT)
@pytest.mark.parametrize("algorithm", [ES256, EDDSA], ids=["ES256", "EdDSA"])
def test_what_is_not_signed_by_the_member_s_passkey_for_this_very_sign_in_lets_nobody_in(
    founded: Committee, bend: Bend, algorithm: int
) -> None:
    assert not lets_in(founded, bend, algorithm)


def challenges_are_good_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Challenges, "spend", lambda *_: True)


def any_challenge_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Challenges, "is_good", lambda *_: True)


def counts_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors, "_went_back", lambda *_: False)


def users_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors, "_is_of", lambda *_: True)


def origins_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.entrance.site_of", lambda _: passkeys.Site(HOST, EVIL))


def nobody_has_to_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    lax = {"require_user_verification": False}
    monkeypatch.setattr(
        passkeys, "verify_authentication_response", lambda **given: verify_authentication_response(**(given | lax))
    )


Break = Callable[[pytest.MonkeyPatch], None]
BROKEN: tuple[tuple[Break, Bend], ...] = (
    (challenges_are_good_twice, replayed),
    (any_challenge_is_good, with_a_challenge_of_another_server),
    (any_challenge_is_good, with_a_challenge_for_a_session),
    (counts_are_not_compared, with_no_count_any_more),
    (users_are_not_compared, for_another_user),
    (origins_are_not_compared, from_another_origin),
    (nobody_has_to_be_asked, without_asking_whose_it_is),
)


@pytest.mark.mutant("P13")
@pytest.mark.parametrize(("mutate", "bend"), BROKEN)
def test_a_check_left_out_is_caught(
    founded: Committee, monkeypatch: pytest.MonkeyPatch, mutate: Break, bend: Bend
) -> None:
    mutate(monkeypatch)
    assert lets_in(founded, bend)


def test_another_member_s_passkey_lets_nobody_in(founded: Committee) -> None:
    chair, director = founded.people[:2]
    with_passkey(chair)
    director_s = with_passkey(director)
    assert sign_in(founded.stranger(), director_s, login="chair", verifier=chair.verifier()).status_code == 401
    assert sign_in(director, director_s).status_code == 200


def test_another_member_s_passkey_confirms_nothing(founded: Committee) -> None:
    chair, director = founded.people[:2]
    passkey = with_passkey(chair)
    director.sign_in()
    assert confirm(director, passkey).get_json() == {"error": "wrong_code"}


def test_a_passkey_that_does_not_ask_whose_it_is_confirms_nothing(founded: Committee) -> None:
    chair = founded.people[0]
    passkey = with_passkey(chair)
    chair.sign_in()
    passkey.asks = False
    assert confirm(chair, passkey).get_json() == {"error": "wrong_code"}
    passkey.asks = True
    assert confirm(chair, passkey).status_code == 204


def test_a_passkey_without_the_passphrase_lets_nobody_in(founded: Committee) -> None:
    chair = founded.people[0]
    assert sign_in(chair, with_passkey(chair), verifier="00" * 32).status_code == 401


def make_bent(passkey: SoftPasskey, options: dict[str, Any], how: str) -> dict[str, str]:
    passkey.asks = how != "asks"
    if how == "host":
        passkey.host = "evil.example"
    client = {"origin": EVIL} if how == "origin" else {"type": "webauthn.get"} if how == "kind" else {}
    if how == "challenge":
        options = options | {"challenge": text(secrets.token_bytes(56))}
    made = passkey.make(options, **client)
    if how == "cut":
        made["attestation"] = text(octets(made["attestation"])[:-9])
    if how == "key":
        made["attestation"] = flipped(made["attestation"], -1)
    return made


@pytest.mark.parametrize("how", ["host", "origin", "kind", "challenge", "cut", "key", "asks"])
def test_a_passkey_made_for_somebody_else_or_bent_is_not_kept(founded: Committee, how: str) -> None:
    chair = founded.people[0]
    chair.sign_in()
    options = chair.post("/api/passkeys/challenge").get_json()
    made = make_bent(SoftPasskey(), options, how)
    answer = chair.post("/api/passkeys", {"name": "a", **made})
    assert (answer.status_code, answer.get_json()) == (400, {"error": "malformed"})
    assert chair.get("/api/passkeys").get_json() == {"passkeys": []}


def test_what_made_one_passkey_makes_no_second(founded: Committee) -> None:
    chair, passkey = founded.people[0], SoftPasskey()
    chair.sign_in()
    made = passkey.make(chair.post("/api/passkeys/challenge").get_json())
    assert chair.post("/api/passkeys", {"name": "a", **made}).status_code == 204
    with founded.database.write() as session:
        session.execute(delete(Passkey))
    assert chair.post("/api/passkeys", {"name": "a", **made}).status_code == 400
