"""Cases at the server: what is taken is served to who reads it, as it came."""

from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.treating import file_case, key_of, opened_matter


def test_a_case_that_was_filed_is_served_to_its_readers_as_it_was_written(founded: Committee) -> None:
    chair, director, counsel = founded.people
    for person in founded.people:
        person.sign_in()
    matter = file_case(chair, founded, [chair, director])
    matter.say(director, "acknowledged", reply="", how="by letter")
    found = opened_matter(director, matter)
    assert [found.documents, found.contents] == [matter.documents, matter.contents]
    assert found.state.fine == "acknowledged"
    assert counsel.get("/api/cases").get_json() == {"cases": []}


def test_a_case_goes_all_the_way_to_its_closing(founded: Committee) -> None:
    chair, director, _ = founded.people
    chair.sign_in()
    director.sign_in()
    matter = file_case(chair, founded, founded.people)
    for kind in ("acknowledged", "conflict_check", "triage", "acceptance"):
        matter.say(chair, kind)
    matter.say(chair, "assignment", to=key_of(director))
    for kind in ("investigation", "finding", "feedback"):
        matter.say(director, kind)
    matter.together("closing", chair, director)
    (listed,) = chair.get("/api/cases").get_json()["cases"]
    assert (listed["state"], listed["hold"], listed["due"], listed["entries"]) == ("closed", 0, [], 13)
    assert matter.state.refused == ()
