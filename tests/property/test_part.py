"""What holds for every part, whatever the file and whichever bit is turned."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.drop import new_mix_key
from crypto.entropy import fresh
from crypto.errors import Damaged, ProtocolError
from crypto.limits import CHUNK, PART, STORED_PART
from crypto.part import count_chunks, count_parts, open_chunk, open_file, open_part, part_ids, seal_chunk, seal_part
from tests.property.profiles import examples
from tests.property.test_envelope import turn

KEY = fresh(32)
MIX_SECRET, MIX_KEY = new_mix_key()
FILE = fresh(2 * CHUNK + 1)
STORED = [seal_chunk(KEY, len(FILE), index, FILE[index * CHUNK : (index + 1) * CHUNK]) for index in range(4)]
NUMBERS = range(3)
sizes = st.one_of(
    st.integers(0, 2 * CHUNK + 1), st.sampled_from((0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1))
)


def sealed(file: bytes) -> list[bytes]:
    pieces = (file[index * CHUNK : (index + 1) * CHUNK] for index in range(count_parts(len(file))))
    return [seal_chunk(KEY, len(file), index, piece) for index, piece in enumerate(pieces)]


@given(sizes)
@examples(12)
def test_a_file_comes_back_from_its_parts_all_of_one_length(size: int) -> None:
    file = FILE[:size]
    stored = sealed(file)
    posted = [seal_part(one, MIX_KEY) for one in stored]
    assert {len(one) for one in stored} == {STORED_PART}
    assert {len(one) for one in posted} == {PART}
    opened = [open_part(one, MIX_SECRET) for one in posted]
    assert opened == stored
    assert [one[:16] for one in opened] == list(part_ids(KEY, size))
    assert open_file(KEY, size, sha256(file).digest(), opened[: count_chunks(size)]) == file


@given(st.integers(0, 2**30))
def test_a_file_travels_as_a_power_of_two_of_parts_and_less_than_half_are_decoys(size: int) -> None:
    chunks, parts = count_chunks(size), count_parts(size)
    assert parts in {1 << power for power in range(11)}
    assert chunks <= parts < 2 * chunks
    assert (chunks - 1) * CHUNK <= size <= chunks * CHUNK


@given(st.integers(0, 8 * PART - 1))
@examples(40)
def test_a_part_with_one_bit_turned_is_refused_by_the_intake(bit: int) -> None:
    with pytest.raises(ProtocolError):
        open_part(turn(seal_part(STORED[0], MIX_KEY), bit), MIX_SECRET)


@given(st.integers(0, 8 * STORED_PART - 1), st.sampled_from(range(4)))
@examples(40)
def test_a_stored_part_with_one_bit_turned_is_refused_by_its_reader(bit: int, index: int) -> None:
    with pytest.raises(Damaged):
        open_chunk(KEY, len(FILE), index, turn(STORED[index], bit))


@given(st.lists(st.sampled_from(range(4)), max_size=5))
@examples(30)
def test_chunks_in_any_other_order_or_number_are_no_file(order: list[int]) -> None:
    chunks = [STORED[index] for index in order]
    if order == list(NUMBERS):
        assert open_file(KEY, len(FILE), sha256(FILE).digest(), chunks) == FILE
    else:
        with pytest.raises(Damaged):
            open_file(KEY, len(FILE), sha256(FILE).digest(), chunks)


@given(st.binary(max_size=200) | st.integers(0, 3).map(lambda last: bytes(PART - 2 + last)))
@examples(30)
def test_any_bytes_are_refused_by_name(octets: bytes) -> None:
    with pytest.raises(ProtocolError):
        open_part(octets, MIX_SECRET)


def test_a_part_that_is_sent_again_shares_no_bytes_with_the_first_sending() -> None:
    first, again = seal_part(STORED[0], MIX_KEY), seal_part(STORED[0], MIX_KEY)
    places = range(0, PART - 16, 16)
    assert {first[at : at + 16] for at in places}.isdisjoint(again[at : at + 16] for at in places)


@pytest.mark.promise("P3")
def test_what_is_stored_of_a_part_has_no_sixteen_bytes_of_what_was_posted() -> None:
    check_that_wire_and_store_share_nothing(seal_part(STORED[0], MIX_KEY), STORED[0])


@pytest.mark.mutant("P3")
def test_a_part_that_is_posted_as_it_is_stored_would_be_found() -> None:
    with pytest.raises(AssertionError):
        check_that_wire_and_store_share_nothing(bytes(112) + STORED[0], STORED[0])


def check_that_wire_and_store_share_nothing(posted: bytes, stored: bytes) -> None:
    """Every window of the stored bytes would hold a whole block of eight at one of eight offsets."""
    blocks = {stored[at : at + 8] for at in range(0, len(stored) - 8, 8)}
    windows = (at for at in range(len(posted) - 8) if posted[at : at + 8] in blocks)
    assert not any(posted[at : at + 16] in stored for at in windows)
