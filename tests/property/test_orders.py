"""P10 for what the committee has ordered and what was certified: neither is edited, removed or put in unseen."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import orders
from crypto.certificate import Certificate, make_certificate, verify_certificate
from crypto.directory import verify_directory
from crypto.document import Signature, Signed
from crypto.errors import BrokenChain, Malformed, NotAllowed, ProtocolError
from crypto.order import Act, Order, Period, Rules, order_body, parse_order, sign_order
from crypto.orders import Look, Orders, came_late, check_orders, check_seen
from crypto.signatures import Domain
from crypto.strict import serialise
from tests.property.profiles import examples
from tests.property.test_envelope import turn
from tests.vectors.areas.certificate import OF_CASE, OF_EPOCHS
from tests.vectors.areas.order import RULES, frozen, signed, whole
from tests.vectors.case_line import CHAIR, COUNSEL, DAY, RENEWED, SECOND, changed_list
from tests.vectors.line import BOARD_SEED, CURRENT, INSTANCE

STORY = whole()
COUNT = len(STORY.documents)
places = st.integers(0, COUNT - 1)
codes = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=40)
periods = st.builds(Period, st.integers(0, 100), st.integers(0, 366)).filter(lambda one: one != Period(0, 0))
rules = st.builds(Rules, codes, st.dictionaries(codes, periods, min_size=1, max_size=32), st.integers(30, 366))


def checked(documents: Sequence[Signed]) -> Orders:
    """As a reader checks who has seen all of them."""
    found = check_orders(INSTANCE, CURRENT.chain, documents)
    check_seen(found, COUNT, parse_order(STORY.documents[-1]).hash)
    return found


def check_that_nobody_rewrites_an_order() -> None:
    """By who signed it, with another calendar and signed as well as the first time."""
    body = json.loads(STORY.documents[2].body)
    body["rules"]["calendar"] = 30
    rewritten = signed(serialise(body).decode(), CHAIR, COUNSEL)
    with pytest.raises(BrokenChain):
        check_orders(INSTANCE, CURRENT.chain, [*STORY.documents[:2], rewritten, *STORY.documents[3:]])


def without_previous(before: Orders, order: Order) -> None:
    """The check of an order's place as it would be if orders were numbered and no more."""
    if order.number != len(before.orders):
        raise BrokenChain("number")


@pytest.mark.promise("P10")
def test_who_has_signed_an_order_cannot_sign_another_in_its_place() -> None:
    check_that_nobody_rewrites_an_order()


@pytest.mark.mutant("P10")
def test_without_the_previous_hash_an_order_could_be_rewritten() -> None:
    with patch.object(orders, "_check_place", without_previous), pytest.raises(pytest.fail.Exception):
        check_that_nobody_rewrites_an_order()


def check_that_one_member_is_not_two() -> None:
    for signers in ((CHAIR,), (CHAIR, CHAIR)):
        body = order_body(instance=INSTANCE, number=0, previous=bytes(32), day=DAY, act=Act.RULES, of=None, rules=RULES)
        with pytest.raises(NotAllowed):
            check_orders(INSTANCE, CURRENT.chain, [signed(body, *signers)])


@pytest.mark.promise("P10")
def test_one_member_adopts_no_rules_however_often_it_signs() -> None:
    check_that_one_member_is_not_two()


@pytest.mark.mutant("P10")
def test_if_signatures_were_counted_and_not_persons_one_could() -> None:
    with patch.object(orders, "count_persons", lambda slots: 2 * len(slots)), pytest.raises(pytest.fail.Exception):
        check_that_one_member_is_not_two()


def check_that_nobody_orders_after_leaving() -> None:
    """With the own key, and one of somebody who was a member on the day that the order says."""
    change = DAY + timedelta(days=3)
    chain = verify_directory(changed_list(change, CHAIR, RENEWED, COUNSEL), today=None, fingerprint=None).chain
    body = order_body(instance=INSTANCE, number=0, previous=bytes(32), day=DAY, act=Act.RULES, of=None, rules=RULES)
    found = check_orders(INSTANCE, chain, [signed(body, CHAIR, SECOND)])
    assert [one.number for one in came_late(found, chain, Look(0, 2, change))] == [0]
    assert came_late(found, chain, Look(0, 1, change)) == (), "it may have come while both were members"


@pytest.mark.promise("P10")
def test_who_has_left_cannot_order_for_an_earlier_day_unseen_by_who_looked_since() -> None:
    check_that_nobody_orders_after_leaving()


@pytest.mark.mutant("P10")
def test_if_only_the_day_of_an_order_counted_who_has_left_could() -> None:
    with patch.object(orders, "is_signed_by", lambda *_: True), pytest.raises(AssertionError):
        check_that_nobody_orders_after_leaving()


@pytest.mark.promise("P10")
@given(places, st.floats(0, 1, exclude_max=True), st.characters(codec="ascii"))
@examples(60)
def test_a_changed_character_of_an_order_is_named(at: int, where: float, put: str) -> None:
    one = STORY.documents[at]
    place = int(where * len(one.body))
    body = one.body[:place] + put + one.body[place + 1 :]
    if body != one.body:
        with pytest.raises(ProtocolError):
            checked([*STORY.documents[:at], Signed(body, one.signatures), *STORY.documents[at + 1 :]])


@pytest.mark.promise("P10")
@given(st.permutations(STORY.documents), st.integers(0, COUNT))
@examples(40)
def test_orders_that_are_swapped_or_missing_are_named(documents: list[Signed], count: int) -> None:
    if documents[:count] != STORY.documents:
        with pytest.raises(ProtocolError):
            checked(documents[:count])


@given(rules, st.integers(0, 2000), st.sampled_from([(CHAIR, SECOND), (SECOND, COUNSEL), (CHAIR, SECOND, COUNSEL)]))
@examples(40)
def test_rules_are_read_as_they_were_adopted(adopted: Rules, later: int, signers: Sequence[object]) -> None:
    chain = frozen()
    chain.day = date(2026, 2, 9) + timedelta(days=later)
    chain.order(Act.RULES, *signers, rules=adopted)  # type: ignore[arg-type]
    found = check_orders(INSTANCE, CURRENT.chain, chain.documents)
    assert found.rules == adopted
    assert [one.number for one in found.frozen] == [0]


@pytest.mark.promise("P10")
@given(st.sampled_from([OF_CASE, OF_EPOCHS]), st.floats(0, 1, exclude_max=True), st.integers(0, 7))
@examples(60)
def test_a_certificate_with_one_bit_turned_is_refused(certificate: Certificate, where: float, bit: int) -> None:
    document = make_certificate(certificate, BOARD_SEED)
    turned = turn(document.message, 8 * int(where * len(document.message)) + bit).decode("utf-8", "replace")
    with pytest.raises(ProtocolError):
        verify_certificate(Signed(turned, document.signatures), CURRENT.chain)


def test_a_certificate_that_says_too_little_is_never_signed() -> None:
    for wrong in (
        Certificate(INSTANCE, DAY, OF_CASE.what, (), OF_CASE.order, OF_CASE.method, OF_CASE.beyond),
        Certificate(INSTANCE, DAY, OF_EPOCHS.what, (), OF_EPOCHS.order, (), OF_EPOCHS.beyond, first=1, last=2),
    ):
        with pytest.raises(Malformed):
            make_certificate(wrong, BOARD_SEED)


def test_signatures_of_an_order_are_no_signatures_of_anything_else() -> None:
    body = frozen().documents[0].body
    approved = Signature(CHAIR.sign_key(), sign_order(CHAIR.sign_seed, body).signature)
    assert not Signed(body, (approved,)).signers(Domain.APPROVAL)
