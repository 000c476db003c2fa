"""P15 at the reviewer: whoever guesses, and however often, keeps no member out; who holds one secret does not find the
other; and a guess costs who makes it more than who answers it.
"""

import secrets
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from werkzeug.test import TestResponse

from crypto import derivation, member
from reviewer import limits, sign_in
from reviewer.devices import COOKIE
from reviewer.tries import Tries
from tests.integration.reviewer.committee import INSTANCE, Committee, Person, Reviewers

FLOOD = 120  # ten times what a device of one's own has
TRIES, HOUR_S_TRIES = 10, 40
CHEAPER = 20  # measured: 72 to 81

Wait = Callable[[int], None]


@pytest.fixture
def wait(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Lets seconds go by, for the limits as well."""
    real, passed = time.time, [0]
    monkeypatch.setattr(time, "time", lambda: real() + passed[0])

    def let_pass(seconds: int) -> None:
        passed[0] += seconds
        founded.time.pass_by(seconds=seconds)

    return let_pass


def guess(line: Committee, number: int) -> TestResponse:
    """One of many devices, made-up cookie and all, tries something at a member's name or at another."""
    stranger = line.stranger()
    stranger.client.set_cookie(COOKIE, f"{number:032x}.{'A' * 86}", domain="reviewer.example", secure=True)
    login = f"nobody{number}" if number % 4 == 3 else line.people[number % 4].login
    shown, code = secrets.token_hex(32), f"{number:06}"
    if number % 2:
        return stranger.post("/api/sign-in", {"login": login, "verifier": shown, "code": code})
    return stranger.post("/api/recovery/open", {"login": login, "proof": shown, "code": code})


def on_new_device(line: Committee, person: Person) -> Person:
    person.client = line.app.test_client()
    return person


def open_by_sheet(person: Person) -> TestResponse:
    person.time.pass_by(seconds=30)
    proof = member.sheet_proof(member.sheet_key(person.sheet_code, INSTANCE)).hex()
    return person.post("/api/recovery/open", {"login": person.login, "proof": proof, "code": person.code()})


# ---- nobody is kept out ----------------------------------------------------------------------


def kept_out_by_a_flood(line: Committee) -> list[str]:
    """The ways in that are closed while strangers guess."""
    chair, director, counsel = line.people
    assert chair.sign_in().status_code == 200
    assert {guess(line, number).status_code for number in range(FLOOD)} <= {401, 429}
    ways: dict[str, Callable[[], TestResponse]] = {
        "a known device": chair.sign_in,
        "a new device": on_new_device(line, director).sign_in,
        "the sheet": lambda: open_by_sheet(on_new_device(line, counsel)),
    }
    return [name for name, enter in ways.items() if enter().status_code != 200]


@pytest.mark.promise("P15")
def test_a_flood_of_guesses_keeps_no_member_out(founded: Committee) -> None:
    assert kept_out_by_a_flood(founded) == []


def one_bucket_for_all_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "is_strange", lambda: False)


def one_bucket_for_each_member(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Tries.note
    monkeypatch.setattr(Tries, "note", lambda own, whose, **_: honest(own, whose, words_right=True, code_right=True))


@pytest.mark.mutant("P15")
@pytest.mark.parametrize("limit", [one_bucket_for_all_strangers, one_bucket_for_each_member])
def test_a_limit_that_strangers_can_use_up_is_caught(
    reviewers: Reviewers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: Callable[[pytest.MonkeyPatch], None]
) -> None:
    limit(monkeypatch)
    assert kept_out_by_a_flood(reviewers.copy(tmp_path)) == ["a new device", "the sheet"]


# ---- who holds one secret does not find the other --------------------------------------------


def claim(person: Person, **changes: str) -> dict[str, str]:
    return {"login": person.login, "verifier": person.verifier(), "code": person.code(), **changes}


def wrong_code(person: Person) -> str:
    return f"{(int(person.code()) + 1) % 1_000_000:06}"


def passphrase_seen(person: Person) -> dict[str, str]:
    return claim(person, code=wrong_code(person))


def authenticator_seen(person: Person) -> dict[str, str]:
    return claim(person, verifier=secrets.token_hex(32))


Known = Callable[[Person], dict[str, str]]
HALVES = (passphrase_seen, authenticator_seen)


def tries_before_the_right_one(line: Committee, known: Known, tries: int) -> list[TestResponse]:
    """A thief's answers, the last of them to the right guess."""
    thief, chair = line.stranger(), line.people[0]
    answers = [thief.post("/api/sign-in", known(chair)) for _ in range(tries)]
    return [*answers, thief.post("/api/sign-in", claim(chair))]


@pytest.mark.promise("P15")
@pytest.mark.parametrize("known", HALVES)
def test_who_holds_one_secret_has_ten_guesses_at_the_other(founded: Committee, known: Known) -> None:
    assert [one.status_code for one in tries_before_the_right_one(founded, known, TRIES - 1)] == [401] * 9 + [200]
    chair = founded.people[1]
    thief = founded.stranger()
    for _ in range(TRIES):
        assert thief.post("/api/sign-in", known(chair)).status_code == 401
    assert thief.post("/api/sign-in", claim(chair)).status_code == 429


@pytest.mark.mutant("P15")
@pytest.mark.parametrize("known", HALVES)
def test_counting_nobody_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch, known: Known) -> None:
    monkeypatch.setattr(Tries, "note", lambda *_, **__: None)
    assert tries_before_the_right_one(founded, known, TRIES)[-1].status_code == 200


@pytest.mark.promise("P15")
@pytest.mark.parametrize("known", HALVES)
def test_the_guesses_of_an_hour_are_forty(founded: Committee, wait: Wait, known: Known) -> None:
    thief, chair = founded.stranger(), founded.people[0]
    for _ in range(HOUR_S_TRIES // TRIES):
        for _ in range(TRIES):
            thief.post("/api/sign-in", known(chair))
        wait(90)
    assert thief.post("/api/sign-in", claim(chair)).status_code == 429
    wait(3600)
    assert thief.post("/api/sign-in", claim(chair)).status_code == 200


def test_a_code_found_too_late_is_used_up(founded: Committee, wait: Wait) -> None:
    """Otherwise it would be known to be right, and good again a minute later."""
    assert tries_before_the_right_one(founded, passphrase_seen, TRIES)[-1].status_code == 429
    late = claim(founded.people[0])
    wait(61)
    assert founded.stranger().post("/api/sign-in", late).status_code == 401
    assert founded.stranger().post("/api/sign-in", claim(founded.people[0])).status_code == 200


def test_a_thief_s_guesses_keep_nobody_from_a_known_device_or_from_the_sheet(founded: Committee) -> None:
    chair = founded.people[0]
    assert chair.sign_in().status_code == 200
    tries_before_the_right_one(founded, passphrase_seen, TRIES)
    assert chair.sign_in().status_code == 200
    assert open_by_sheet(on_new_device(founded, chair)).status_code == 200


def test_no_answer_tells_the_thief_which_secret_was_right(founded: Committee) -> None:
    answers = [one for known in HALVES for one in tries_before_the_right_one(founded, known, TRIES + 2)[:-1]]
    answers.append(guess(founded, 1))
    assert {(one.status, one.data, str(sorted(one.headers))) for one in answers} == {
        (answers[0].status, b'{"error":"not_signed_in"}', str(sorted(answers[0].headers)))
    }


# ---- what it costs ---------------------------------------------------------------------------


def seconds_of_work(act: Callable[[int], Any], times: int) -> float:
    """CPU time of this process, so that a busy machine changes nothing."""
    taken = []
    for number in range(times):
        begun = time.process_time()
        act(number)
        taken.append(time.process_time() - begun)
    return median(taken)


def advantage(line: Committee) -> float:
    """How many times the work of the answer a guess at a passphrase is."""
    guessing = seconds_of_work(lambda _: member.stretch(secrets.token_hex(), "chair", INSTANCE), 3)
    return guessing / seconds_of_work(lambda number: guess(line, 2 * number + 1), 9)


@pytest.mark.promise("P15")
def test_a_guess_costs_the_guesser_many_times_what_it_costs_the_server(founded: Committee) -> None:
    assert advantage(founded) > CHEAPER


@pytest.mark.mutant("P15")
def test_a_server_that_stretches_what_it_is_shown_is_caught(
    founded: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in, "sha256", lambda shown: member.stretch(shown.hex(), "chair", INSTANCE)[:32])
    assert advantage(founded) < CHEAPER


@pytest.mark.promise("P15")
def test_no_way_in_makes_the_server_stretch_anything(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    chair, director = founded.people[:2]
    chair.verifier(), director.verifier()  # by their browsers
    monkeypatch.setattr(member, "argon2", None)
    monkeypatch.setattr(derivation, "argon2id", None)
    assert chair.sign_in().status_code == 200
    assert open_by_sheet(director).status_code == 200
    assert guess(founded, 1).status_code == 401


def buckets(line: Committee) -> int:
    """All that is counted, in memory, of anybody's tries."""
    own = line.app.extensions["reviewer"]
    storages = [one.storage for one in line.app.extensions["limiter"]]
    storages += [tries.counts.storage for tries in (own.sign_in_tries, own.recovery_tries)]
    return sum(len(one.storage) + len(one.events) + len(one.expirations) for one in storages)


def growth(line: Committee) -> int:
    for number in range(8):
        guess(line, number)
    before = buckets(line)
    for number in range(8, 8 + FLOOD):
        guess(line, number)
    return buckets(line) - before


@pytest.mark.promise("P15")
def test_a_flood_of_guesses_takes_no_memory(founded: Committee) -> None:
    assert growth(founded) == 0


@pytest.mark.mutant("P15")
def test_a_bucket_for_each_name_that_is_tried_is_caught(
    reviewers: Reviewers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "is_strange", lambda: False)
    monkeypatch.setattr(limits, "device", lambda: f"device {limits._claimed_login()}")
    assert growth(reviewers.copy(tmp_path)) > 0
