"""What holds for every ring of reading keys."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import Malformed, ProtocolError, TooLong
from crypto.grant import new_case, new_case_key, open_grant, seal_grant
from crypto.limits import RING, RING_KEYS
from crypto.ring import ReadingKeys, make_reading_keys, open_ring, seal_ring
from tests.property.profiles import examples
from tests.property.test_envelope import turn
from tests.vectors.line import INSTANCE, SECRETS

OWN = SECRETS[2]
days = st.lists(st.dates(), min_size=1, max_size=RING_KEYS)


@cache
def keys(number: int) -> ReadingKeys:
    return make_reading_keys(OWN, date.min)


def ring_of(of: list[date]) -> list[ReadingKeys]:
    return [replace(keys(number), day=day) for number, day in enumerate(sorted(of, reverse=True))]


@given(days)
@examples(20)
def test_a_ring_comes_back_as_it_was_and_tells_nobody_how_many_keys_it_holds(of: list[date]) -> None:
    ring = ring_of(of)
    sealed = seal_ring(ring, OWN.sign_seed, INSTANCE)
    assert len(sealed) == RING
    assert list(open_ring(sealed, OWN, INSTANCE)) == ring


@given(st.integers(0, 8 * RING - 1))
@examples(100)
def test_a_ring_with_one_bit_turned_is_refused(bit: int) -> None:
    with pytest.raises(ProtocolError):
        open_ring(turn(seal_ring(ring_of([date(2026, 4, 1)]), OWN.sign_seed, INSTANCE), bit), OWN, INSTANCE)


@given(st.lists(st.dates(), min_size=2, max_size=4, unique=True))
@examples(20)
def test_no_ring_is_sealed_with_its_oldest_keys_first(of: list[date]) -> None:
    with pytest.raises(Malformed):
        seal_ring(ring_of(of)[::-1], OWN.sign_seed, INSTANCE)


def test_one_key_too_many_is_too_long_and_no_key_no_ring() -> None:
    with pytest.raises(TooLong):
        seal_ring([keys(number) for number in range(RING_KEYS + 1)], OWN.sign_seed, INSTANCE)
    with pytest.raises(Malformed):
        seal_ring([], OWN.sign_seed, INSTANCE)


def test_new_keys_are_signed_for_by_the_same_member_and_open_what_is_sealed_to_them() -> None:
    made = make_reading_keys(OWN, date(2026, 4, 1)).secret
    assert (made.slot, made.sign_key()) == (OWN.slot, OWN.sign_key())
    assert made.public().hash != OWN.public().hash
    key, case = new_case_key(), new_case()
    assert open_grant(seal_grant(key, made.public(), INSTANCE, case, 0), made, INSTANCE, case, 0) == key


def test_nothing_of_the_secrets_is_in_a_repr() -> None:
    made = make_reading_keys(OWN, date(2026, 4, 1))
    assert repr(made.secret.x25519) not in repr(made)
