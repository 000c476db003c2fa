"""What holds for every reply, and for frames and boards."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.entropy import fresh
from crypto.errors import Malformed, ProtocolError, TooLong
from crypto.frame import ENVELOPE_FRAME, REPLY_FRAME, deflate, inflate
from crypto.limits import ENTRY, REPLY_PARTS
from crypto.reply import ReplyContent, open_reply, seal_reply, split_text
from tests.property.profiles import examples
from tests.property.test_envelope import turn
from tests.vectors.line import CURRENT, INSTANCE, REPLY_KEY, SECRETS, THREAD

AUTHOR = SECRETS[5]
texts = st.text(st.characters(codec="utf-8"), max_size=4000)


def sealed(text: str, part: int = 1, parts: int = 1) -> bytes:
    content = ReplyContent(fresh(16), part, parts, AUTHOR.slot, date(2026, 2, 3), text, (0, 1, 2, 3, 4, 5, 6, 7))
    return seal_reply(REPLY_KEY, THREAD, content, AUTHOR.sign_seed, INSTANCE)


@given(texts)
@examples(40)
def test_a_text_comes_back_from_its_parts_each_of_one_length(text: str) -> None:
    parts = split_text(text)
    entries = [sealed(part, number, len(parts)) for number, part in enumerate(parts, 1)]
    assert {len(entry) for entry in entries} == {ENTRY}
    opened = [open_reply(entry, REPLY_KEY, THREAD, CURRENT.chain, INSTANCE) for entry in entries]
    assert "".join(one.content.text for one in opened) == text
    assert {one.author.slot for one in opened} == {AUTHOR.slot}


@given(st.integers(0, 8 * ENTRY - 1))
@examples(200)
def test_an_entry_with_one_bit_turned_is_refused(bit: int) -> None:
    with pytest.raises(ProtocolError):
        open_reply(turn(sealed("Thank you."), bit), REPLY_KEY, THREAD, CURRENT.chain, INSTANCE)


def test_more_than_sixteen_parts_are_too_long() -> None:
    text = fresh(2500 * REPLY_PARTS).hex()
    with pytest.raises(TooLong):
        split_text(text)


@given(st.binary(max_size=3000))
def test_a_frame_gives_back_its_content(content: bytes) -> None:
    for frame in (ENVELOPE_FRAME, REPLY_FRAME):
        if len(deflate(content)) <= frame.room:
            payload = frame.close(content, bytes(64))
            assert len(payload) == frame.length
            assert frame.open(payload) == (content, bytes(64))
        else:
            with pytest.raises(TooLong):
                frame.close(content, bytes(64))


@given(st.binary(max_size=200))
def test_any_bytes_inflate_to_something_bounded_or_are_refused(octets: bytes) -> None:
    with suppress(Malformed):
        assert len(inflate(octets, 500)) <= 500
