"""A failed sign-in does not tell which part was wrong, nor whether there is such a member: same bytes, same work."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import Engine, event, select, update
from sqlalchemy.orm import Session

import reviewer
from reviewer import authenticator
from reviewer.errors import NotSignedIn
from reviewer.factors import Factor, ShownCode, nobody
from reviewer.models import Member, MemberState
from reviewer.sign_in import Gate, Passed
from reviewer.tries import Tries
from tests.integration.reviewer.committee import Committee, Person

Claim = dict[str, str]
TOP = Path(reviewer.__file__).resolve().parents[1]
OURS = (str(TOP / "reviewer"), str(TOP / "crypto"))
COUNTING = {"Tries.note", "_guessed"}


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


def done_for(line: Committee, gate: Gate, login: str) -> list[str]:
    """Every statement that the database is asked and every function of ours that runs while a claim is refused.

    Counting in memory, which only a member's failures are, takes no time that a network lets anyone see.
    """
    done: list[str] = []

    def called(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_qualname
        if event == "call" and frame.f_code.co_filename.startswith(OURS) and name not in COUNTING:
            done.append(name)

    code = ShownCode(line.settings.wrap_key, "000000", line.time.clock().seconds())
    engine = line.database.engine
    with line.database.read() as session, heard(engine, done):
        sys.setprofile(called)
        try:
            with pytest.raises(NotSignedIn):
                gate.by_verifier(session, login, bytes(32), code)
        finally:
            sys.setprofile(None)
    return done


@contextmanager
def heard(engine: Engine, done: list[str]) -> Iterator[None]:
    """Each statement is added to `done`, without its values."""

    def said(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        done.append(statement)

    event.listen(engine, "before_cursor_execute", said)
    yield
    event.remove(engine, "before_cursor_execute", said)


def check_that_an_unknown_name_costs_what_a_wrong_passphrase_does(line: Committee, gate: Gate) -> None:
    done_for(line, gate, "chair")  # the first statement of its kind is compiled
    chair, unknown = (done_for(line, gate, login) for login in ("chair", "nobody"))
    assert "matching_step" in chair
    assert any(one.startswith("SELECT") for one in chair)
    assert unknown == chair


def test_an_unknown_name_is_as_much_work_as_a_wrong_passphrase(founded: Committee) -> None:
    gate = Gate(nobody(founded.settings.wrap_key), Tries("sign-in"))
    check_that_an_unknown_name_costs_what_a_wrong_passphrase_does(founded, gate)


class Hasty(Gate):
    """A gate that does not compute for a name that it does not know."""

    def by_verifier(self, session: Session, login: str, verifier: bytes, factor: Factor) -> Passed:
        if session.scalar(select(Member.id).where(Member.login == login)) is None:
            raise NotSignedIn
        return super().by_verifier(session, login, verifier, factor)


def test_a_gate_that_answers_an_unknown_name_early_is_caught(founded: Committee) -> None:
    gate = Hasty(nobody(founded.settings.wrap_key), Tries("sign-in"))
    with pytest.raises(AssertionError):
        check_that_an_unknown_name_costs_what_a_wrong_passphrase_does(founded, gate)
