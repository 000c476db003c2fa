"""What holds for every envelope, whatever is written and whichever bit is turned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.drop import Kind, new_mix_key, open_drop, seal_drop
from crypto.errors import NotOpened, ProtocolError
from crypto.limits import DROP, ENVELOPE
from crypto.opening import open_envelope
from crypto.payload import Content
from crypto.sealing import filler
from tests.property.profiles import examples
from tests.vectors.line import FINGERPRINT, INSTANCE, SECRETS, content, seal

texts = st.text(st.characters(codec="utf-8"), max_size=300)
contents = st.builds(
    content,
    what=texts,
    who=texts,
    identity=texts,
    language=st.sampled_from(("en", "de", "")),
    category=st.sampled_from(("", "other", "retaliation")),
    excluded=st.sampled_from(((), (0,), (2,), (5,), (1, 5))),
)
ENVELOPE_BITS = 8 * ENVELOPE
REPORT = seal(content()).envelope
MIX_SECRET, MIX_KEY = new_mix_key()


@given(contents)
@examples(40)
def test_each_member_who_is_not_excluded_reads_what_was_written(written: Content) -> None:
    envelope = seal(written).envelope
    assert len(envelope) == ENVELOPE
    for slot in SECRETS.keys() - {*written.excluded}:
        assert open_envelope(envelope, SECRETS[slot], [FINGERPRINT], INSTANCE).content == written


@given(st.integers(0, ENVELOPE_BITS - 1), st.sampled_from(sorted(SECRETS)))
@examples(300)
def test_an_envelope_with_one_bit_turned_is_refused_by_every_reader(bit: int, slot: int) -> None:
    with pytest.raises(ProtocolError):
        open_envelope(turn(REPORT, bit), SECRETS[slot], [FINGERPRINT], INSTANCE)


@given(st.integers(0, 8 * DROP - 1))
@examples(100)
def test_a_drop_with_one_bit_turned_is_not_opened(bit: int) -> None:
    drop = seal_drop(Kind.ENVELOPE, REPORT, MIX_KEY, bytes(8))
    with pytest.raises(NotOpened):
        open_drop(turn(drop, bit), MIX_SECRET, INSTANCE)


@given(contents)
@examples(20)
def test_report_and_filler_and_both_their_drops_have_the_same_lengths(written: Content) -> None:
    report, cover = seal(written).envelope, filler(INSTANCE)
    drops = [seal_drop(Kind.ENVELOPE, report, MIX_KEY, bytes(8)), seal_drop(Kind.COVER, cover, MIX_KEY, bytes(8))]
    assert [len(report), len(cover)] == [ENVELOPE] * 2
    assert [len(drop) for drop in drops] == [DROP] * 2


@given(st.binary(max_size=2 * ENVELOPE))
@examples(100)
def test_any_bytes_are_refused_by_name(octets: bytes) -> None:
    with pytest.raises(ProtocolError):
        open_envelope(octets, SECRETS[0], [FINGERPRINT], INSTANCE)


def turn(octets: bytes, bit: int) -> bytes:
    """`octets` with one bit turned."""
    at = bit // 8
    return octets[:at] + bytes([octets[at] ^ 1 << bit % 8]) + octets[at + 1 :]
