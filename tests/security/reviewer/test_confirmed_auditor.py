"""P6 and P13: a member who was left out of a case cannot look at the record through an auditor's account of its own
making.
"""

import json
from collections.abc import Callable

import pytest

from crypto import confirmation as rule
from crypto.confirmation import sign_confirmation
from reviewer import confirming
from tests.integration.reviewer.changing import change, newcomer, sign_in_all
from tests.integration.reviewer.committee import Committee, Person
from tests.integration.reviewer.test_guests import confirm, confirmation, guest
from tests.integration.reviewer.treating import file_case, secret_of

RECORD = ("/api/audit/log", "/api/audit/checkpoints", "/api/audit/export", "/api/checkpoint", "/api/checkpoint/64")


def alone(line: Committee) -> Person:
    """An account that counsel, who was left out, invited, opened and confirmed as often as it could."""
    chair, director, counsel = sign_in_all(line)
    file_case(chair, line, [chair, director])
    made = guest(line, counsel, "auditors", "External auditor")
    for _ in range(2):
        confirm(counsel, made)
    confirm(made, made)
    in_the_name_of_the_chair(counsel, made, secret_of(chair).sign_key())
    return made


def in_the_name_of_the_chair(counsel: Person, made: Person, chair: bytes) -> None:
    """A signature of counsel's, and another field that says it is the chair's."""
    body = confirmation(counsel, made)
    given = sign_confirmation(secret_of(counsel).sign_seed, body).signature.hex()
    counsel.post(f"/api/auditors/{made.login}/confirmation", {"body": body, "signature": given, "key": chair.hex()})


def with_new_keys(line: Committee) -> Person:
    """Counsel confirms, is given new keys, and confirms again as the newcomer in the same place."""
    chair, director, counsel = sign_in_all(line)
    file_case(chair, line, [chair, director])
    made = guest(line, counsel, "auditors", "External auditor")
    assert confirm(counsel, made).status_code == 204
    again = newcomer(line, counsel, slot=2)
    change((chair, director), admit=[2])
    confirm(again, made)
    return made


def by_who_has_left(line: Committee) -> Person:
    """Two who are retired on this day confirm afterwards, each in a session of before."""
    chair, director, counsel = sign_in_all(line)
    file_case(chair, line, [chair, director])
    made = guest(line, counsel, "auditors", "External auditor")
    newcomer(line, chair)
    change((chair, director), admit=[3])
    change((chair, director, counsel), retire=[2])
    confirm(counsel, made)
    assert confirm(director, made).status_code == 204
    return made


WAYS: tuple[Callable[[Committee], Person], ...] = (alone, with_new_keys, by_who_has_left)


def shown(line: Committee, way: Callable[[Committee], Person]) -> list[str]:
    """The routes of the record that open to an account made in this way."""
    made = way(line)
    return [path for path in RECORD if json.dumps(made.get(path).get_json(silent=True)) != '{"error": "not_confirmed"}']


@pytest.mark.promise("P6", "P13")
@pytest.mark.parametrize("way", WAYS)
def test_an_auditor_whom_one_member_made_sees_nothing_of_the_record(
    founded: Committee, way: Callable[[Committee], Person]
) -> None:
    assert shown(founded, way) == []


@pytest.mark.mutant("P6", "P13")
def test_a_server_that_lets_every_auditor_in_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "is_confirmed", lambda *_: True)
    assert shown(founded, alone) == list(RECORD)


@pytest.mark.mutant("P6", "P13")
def test_a_rule_that_is_content_with_one_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "CONFIRMERS", 1)
    assert shown(founded, alone) == list(RECORD)


@pytest.mark.mutant("P6", "P13")
def test_a_route_that_forgets_the_confirmation_is_caught(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.access._demand_confirmed", lambda: True)
    assert shown(founded, with_new_keys) == list(RECORD)
