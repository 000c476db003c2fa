"""What the committee orders for the whole line: one member freezes, two adopt rules and release, and nobody else."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert

from crypto.document import Signed, sign_text
from crypto.order import Act, order_body, sign_order
from crypto.signatures import Domain
from reviewer import orders as kept
from reviewer.order_models import StandingOrder
from tests.integration.reviewer.changing import change, newcomer, sign_in_all
from tests.integration.reviewer.committee import INSTANCE, Committee
from tests.integration.reviewer.ordering import (
    RULES,
    SHORTER,
    agree,
    body,
    given,
    orders,
    place,
    proposals,
    propose,
    secret,
    sign,
    today,
)


def refusal(answer: object) -> tuple[int, str]:
    """Status and reason, or the code where there is none."""
    said = answer.get_json()  # type: ignore[attr-defined]
    return answer.status_code, said.get("reason") or said["error"]  # type: ignore[attr-defined]


def test_before_anything_is_ordered_there_are_no_rules_and_nothing_is_frozen(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    found = orders(chair)
    assert (found.orders, found.rules, found.frozen) == ((), None, ())
    with founded.database.read() as session:
        assert kept.in_force(session) == found
        assert not kept.is_frozen(session)


def test_nothing_is_ordered_before_the_founding(empty: Committee) -> None:
    with empty.database.read() as session:
        assert kept.in_force(session).rules is None
        assert not kept.is_frozen(session)


def test_rules_are_in_force_once_two_members_have_signed_them(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    agree(chair, director, rules=RULES)
    assert orders(counsel).rules == RULES
    agree(counsel, chair, rules=SHORTER)
    assert orders(director).rules == SHORTER
    with founded.database.read() as session:
        assert kept.in_force(session).rules == SHORTER


def test_what_one_member_proposes_is_shown_and_in_force_only_with_a_second(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    assert propose(chair, rules=RULES).get_json() == {"in_force": False}
    [shown] = proposals(director)
    assert (shown["by"], shown["signed"]) == (0, [0])
    assert sign(chair, shown["body"]).get_json() == {"in_force": False}
    assert orders(counsel).rules is None
    assert sign(counsel, shown["body"]).get_json() == {"in_force": True}
    assert proposals(director) == []


def test_two_who_propose_the_very_same_have_agreed(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    text = body(chair, Act.RULES, rules=RULES)
    assert chair.post("/api/orders/proposal", given(chair, text)).get_json() == {"in_force": False}
    assert director.post("/api/orders/proposal", given(director, text)).get_json() == {"in_force": True}


def test_one_member_freezes_at_once_and_two_release(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    assert place(chair).status_code == 204
    with founded.database.read() as session:
        assert kept.is_frozen(session)
    assert propose(chair, Act.RELEASE, of=0).get_json() == {"in_force": False}
    assert [one.number for one in orders(counsel).frozen] == [0]
    assert sign(director, proposals(counsel)[0]["body"]).get_json() == {"in_force": True}
    assert orders(chair).frozen == ()
    with founded.database.read() as session:
        assert not kept.is_frozen(session)


def test_a_freeze_lasts_while_another_one_is_not_released(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    assert [place(one).status_code for one in (chair, director)] == [204, 204]
    agree(chair, counsel, Act.RELEASE, of=0)
    assert [one.number for one in orders(chair).frozen] == [1]


def test_a_review_says_that_a_freeze_is_needed_still(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    place(chair)
    first = today(chair)
    founded.time.pass_by(days=90)
    sign_in_all(founded)
    assert place(director, Act.REVIEW, of=0).status_code == 204
    found = orders(chair)
    assert found.reviewed(found.frozen[0]) == today(chair) > first


def test_nobody_alone_keeps_the_others_from_agreeing(founded: Committee) -> None:
    """One freeze each, and one review of it a day: whoever comes in between does so so often, and no more."""
    chair, director, counsel = sign_in_all(founded)
    assert place(counsel).status_code == 204
    assert refusal(place(counsel)) == (403, "frozen_by_you")
    assert place(counsel, Act.REVIEW, of=0).status_code == 204
    assert refusal(place(counsel, Act.REVIEW, of=0)) == (429, "too_many")
    agree(chair, director, rules=RULES)
    for _ in range(2):
        agree(chair, director, Act.RELEASE, of=orders(chair).frozen[0].number)
        assert place(counsel).status_code == 204
    agree(chair, director, Act.RELEASE, of=orders(chair).frozen[0].number)
    assert refusal(place(counsel)) == (429, "too_many")
    agree(chair, director, rules=SHORTER)


def test_an_order_that_comes_in_between_makes_what_is_proposed_void(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    propose(chair, rules=RULES)
    [shown] = proposals(director)
    place(counsel)
    assert proposals(director) == []
    assert refusal(sign(director, shown["body"])) == (409, "no_draft")
    assert refusal(chair.post("/api/orders/proposal", given(chair, shown["body"]))) == (409, "moved")
    agree(chair, director, rules=RULES)


def test_a_proposal_waits_for_thirty_days(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    text = body(chair, Act.RULES, rules=RULES)
    chair.post("/api/orders/proposal", given(chair, text))
    founded.time.pass_by(days=31)
    sign_in_all(founded)
    assert proposals(director) == []
    assert refusal(sign(director, text)) == (409, "no_draft")
    founded.time.pass_by(days=-1)
    assert sign(director, text).get_json() == {"in_force": True}


def test_a_proposal_is_replaced_and_taken_back_by_who_made_it_alone(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    propose(chair, rules=RULES)
    propose(chair, rules=SHORTER)
    propose(director, rules=RULES)
    assert [one["by"] for one in proposals(chair)] == [0, 1]
    assert director.ask("DELETE", "/api/orders/proposal").status_code == 204
    [shown] = proposals(chair)
    assert json.loads(shown["body"])["rules"]["calendar"] == SHORTER.calendar
    assert shown["by"] == 0


def test_who_has_left_since_does_not_count_and_who_came_since_signs_anew(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    text = body(counsel, Act.RULES, rules=RULES)
    counsel.post("/api/orders/proposal", given(counsel, text))
    founded.time.pass_by(days=1)
    sign_in_all(founded)
    alternate = newcomer(founded, chair)
    change((chair, director), admit=[3])
    assert refusal(sign(alternate, text)) == (403, "not_member")
    change((chair, director, alternate), retire=[2])
    assert sign(chair, text).get_json() == {"in_force": False}
    assert sign(director, text).get_json() == {"in_force": True}
    assert [sorted(one) for one in orders(chair).signers] == [
        sorted(secret(one).sign_key() for one in (chair, director))
    ]


def test_an_order_of_another_day_number_line_or_signature_is_refused(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    tomorrow = today(chair).replace(day=today(chair).day % 28 + 1)
    assert refusal(place(chair, day=tomorrow)) == (400, "day")
    assert refusal(propose(chair, rules=RULES, day=tomorrow)) == (400, "day")
    assert refusal(place(chair, number=1, of=1)) == (409, "moved")
    assert refusal(place(chair, previous=b"\x11" * 32)) == (409, "moved")
    elsewhere = order_body(
        instance=bytes(16), number=0, previous=bytes(32), day=today(chair), act=Act.FREEZE, rules=None
    )
    assert refusal(chair.post("/api/orders", given(chair, elsewhere))) == (400, "malformed")
    text = body(chair, Act.FREEZE)
    forged = {"body": text, "signature": sign_order(secret(director).sign_seed, text).signature.hex()}
    assert refusal(chair.post("/api/orders", forged)) == (403, "signature")
    approved = sign_text(Domain.APPROVAL, secret(chair).sign_seed, text).signature.hex()
    assert refusal(chair.post("/api/orders", {"body": text, "signature": approved})) == (403, "signature")
    propose(chair, rules=RULES)
    [shown] = proposals(chair)
    assert refusal(sign(director, shown["body"], lambda one: one.replace("90", "30"))) == (403, "signature")
    assert orders(chair).orders == ()


def test_a_clock_that_was_ahead_for_a_while_keeps_nobody_from_ordering(founded: Committee) -> None:
    """Else nobody could freeze anything until that day comes. Not even then is an order of another day taken."""
    chair, director, counsel = sign_in_all(founded)
    behind = today(chair)
    ahead = behind + timedelta(days=300)
    text = body(chair, Act.RULES, day=ahead, rules=RULES)
    with founded.database.write() as session:
        signed = Signed(text, tuple(sign_order(secret(one).sign_seed, text) for one in (chair, director)))
        assert kept.put_in_force(session, kept.in_force(session), signed)  # as on the day on which the clock was wrong
    assert refusal(place(counsel, day=behind)) == (400, "day")
    assert refusal(place(counsel, day=ahead + timedelta(days=1))) == (400, "day")
    assert place(counsel, day=ahead).status_code == 204
    agree(chair, director, Act.RELEASE, of=1, day=ahead)
    agree(chair, director, rules=SHORTER, day=ahead)
    assert (orders(chair).rules, orders(chair).frozen) == (SHORTER, ())


def test_what_two_must_sign_is_not_placed_and_what_one_orders_is_not_proposed(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    assert refusal(place(chair, Act.RULES, rules=RULES)) == (400, "malformed")
    assert refusal(propose(chair, Act.FREEZE)) == (400, "malformed")
    assert refusal(propose(chair, Act.RELEASE, of=0)) == (403, "no_freeze")
    assert refusal(place(chair, Act.REVIEW, of=0)) == (403, "no_freeze")


def test_signing_rules_wants_a_fresh_factor_and_freezing_does_not(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    text = body(chair, Act.RULES, rules=RULES)
    founded.time.pass_by(minutes=11)
    assert refusal(chair.post("/api/orders/proposal", given(chair, text))) == (403, "confirm")
    assert refusal(sign(director, text)) == (403, "confirm")
    assert place(chair).status_code == 204


def test_a_chain_that_somebody_edited_orders_nothing(founded: Committee) -> None:
    """What is put into the table is not believed: a release that nobody signed ends no freeze."""
    chair, _, _ = sign_in_all(founded)
    place(chair)
    text = body(chair, Act.RELEASE, of=0)
    with founded.database.write() as session:
        document = Signed(text, ()).serialise().decode()
        row = {"number": 1, "hash": bytes(32), "day": today(chair), "document": document}
        session.execute(insert(StandingOrder).values(row))
    with founded.database.read() as session, pytest.raises(kept.BrokenOrders):
        kept.in_force(session)
    assert chair.get("/api/orders").status_code == 500
    assert INSTANCE.hex() in text
