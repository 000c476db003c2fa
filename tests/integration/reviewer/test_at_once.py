"""Two who do the same at the same moment: what one of them has read stays true until it has written."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from crypto import keys
from reviewer import authenticator, database, enrolment, founding
from tests.integration.reviewer.committee import Committee, Person, Reviewers
from tests.integration.reviewer.test_enrolment import PASSPHRASE, invitation
from tests.integration.reviewer.test_founding import gather, give_keys, sign, to_draft

MEETING_SECONDS = 0.5


def meet_in(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Two who come out of this function go on together, if the second gets there at all while the first waits."""
    real, meeting = getattr(module, name), threading.Barrier(2, timeout=MEETING_SECONDS)

    def meeting_after(*arguments: Any) -> Any:
        found = real(*arguments)
        with contextlib.suppress(threading.BrokenBarrierError):  # then the other waits for us to be done
            meeting.wait()
        return found

    monkeypatch.setattr(module, name, meeting_after)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as threads:
        return [one.result() for one in [threads.submit(call) for call in calls]]


def same_code_twice(line: Committee) -> list[int]:
    """The chair's code, seen by somebody who has the passphrase too, used in two browsers at once."""
    chair, thief = line.people[0], line.stranger()
    claim = {"login": chair.login, "verifier": chair.verifier(), "code": chair.code()}
    answers: list[Any] = at_once(*(lambda who=who: who.post("/api/sign-in", claim) for who in (chair, thief)))
    return sorted(one.status_code for one in answers)


def test_a_code_lets_one_in_also_when_two_show_it_at_once(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    meet_in(monkeypatch, authenticator, "matching_step")
    assert same_code_twice(founded) == [200, 401]


def last_two_signatures(line: Committee, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    chair, *others = to_draft(line)
    sign(chair)
    meet_in(monkeypatch, founding, "_complete")
    answers = at_once(*(lambda who=who: sign(who) for who in others))
    return sorted((one["status"], one.get("founded")) for one in answers)


def test_the_last_two_signatures_given_at_once_found_the_line(
    empty: Committee, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise each of the two would find the other's missing, and nobody would ever complete the directory."""
    assert last_two_signatures(empty, monkeypatch) == [(200, False), (200, True)]


def lockless(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")


def test_a_database_without_the_writers_lock_is_caught(
    reviewers: Reviewers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_begin", lockless)
    assert last_two_signatures(reviewers.new(tmp_path), monkeypatch) != [(200, False), (200, True)]


def test_two_who_draw_up_the_draft_at_once_get_one(empty: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    people = gather(empty)
    for person in people:
        give_keys(person)
    meet_in(monkeypatch, founding, "_draft")
    answers = at_once(*(lambda who=who: who.post("/api/founding/draft").status_code for who in people[:2]))
    assert answers == [204, 204]


def test_a_place_promised_to_two_at_once_is_given_to_one(empty: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    chair = gather(empty)[0]
    meet_in(monkeypatch, enrolment, "forget_expired")

    def ask(who: Person) -> int:
        body = {"slot": 5, "role": "Alternate", "login": "alternate"}
        return who.post("/api/founding/invitations", body).status_code

    assert sorted(at_once(lambda: ask(chair), lambda: ask(chair))) == [200, 409]


def test_a_link_used_twice_at_once_enrols_one(empty: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    token, person = invitation(empty), empty.stranger()
    opened = person.post("/api/enrolment/open", {"token": token}).get_json()
    person.login, person.passphrase, person.totp_secret = "alternate", PASSPHRASE, opened["totp_secret"]
    person.secret, person.sheet_code = keys.generate(5), "ten words"
    body = person.enrolment(token, bytes.fromhex(opened["pepper"]))
    meet_in(monkeypatch, authenticator, "matching_step")
    answers = at_once(*(lambda: empty.stranger().post("/api/enrolment", body).status_code for _ in range(2)))
    assert sorted(answers) == [204, 404]


def test_who_waits_for_the_writer_before_too_long_is_told_to_come_again(
    reviewers: Reviewers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 1)
    line = reviewers.copy(tmp_path)
    with line.database.write():
        answer = line.people[0].sign_in()
        assert (answer.status_code, answer.get_json()) == (503, {"error": "unavailable"})
    assert line.people[0].sign_in().status_code == 200


def test_who_reads_waits_for_no_writer(founded: Committee) -> None:
    chair = founded.people[0]
    chair.sign_in()
    with founded.database.write():
        assert chair.get("/api/batches").status_code == 200
