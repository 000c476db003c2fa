"""What holds for every directory, mix, board and batch, whichever bit is turned and whatever they hold."""

from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.batch import batch_hash, check_batch, sort_and_cut, split
from crypto.board import fill_epoch, first_board, follows, next_board, sign_board, verify_board
from crypto.directory import verify_directory
from crypto.entropy import fresh
from crypto.envelope import context
from crypto.errors import BrokenChain, ProtocolError
from crypto.limits import BOARD_ENTRIES, BOARD_FIXED, CELLS, ENTRY, ENVELOPE, MAX_BITS, OBJECT, SIGNATURE
from crypto.mix import Mix, sign_mix, verify_mix
from crypto.signatures import public_key
from tests.property.profiles import examples
from tests.property.test_envelope import turn
from tests.vectors.line import (
    BOARD_SEED,
    CURRENT,
    FILE,
    FINGERPRINT,
    FIRST_DAY,
    INSTANCE,
    INTAKE_SEED,
    listed,
    member,
    signed,
)
from tests.vectors.line import body as body_of
from tests.vectors.line import file as file_of

BOARD_KEY = public_key(BOARD_SEED)
EPOCH = 20_500
octets32 = st.binary(min_size=32, max_size=32)
mixes = st.builds(
    Mix,
    instance=st.just(INSTANCE),
    epoch=st.just(EPOCH),
    mix_key=octets32,
    challenge=octets32,
    bits=st.integers(0, MAX_BITS),
    directory=st.just(FINGERPRINT),
)
MIX = sign_mix(Mix(INSTANCE, EPOCH, fresh(32), fresh(32), 0, FINGERPRINT), INTAKE_SEED)


@cache
def boards() -> tuple[bytes, bytes]:
    """A first board and the one after it, signed."""
    fillers = [fresh(ENTRY) for _ in range(BOARD_ENTRIES)]
    first = sign_board(first_board(INSTANCE, EPOCH, fillers), BOARD_SEED)
    return first, after(first, fillers[:4], replies=1, batches=2)


def after(before: bytes, go: list[bytes], *, replies: int, batches: int) -> bytes:
    come = fill_epoch(fresh(ENTRY) for _ in range(replies))
    objects = [fresh(OBJECT) for _ in range(CELLS * batches)]
    return sign_board(next_board(before, come=come, go=go, objects=objects), BOARD_SEED)


@given(st.integers(0, 8 * len(FILE) - 1))
@examples(150)
def test_a_directory_with_one_bit_turned_is_refused(bit: int) -> None:
    with pytest.raises(ProtocolError):
        verify_directory(turn(FILE, bit), today=FIRST_DAY, fingerprint=None)


@given(st.integers(3, 8), st.integers(1, 120), st.text(st.characters(codec="utf-8"), min_size=1, max_size=80))
@examples(8)
def test_a_directory_comes_back_as_its_members_signed_it(count: int, days: int, role: str) -> None:
    secrets = [member(slot) for slot in range(count)]
    members = [listed(one, role=role) for one in secrets]
    text = body_of(members=members, not_after=FIRST_DAY + timedelta(days=days))
    found = verify_directory(file_of([signed(text, secrets)], secrets), today=FIRST_DAY, fingerprint=None)
    assert found.current.members == tuple(members)
    assert found.keys == tuple(one.public() for one in secrets)


@given(st.integers(0, 8 * len(MIX) - 1))
@examples(150)
def test_a_mix_with_one_bit_turned_is_refused(bit: int) -> None:
    with pytest.raises(ProtocolError):
        verify_mix(turn(MIX, bit), CURRENT, EPOCH)


@given(mixes)
@examples(50)
def test_a_mix_comes_back_as_the_intake_signed_it(mix: Mix) -> None:
    assert verify_mix(sign_mix(mix, INTAKE_SEED), CURRENT, EPOCH) == mix


@given(st.data())
@examples(80)
def test_a_board_with_one_bit_turned_is_refused(data: st.DataObject) -> None:
    _, board = boards()
    # entries are nearly all of it: half of the tries are for the rest
    tail = st.integers(8 * BOARD_FIXED, 8 * len(board) - 1)
    bit = data.draw(st.integers(0, 8 * len(board) - 1) | st.integers(0, 8 * 72 - 1) | tail)
    with pytest.raises(ProtocolError):
        verify_board(turn(board, bit), BOARD_KEY, INSTANCE)


@given(st.integers(0, 4), st.integers(1, 3))
@examples(8)
def test_the_length_of_a_board_does_not_tell_how_many_replies_it_holds(replies: int, batches: int) -> None:
    first, _ = boards()
    go = list(verify_board(first, BOARD_KEY, INSTANCE).entries[:4])
    board = after(first, go, replies=replies, batches=batches)
    assert len(board) == BOARD_FIXED + 4 + 4 + OBJECT * CELLS * batches + SIGNATURE
    follows(first, verify_board(board, BOARD_KEY, INSTANCE))


def test_a_board_follows_neither_itself_nor_one_that_is_not_its_own() -> None:
    first, second = boards()
    for board, before in ((first, first), (second, second), (first, second)):
        with pytest.raises(BrokenChain):
            follows(before, verify_board(board, BOARD_KEY, INSTANCE))


@given(st.permutations(range(CELLS)))
@examples(10)
def test_a_batch_is_the_same_in_whichever_order_its_envelopes_came(order: list[int]) -> None:
    envelopes = split([batch()])
    values = sort_and_cut(envelopes[place] for place in order)
    assert values == [batch()]
    check_batch(split(values), INSTANCE)


@given(st.integers(0, 8 * CELLS * ENVELOPE - 1))
@examples(50)
def test_a_batch_with_one_bit_turned_has_another_hash(bit: int) -> None:
    value = batch()
    assert batch_hash([turn(value, bit)]) != batch_hash([value])


@cache
def batch() -> bytes:
    return b"".join(sort_and_cut(context(INSTANCE, fresh(OBJECT)) + fresh(ENVELOPE - 80) for _ in range(CELLS)))
