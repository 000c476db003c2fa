"""Strict JSON takes what it writes, and any bytes are either taken or refused by name."""

import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import Malformed
from crypto.strict import LARGEST, parse_json, serialise

plain = st.text(st.characters(codec="utf-8"))
values = st.recursive(
    st.none() | st.booleans() | st.integers(0, LARGEST) | plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_again(value: object) -> None:
    assert parse_json(serialise(value)) == value


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused_by_name(octets: bytes) -> None:
    with suppress(Malformed):
        assert parse_json(octets) == json.loads(octets)
