"""Nobody learns who has a passkey; guesses beside one are counted as those at codes are, and keep nobody out."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from sqlalchemy import update
from werkzeug.test import TestResponse

from reviewer import factors, passkeys
from reviewer.devices import COOKIE
from reviewer.models import Member, MemberState
from reviewer.tries import Tries
from tests.integration.reviewer.committee import Committee, Person, Reviewers
from tests.integration.reviewer.soft_passkeys import (
    SoftPasskey,
    challenge,
    claim,
    octets,
    sign_in,
    text,
    with_passkey,
)
from tests.security.reviewer.test_passkeys import Bend, from_another_origin, with_a_flipped_signature

TRIES = 10


# ---- nobody learns who has one ---------------------------------------------------------------


FAILURES: dict[str, Callable[[Person, SoftPasskey], dict[str, str]]] = {
    "unknown name": lambda person, passkey: claim(person, passkey, login="nobody"),
    "what cannot be a name": lambda person, passkey: claim(person, passkey, login="/"),
    "wrong passphrase": lambda person, passkey: claim(person, passkey, verifier="00" * 32),
    "no passkey": lambda person, _: claim(person, SoftPasskey(), login="director"),
    "a passkey of nobody's": lambda person, _: claim(person, SoftPasskey()),
    "a wrong signature": with_a_flipped_signature,
    "another origin": from_another_origin,
    "retired": lambda person, passkey: claim(person, passkey, verifier="00" * 32),
}


def failing(line: Committee, case: str, passkey: SoftPasskey) -> dict[str, str]:
    passkey.origin = line.settings.address
    state = MemberState.RETIRED if case == "retired" else MemberState.ENROLLED
    with line.database.write() as session:
        session.execute(update(Member).where(Member.login == "chair").values(state=state))
    return FAILURES[case](line.people[0], passkey)


def answers_to_failures(line: Committee) -> list[tuple[object, ...]]:
    passkey, found = with_passkey(line.people[0]), list[tuple[object, ...]]()
    for case in FAILURES:
        answer = line.stranger().post("/api/sign-in/passkey", failing(line, case, passkey))
        found.append((answer.status, answer.data, sorted(answer.headers)))
    return found


@pytest.mark.promise("P15")
def test_every_failure_has_the_bytes_of_a_failed_code(founded: Committee) -> None:
    by_code = founded.stranger().post("/api/sign-in", {"login": "x", "verifier": "00" * 32, "code": "000000"})
    assert set(map(str, answers_to_failures(founded))) == {
        str((by_code.status, b'{"error":"not_signed_in"}', sorted(by_code.headers)))
    }


@pytest.mark.parametrize("case", FAILURES)
def test_every_failure_checks_one_signature_by_one_key(
    founded: Committee, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    calls = []
    honest = passkeys.count_signed

    def counting(*given: Any) -> int | None:
        calls.append("signature")
        return honest(*given)

    body = failing(founded, case, with_passkey(founded.people[0]))
    monkeypatch.setattr(passkeys, "count_signed", counting)
    assert founded.stranger().post("/api/sign-in/passkey", body).status_code == 401
    assert calls == ["signature"]


def test_the_key_that_stands_in_costs_a_whole_check(founded: Committee) -> None:
    """It is a real key: what is signed for a name that nobody has is refused for its signature, after all else."""
    base_point = SoftPasskey()
    base_point.key = derive_private_key(1, SECP256R1())
    asked = challenge(founded.stranger())
    said = base_point.sign(asked)
    shown = passkeys.Assertion(
        *(octets(said[name]) for name in ("credential", "client_data", "authenticator_data", "signature", "user"))
    )
    site = passkeys.site_of(founded.settings.address)
    assert passkeys.count_signed(site, shown, octets(asked), factors.NOBODYS_KEY) == 1
    assert sign_in(founded.stranger(), base_point, login="nobody", verifier="00" * 32).status_code == 401
    chair = founded.people[0]
    assert sign_in(founded.stranger(), base_point, login="chair", verifier=chair.verifier()).status_code == 401


def test_asking_for_a_challenge_tells_nothing_of_anybody(founded: Committee) -> None:
    with_passkey(founded.people[0])
    asked = [one.post("/api/sign-in/challenge") for one in (founded.stranger(), founded.people[0], founded.people[1])]
    assert [sorted(one.get_json()) for one in asked] == [["challenge", "host"]] * 3
    assert len({(one.status, len(one.data), str(sorted(one.headers))) for one in asked}) == 1
    assert founded.stranger().post("/api/sign-in/challenge", {"login": "chair"}).status_code == 400


# ---- floods ----------------------------------------------------------------------------------


def passphrase_seen(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    return claim(person, passkey, credential=text(secrets.token_bytes(32)))


def passkey_seen(person: Person, passkey: SoftPasskey) -> dict[str, str]:
    return claim(person, passkey, verifier=secrets.token_hex(32))


def status_after_guesses(line: Committee, known: Bend) -> int:
    """What a thief who holds one of the two gets for both, after ten guesses at the other."""
    chair, thief = line.people[0], line.stranger()
    passkey = with_passkey(chair)
    for _ in range(TRIES):
        assert thief.post("/api/sign-in/passkey", known(chair, passkey)).status_code == 401
    return thief.post("/api/sign-in/passkey", claim(chair, passkey)).status_code


@pytest.mark.promise("P15")
@pytest.mark.parametrize("known", [passphrase_seen, passkey_seen])
def test_who_holds_one_of_the_two_has_ten_guesses_at_the_other(founded: Committee, known: Bend) -> None:
    assert status_after_guesses(founded, known) == 429


@pytest.mark.mutant("P15")
@pytest.mark.parametrize("known", [passphrase_seen, passkey_seen])
def test_not_counting_them_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch, known: Bend) -> None:
    monkeypatch.setattr(Tries, "note", lambda *_, **__: None)
    assert status_after_guesses(founded, known) == 200


def flood(line: Committee) -> None:
    """Strangers with made-up passkeys try everybody's name, and nobody's."""
    for number in range(60):
        stranger, passkey = line.stranger(), SoftPasskey(user=secrets.token_bytes(16))
        stranger.client.set_cookie(COOKIE, f"{number:032x}.{'A' * 86}", domain="reviewer.example", secure=True)
        stranger.login = line.people[number % 3].login if number % 4 else f"nobody{number}"
        assert sign_in(stranger, passkey, verifier=secrets.token_hex(32)).status_code == 401


def kept_out_by_a_flood(line: Committee) -> list[str]:
    chair = line.people[0]
    passkey = with_passkey(chair)
    flood(line)
    anew = replace(chair, client=line.app.test_client())
    ways: dict[str, Callable[[], TestResponse]] = {
        "a passkey on a known device": lambda: sign_in(chair, passkey),
        "a passkey on a new device": lambda: sign_in(anew, passkey),
        "a code on a new device": lambda: replace(chair, client=line.app.test_client()).sign_in(),
    }
    return [name for name, enter in ways.items() if enter().status_code != 200]


@pytest.mark.promise("P15")
def test_a_flood_of_made_up_passkeys_keeps_nobody_out(founded: Committee) -> None:
    assert kept_out_by_a_flood(founded) == []


@pytest.mark.mutant("P15")
def test_a_count_that_such_a_flood_fills_is_caught(
    reviewers: Reviewers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = Tries.note
    monkeypatch.setattr(Tries, "note", lambda own, whose, **_: honest(own, whose, words_right=True, code_right=True))
    assert kept_out_by_a_flood(reviewers.copy(tmp_path)) == ["a passkey on a new device", "a code on a new device"]


@pytest.mark.promise("P15")
def test_challenges_asked_for_and_tries_of_strangers_take_no_memory(founded: Committee) -> None:
    own = founded.app.extensions["reviewer"]
    for _ in range(100):
        founded.stranger().post("/api/sign-in/challenge")
    flood(founded)
    assert own.challenges.spent == {}
    assert not own.sign_in_tries.counts.storage.events


def test_codes_and_passkeys_on_a_known_device_are_counted_together(founded: Committee) -> None:
    chair = founded.people[0]
    passkey = with_passkey(chair)
    wrong_code = {"login": "chair", "verifier": "00" * 32, "code": "000000"}
    found = [chair.post("/api/sign-in", wrong_code).status_code for _ in range(5)]
    found += [sign_in(chair, passkey, verifier="00" * 32).status_code for _ in range(6)]
    assert found == [401] * 10 + [429]


def test_guesses_in_a_stolen_session_are_few_and_stop_nobody_else(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    thief = replace(chair, client=founded.app.test_client())
    thief.sign_in()
    founded.time.pass_by(seconds=30)
    wrong_code = f"{(int(chair.code()) + 1) % 1_000_000:06}"
    tried = [thief.post("/api/confirm", {"code": wrong_code}).status_code for _ in range(TRIES + 1)]
    assert tried == [400] * TRIES + [429]
    assert chair.post("/api/confirm", {"code": chair.code()}).status_code == 204


def test_guesses_at_the_passphrase_in_a_stolen_session_are_few(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    body = {"present": "00" * 32, "proof": "00" * 32, "resting": text(bytes(156))}
    tried = [chair.ask("PUT", "/api/sheet", json=body).status_code for _ in range(TRIES + 1)]
    assert tried == [400] * TRIES + [429]
