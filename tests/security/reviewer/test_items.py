"""P7 for what is filed: nobody can keep the others from reading it by bringing something else under its name first."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.grant import new_case_key
from crypto.item import Item, seal_item
from crypto.limits import ENVELOPE
from reviewer import case_models
from reviewer.cases import live_grant
from tests.integration.reviewer.changing import sign_in_all
from tests.integration.reviewer.committee import Committee
from tests.integration.reviewer.treating import Matter, file_case
from tests.lifecycle.story import content


@pytest.fixture
def matter(founded: Committee) -> Matter:
    """A case that all three members read."""
    return file_case(sign_in_all(founded)[0], founded, founded.people)


def some_item() -> Item:
    return Item(new_case_key(), bytes(32), bytes(ENVELOPE))


def check_each_entry_has_its_own(matter: Matter) -> None:
    """Counsel brings junk under the id of a message that comes later; the message is brought all the same."""
    chair, director, counsel = matter.line.people
    item, number = some_item(), len(matter.documents)
    name, junk = item.id.hex(), seal_item(some_item(), matter.keys[0], matter.id)
    squatting = matter.offer(counsel, content("note"), items=[item])
    assert matter.post(counsel, replace(squatting, items=((name, junk),))).status_code == 201
    said = content("follow_up", item=name, received=matter.today.isoformat())
    honest = matter.offer(director, said, items=[item])
    assert matter.post(director, honest).status_code == 201
    served = {at: chair.get(f"{matter.path}/items/{at}/{name}") for at in range(number + 3)}
    assert {at: one.data for at, one in served.items() if one.status_code == 200} == {
        number: junk,
        number + 1: honest.items[0][1],
    }


@pytest.mark.promise("P7")
def test_what_is_brought_is_served_whoever_took_its_name_before(matter: Matter) -> None:
    check_each_entry_has_its_own(matter)


def first_of_its_name(session: Session, case: str, reader: bytes, _: int, item_id: str, today: date) -> bytes:
    """As a server that keeps one item of each name: what came first."""
    live_grant(session, case, reader, today)
    table = case_models.Item
    found = session.scalars(select(table.value).where(table.id == item_id).order_by(table.sequence)).first()
    assert found is not None
    return found


@pytest.mark.mutant("P7")
def test_a_server_that_gives_what_came_first_under_a_name_is_caught(
    matter: Matter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.cases.item", first_of_its_name)
    with pytest.raises(AssertionError):
        check_each_entry_has_its_own(matter)


def test_an_item_is_served_to_readers_alone(matter: Matter) -> None:
    chair, _, counsel = matter.line.people
    item = some_item()
    said = content("follow_up", item=item.id.hex(), received=matter.today.isoformat())
    matter.tell(chair, said, items=[item])
    path = f"{matter.path}/items/{len(matter.documents) - 1}/{item.id.hex()}"
    assert counsel.get(path).status_code == 200
    matter.say(counsel, "recusal")
    assert counsel.get(path).status_code == 404
