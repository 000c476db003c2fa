"""P6 for cases: to who does not read a case there is none. Whatever an excluded or recused member, an adviser whose
time is over, or somebody who left the committee asks, the answer is that of a world in which the case never was.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from crypto.grant import new_case
from crypto.limits import INDEX_FRAMES, INDEX_OVERHEAD
from reviewer import cases
from reviewer.case_models import Case
from reviewer.errors import NotFound, NotYours
from tests.integration.reviewer.changing import change, newcomer, sign_in_all
from tests.integration.reviewer.committee import Committee, Person, Reviewers
from tests.integration.reviewer.test_guests import guest
from tests.integration.reviewer.treating import Matter, file_case, key_of, new_matter, secret_of
from tests.lifecycle.story import content
from tests.security.reviewer.test_excluded_member import Seen, look

NOTE = content("note")
OWN = b"o" * (INDEX_FRAMES[0] + INDEX_OVERHEAD)
ID = "1d" * 16


def questions(person: Person, case: str, entry: dict[str, Any]) -> list[tuple[str, TestResponse]]:
    """Everything that can be asked about a case, and an entry for it."""
    path = f"/api/cases/{case}"
    places = (f"{path}/{end}" for end in ("entries/0", "entries/7", f"items/0/{ID}", "readers", "inclusion/0"))
    found = [(place.replace(case, "CASE"), person.get(place)) for place in places]
    return [*found, ("offered", person.post(f"{path}/entries", entry))]


def transcript(person: Person, case: str, entry: dict[str, Any]) -> list[Seen]:
    """All that a person's browser does with cases, on the way asking about one it cannot know of."""
    seen = [look(person, "sign-in", person.sign_in())]
    for path in ("/api/cases", "/api/index", "/api/advisers", "/api/duty", "/api/session", "/api/checkpoint"):
        seen.append(look(person, path, person.get(path)))
    seen.append(look(person, "index", person.ask("PUT", "/api/index", data=OWN)))
    seen.append(look(person, "/api/index", person.get("/api/index")))
    return seen + [look(person, name, answer) for name, answer in questions(person, case, entry)]


def life(line: Committee, *, happens: bool) -> list[Seen]:
    """Days in which chair and director treat a case that excludes the counsel, with an adviser; or do not."""
    chair, director, counsel = sign_in_all(line)
    adviser = guest(line, chair)
    chair, director, counsel = sign_in_all(line)
    own = file_case(counsel, line, [counsel, chair, director], text="the counsel's own")
    matter = new_matter(chair, line, [chair, director])
    seen = []
    acts: list[Callable[[], None]] = [lambda: begin(matter, chair, adviser), lambda: go_on(matter, chair, director)]
    acts.append(lambda: None)
    for act in acts:
        if happens:
            act()
        seen += transcript(counsel, matter.id.hex(), foreign_entry(matter, counsel))
        own.say(counsel, "note", text="looked at again")
        line.time.pass_by(days=1)
        sign_in_all(line)
    return without_ids(seen, own)


def begin(matter: Matter, chair: Person, adviser: Person) -> None:
    made = file_case(chair, matter.line, matter.line.people[:2], id_=matter.id)
    matter.__dict__.update(made.__dict__)
    secret = secret_of(adviser)
    matter.people[secret.sign_key()] = secret.public()
    matter.say(chair, "key_verified", person=key_of(adviser), keys=secret.public().hash.hex())
    until = matter.today.replace(day=matter.today.day + 3).isoformat()
    matter.say(chair, "grant_made", reader=key_of(adviser), until=until)


def go_on(matter: Matter, chair: Person, director: Person) -> None:
    for kind in ("acknowledged", "conflict_check", "triage"):
        matter.say(chair, kind)
    matter.say(director, "hold_placed")
    matter.together("referral", chair, director)


def foreign_entry(matter: Matter, author: Person) -> dict[str, Any]:
    """Well made, for a case that its author does not read."""
    fresh = new_matter(author, matter.line, [author], id_=matter.id)
    opening = fresh.offer(author, NOTE, unforeseen=True, change=lambda entry: replace(entry, sequence=1))
    return opening.body


def without_ids(seen: list[Seen], own: Matter) -> list[Seen]:
    """What is random by nature in the case that the person does read."""
    names = [own.id.hex().encode(), *(one.hex().encode() for one in own.record.hashes)]
    for name in names:
        seen = [replace(one, body=one.body.replace(name, b"own")) for one in seen]
    return seen


Worlds = Callable[[bool], list[Seen]]


@pytest.fixture
def worlds(reviewers: Reviewers, tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """The same committee, twice, at the same times."""
    return lambda happens: life(reviewers.copy(tmp_path_factory.mktemp("world")), happens=happens)


@pytest.mark.promise("P6")
def test_a_member_whom_a_case_excludes_is_served_as_if_it_were_not_there(worlds: Worlds) -> None:
    assert worlds(True) == worlds(False)


def counted(*arguments: Any) -> list[dict[str, Any]]:
    found = HONEST(*arguments)
    return [{**one, "of": arguments[0].scalar(select(func.count()).select_from(Case))} for one in found]


HONEST = cases.listing


def telling(session: Any, case: str, reader: bytes, today: Any) -> Any:
    """As a server that knows the case and says that it is not theirs."""
    try:
        return HONEST_GRANT(session, case, reader, today)
    except NotFound:
        if session.get(Case, case) is not None:
            raise NotYours from None
        raise


HONEST_GRANT = cases.live_grant


@pytest.mark.mutant("P6")
@pytest.mark.parametrize(
    ("name", "mutant"), [("listing", counted), ("live_grant", telling)], ids=["counts all cases", "says not yours"]
)
def test_a_server_that_lets_a_case_show_is_caught(
    worlds: Worlds, monkeypatch: pytest.MonkeyPatch, name: str, mutant: Callable[..., Any]
) -> None:
    monkeypatch.setattr(cases, name, mutant)
    assert worlds(True) != worlds(False)


def check_nothing_shows(person: Person, matter: Matter) -> None:
    """Whatever is asked about this case and about one that never was is answered by the same bytes."""
    other, entry = new_case(), matter.offer(person, NOTE, unforeseen=True).body
    elsewhere = foreign_entry(new_matter(person, matter.line, [person], id_=other), person)
    assert person.get("/api/cases").get_json() == {"cases": []}
    found = [look(person, name, answer) for name, answer in questions(person, matter.id.hex(), entry)]
    never = [look(person, name, answer) for name, answer in questions(person, other.hex(), elsewhere)]
    assert found == never
    assert {one.status for one in found} <= {"404 NOT FOUND", "403 FORBIDDEN"}


@pytest.fixture
def matter(founded: Committee) -> Matter:
    """A case that all three members read."""
    return file_case(sign_in_all(founded)[0], founded, founded.people)


@pytest.mark.promise("P6")
def test_who_recused_itself_is_told_nothing_more(matter: Matter) -> None:
    counsel = matter.line.people[2]
    matter.say(counsel, "recusal")
    check_nothing_shows(counsel, matter)


@pytest.mark.promise("P6")
def test_whom_two_others_recused_is_told_nothing_more(matter: Matter) -> None:
    chair, director, counsel = matter.line.people
    matter.together("recusal_of", chair, director, person=key_of(counsel))
    check_nothing_shows(counsel, matter)


@pytest.mark.promise("P6")
def test_an_adviser_is_told_nothing_after_its_last_day(matter: Matter) -> None:
    chair = matter.line.people[0]
    adviser = guest(matter.line, chair)
    sign_in_all(matter.line)
    secret = secret_of(adviser)
    matter.people[secret.sign_key()] = secret.public()
    matter.say(chair, "key_verified", person=key_of(adviser), keys=secret.public().hash.hex())
    matter.say(chair, "grant_made", reader=key_of(adviser), until=matter.today.isoformat())
    assert adviser.get(f"{matter.path}/entries/0").status_code == 200
    matter.line.time.pass_by(days=1)
    adviser.sign_in()
    check_nothing_shows(adviser, matter)


@pytest.mark.promise("P6")
def test_who_left_the_committee_is_told_nothing(matter: Matter) -> None:
    line = matter.line
    chair, director, counsel = line.people
    newcomer(line, chair)
    change((chair, director), admit=[3])
    change((chair, director, counsel), retire=[2])
    other = new_case().hex()
    for case in (matter.id.hex(), other):
        found = [answer.data for _, answer in questions(counsel, case, {})]
        assert len(set(found)) <= 2  # not signed in any more; a path that is none
        assert all(len(one) < 40 for one in found)


@pytest.mark.promise("P6")
def test_a_first_entry_for_a_case_that_one_may_know_says_that_it_was_filed(matter: Matter) -> None:
    """Its id is made of what the envelope holds, so that only who has read that can name it."""
    counsel = matter.line.people[2]
    matter.say(counsel, "recusal")
    again = new_matter(counsel, matter.line, [counsel], id_=matter.id)
    answer = counsel.post(f"{matter.path}/entries", again.offer(counsel, NOTE, unforeseen=True).body)
    assert (answer.status_code, answer.get_json()) == (409, {"error": "moved"})
