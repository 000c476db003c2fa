"""A failed sign-in does not tell which part was wrong, nor whether there is such a member: same bytes, same work."""

import statistics
import time
from collections.abc import Callable

import pytest
from sqlalchemy import update

from reviewer import authenticator
from reviewer.errors import NotSignedIn
from reviewer.factors import ShownCode, nobody
from reviewer.models import Member, MemberState
from reviewer.sign_in import Gate
from reviewer.tries import Tries
from tests.integration.reviewer.committee import Committee, Person

Claim = dict[str, str]


def right(person: Person) -> Claim:
    return {"login": person.login, "verifier": person.verifier(), "code": person.code()}


def wrong_code(person: Person) -> str:
    return f"{(int(person.code()) + 1) % 1_000_000:06}"


FAILURES: dict[str, Callable[[Person], Claim]] = {
    "unknown name": lambda person: right(person) | {"login": "nobody"},
    "what cannot be a name": lambda person: right(person) | {"login": "/"},
    "wrong passphrase": lambda person: right(person) | {"verifier": "00" * 32},
    "wrong code": lambda person: right(person) | {"code": wrong_code(person)},
    "a code of letters": lambda person: right(person) | {"code": "ünknow"},
    "both wrong": lambda person: right(person) | {"verifier": "00" * 32, "code": wrong_code(person)},
    "retired, wrong passphrase": lambda person: right(person) | {"verifier": "00" * 32},
    "retired, wrong code": lambda person: right(person) | {"code": wrong_code(person)},
}


def prepare(line: Committee, case: str) -> Claim:
    person = line.people[0]
    line.time.pass_by(seconds=30)
    state = MemberState.RETIRED if case.startswith("retired") else MemberState.ENROLLED
    with line.database.write() as session:
        session.execute(update(Member).where(Member.login == person.login).values(state=state))
    return FAILURES[case](person)


def test_every_failure_has_the_same_bytes(founded: Committee) -> None:
    answers = []
    for case in FAILURES:
        answer = founded.stranger().post("/api/sign-in", prepare(founded, case))
        answers.append((answer.status, answer.data, sorted(answer.headers)))
    assert answers == [answers[0]] * len(FAILURES)
    assert answers[0][1] == b'{"error":"not_signed_in"}'


def test_a_failed_recovery_has_the_bytes_of_a_failed_sign_in(founded: Committee) -> None:
    person = founded.stranger()
    signing = person.post("/api/sign-in", {"login": "nobody", "verifier": "00" * 32, "code": "000000"})
    recovering = person.post("/api/recovery/open", {"login": "chair", "proof": "00" * 32, "code": "000000"})
    assert (signing.data, sorted(signing.headers)) == (recovering.data, sorted(recovering.headers))


@pytest.mark.parametrize("case", FAILURES)
def test_every_failure_computes_the_same(founded: Committee, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    """One secret unwrapped, three codes computed, one verifier compared, whatever is wrong."""
    calls = []
    unwrap, code_at = authenticator.unwrap, authenticator.code_at

    def counting_unwrap(key: bytes, member_id: str, wrapped: bytes) -> bytes:
        calls.append("unwrap")
        return unwrap(key, member_id, wrapped)

    def counting_code(secret: bytes, step: int) -> bytes:
        calls.append("code")
        return code_at(secret, step)

    claim = prepare(founded, case)
    monkeypatch.setattr(authenticator, "unwrap", counting_unwrap)
    monkeypatch.setattr(authenticator, "code_at", counting_code)
    assert founded.stranger().post("/api/sign-in", claim).status_code == 401
    assert calls == ["unwrap", "code", "code", "code"]


def test_an_unknown_name_takes_as_long_as_a_wrong_passphrase(founded: Committee) -> None:
    """Median of many, in turn, of the step that does the work; 0.1 ms is far below what a network lets anyone see."""
    times: dict[str, list[float]] = {"chair": [], "nobody": []}
    key, now = founded.settings.wrap_key, founded.time.clock().seconds()
    gate, code = Gate(nobody(key), Tries("sign-in")), ShownCode(key, "000000", now)
    with founded.database.read() as session:
        for _ in range(400):
            for login, taken in times.items():
                session.expunge_all()
                begun = time.perf_counter()
                with pytest.raises(NotSignedIn):
                    gate.by_verifier(session, login, bytes(32), code)
                taken.append(time.perf_counter() - begun)
    print({k: statistics.median(v) for k, v in times.items()})
    assert abs(statistics.median(times["chair"]) - statistics.median(times["nobody"])) < 0.0001
