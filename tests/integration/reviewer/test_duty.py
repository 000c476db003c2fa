"""The duty rota: whose week it is, who is reminded, and when everybody is told that nobody looked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from reviewer import duty, enrolment
from reviewer.app import create_app
from reviewer.lifecycle.due import Terms
from reviewer.models import BatchState, Member, MemberState
from reviewer.state import EXTENSION, State
from tests.integration.reviewer.committee import Committee, Person

HOLIDAYS = frozenset({"2027-01-20"})


@pytest.fixture
def people(founded: Committee) -> tuple[Person, ...]:
    for person in founded.people:
        assert person.sign_in().status_code == 200
    with founded.database.write() as session:
        session.add(BatchState(epoch=7, sha256=bytes(32), envelopes=32))
    return founded.people


def shown(person: Person) -> dict[str, object]:
    found: dict[str, object] = person.get("/api/duty").get_json()
    return found


def choose(person: Person, slots: object) -> int:
    return person.ask("PUT", "/api/duty", json={"slots": slots}).status_code


def look(person: Person) -> None:
    """As the page does when it has looked through all batches."""
    assert person.ask("PUT", "/api/scan", json={"epoch": 7}).status_code == 204


def later(line: Committee, days: int) -> None:
    """Days pass, and everybody signs in again."""
    line.time.pass_by(days=days)
    for person in line.people:
        assert person.sign_in().status_code == 200


def test_all_members_take_turns_by_slot_a_week_each_unless_somebody_chooses(
    founded: Committee, people: tuple[Person, ...]
) -> None:
    first = shown(people[0])
    assert sorted(first["slots"]) == [0, 1, 2]  # type: ignore[call-overload]
    assert first["slots"][:2] == [first["slot"], first["next"]]  # type: ignore[index]
    weeks = []
    for _ in range(4):
        weeks.append(shown(people[0])["slot"])
        later(founded, 7)
    assert set(weeks[:3]) == {0, 1, 2}
    assert weeks[3] == weeks[0]
    assert weeks[1] == first["next"]


def test_a_week_is_that_of_the_calendar_from_monday_to_sunday(founded: Committee, people: tuple[Person, ...]) -> None:
    today = founded.time.clock().today()
    later(founded, 7 - today.weekday())
    monday = founded.time.clock().today()
    assert monday.isoweekday() == 1
    whose, until = shown(people[0])["slot"], shown(people[0])["until"]
    assert until == (monday + timedelta(days=6)).isoformat()
    later(founded, 6)
    assert (shown(people[0])["slot"], shown(people[0])["until"]) == (whose, until)
    later(founded, 1)
    assert shown(people[0])["slot"] != whose


def test_turns_follow_one_another_over_the_end_of_a_year_with_53_weeks() -> None:
    mondays = [date(2026, 12, 21) + timedelta(weeks=week) for week in range(4)]
    assert [day.isocalendar().week for day in mondays] == [52, 53, 1, 2]
    members: tuple[str, ...] = ("a", "b", "c")
    turns = [duty.turn(members, day) for day in mondays]  # type: ignore[arg-type]
    assert [members.index(str(one)) for one in turns] == [(members.index(str(turns[0])) + n) % 3 for n in range(4)]


def test_everybody_is_told_the_same_of_the_rota_and_only_the_own_scan(people: tuple[Person, ...]) -> None:
    chair, director, _ = people
    assert choose(chair, [2, 0]) == 204
    look(director)
    told = [shown(person) for person in people]
    assert [one["slots"] for one in told] == [[2, 0]] * 3
    assert [bool(one.pop("scanned")) for one in told] == [False, True, False]
    assert told[0] == told[1] == told[2]


def test_who_was_chosen_takes_turns_until_everybody_is_again(people: tuple[Person, ...]) -> None:
    assert choose(people[1], [2]) == 204
    assert (shown(people[0])["slot"], shown(people[0])["next"]) == (2, 2)
    assert choose(people[0], []) == 204
    assert sorted(shown(people[0])["slots"]) == [0, 1, 2]  # type: ignore[call-overload]


@pytest.mark.parametrize("slots", [[1, 0, 2], [2, 1, 0], [0, 1], [2, 0]])
def test_whoever_is_put_first_has_this_week_and_the_others_follow(
    founded: Committee, people: tuple[Person, ...], slots: list[int]
) -> None:
    assert choose(people[0], slots) == 204
    for week in range(4):
        turns = [slots[(week + at) % len(slots)] for at in range(len(slots))]
        assert shown(people[1])["slots"] == turns
        assert (shown(people[1])["slot"], shown(people[1])["next"]) == (turns[0], turns[1])
        later(founded, 7)


@pytest.mark.parametrize("slots", [[3], [0, 0], [-1], [8], ["0"], [True], [0.0], "0", None, [[0]]])
def test_nobody_else_can_be_chosen(people: tuple[Person, ...], slots: object) -> None:
    assert choose(people[0], [1]) == 204
    assert choose(people[0], slots) == 400
    assert shown(people[0])["slots"] == [1]


def test_who_is_no_longer_on_the_committee_has_no_duty(founded: Committee, people: tuple[Person, ...]) -> None:
    assert choose(people[0], [2]) == 204
    with founded.database.write() as session:  # another holds the slot now: the key of who was chosen is not listed
        session.execute(update(Member).where(Member.slot == 2).values(sign_key=bytes(32), state=MemberState.RETIRED))
    assert sorted(shown(people[0])["slots"]) == [0, 1, 2]  # type: ignore[call-overload]


def test_before_the_founding_there_is_no_rota(empty: Committee) -> None:
    with empty.database.write() as session:
        today = empty.time.clock().today()
        token = enrolment.invite(session, empty.settings.wrap_key, 0, "Chair", "chair", today)
    person = empty.stranger()
    person.enrol(token.hex(), "violet ladder quietly mending")
    assert person.sign_in().status_code == 200
    assert (person.get("/api/duty").status_code, choose(person, [0])) == (409, 409)


@pytest.mark.parametrize(
    ("last", "quiet_on", "since"),
    [
        ("2027-01-15", "2027-01-20", "2027-01-15"),  # a Friday: Monday and Tuesday are the two
        ("2027-01-16", "2027-01-20", "2027-01-15"),  # a Saturday counts for the Friday before
        ("2027-01-17", "2027-01-20", "2027-01-15"),
        ("2027-01-11", "2027-01-14", "2027-01-11"),
        ("2027-01-18", "2027-01-22", "2027-01-18"),  # Wednesday the 20th is a holiday
        ("2027-01-20", "2027-01-23", "2027-01-19"),
    ],
)
def test_two_whole_business_days_without_a_look_alert_on_the_next(last: str, quiet_on: str, since: str) -> None:
    first = date.fromisoformat(quiet_on)
    for days in range((first - date.fromisoformat(last)).days):
        day = date.fromisoformat(last) + timedelta(days=days)
        assert duty.quiet_since(date.fromisoformat(last), day, HOLIDAYS) is None, day
    for days in range(10):
        found = duty.quiet_since(date.fromisoformat(last), first + timedelta(days=days), HOLIDAYS)
        assert found == date.fromisoformat(since)


def test_a_look_by_anybody_ends_the_alert_for_all(founded: Committee, people: tuple[Person, ...]) -> None:
    assert shown(people[0])["quiet"] == ""  # the day of the founding
    later(founded, 7)
    assert [bool(shown(person)["quiet"]) for person in people] == [True] * 3
    look(people[1])
    assert [shown(person)["quiet"] for person in people] == [""] * 3


def test_holidays_of_the_settings_are_no_business_days(founded: Committee, people: tuple[Person, ...]) -> None:
    look(people[0])
    later(founded, 7)
    today = founded.time.clock().today()
    off = frozenset((today - timedelta(days=days)).isoformat() for days in range(1, 7))
    app = create_app(replace(founded.settings, terms=Terms(off)), founded.time.clock())
    chair = replace(people[0], client=app.test_client())
    chair.sign_in()
    assert (bool(shown(people[1])["quiet"]), shown(chair)["quiet"]) == (True, "")
    own: State = app.extensions[EXTENSION]
    own.database.close()
