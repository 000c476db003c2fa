"""Strict JSON refuses what could exhaust a reader, and its fields are exactly those that were asked for."""

import pytest

from crypto.errors import Malformed
from crypto.strict import Fields, parse_json, parse_object, serialise, to_json


@pytest.mark.parametrize("raw", [b"[" * 200_000, b'{"a":' * 200_000, b"9" * 200_000, b"[" * 100_000 + b"]" * 100_000])
def test_text_that_would_exhaust_a_parser_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        parse_json(raw)


def test_a_lone_surrogate_is_not_written() -> None:
    with pytest.raises(Malformed):
        serialise({"text": "\ud83d"})


def test_64_bytes_are_hex_and_65_base64() -> None:
    assert to_json(bytes(64)) == "00" * 64
    assert to_json(bytes(65)) == "A" * 87 + "="
    fields = Fields({"short": "00" * 64, "long": "A" * 87 + "="}, ("short", "long"))
    assert (fields.octets("short", 64), fields.octets("long", 65)) == (bytes(64), bytes(65))


@pytest.mark.parametrize(
    "text", ["A" * 87, "A" * 87 + "==", "A" * 86 + "B=", "A" * 87 + "=\n", "_" * 87 + "=", "00" * 65]
)
def test_base64_has_one_form(text: str) -> None:
    with pytest.raises(Malformed):
        Fields({"long": text}, ("long",)).octets("long", 65)


@pytest.mark.parametrize("text", ["0", "0g", "AA", " 00", "00\n", "０0", ""])
def test_hex_has_one_form(text: str) -> None:
    with pytest.raises(Malformed):
        Fields({"one": text}, ("one",)).octets("one", 1)


@pytest.mark.parametrize(
    "raw", [b"{}", b'{"a":1,"b":2,"c":3}', b'{"a":1,"a":1,"b":2}', b'["a","b"]', b'"a"', b"1", b""]
)
def test_an_object_has_the_fields_that_were_asked_for(raw: bytes) -> None:
    with pytest.raises(Malformed):
        parse_object(raw, ("a", "b"))


@pytest.mark.parametrize(
    "raw", [b"1.0", b"1e0", b"-1", b"-0", b"01", b"NaN", b"Infinity", b"-Infinity", b"9007199254740992"]
)
def test_a_number_is_an_exact_integer_of_digits(raw: bytes) -> None:
    with pytest.raises(Malformed):
        parse_object(b'{"a":' + raw + b"}", ("a",)).number("a")


@pytest.mark.parametrize(
    "day", ["2026-02-29", "20260201", "2026-W05-1", "2026-02-01T00:00", "２026-02-01", "0000-01-01"]
)
def test_a_day_is_one_of_the_calendar(day: str) -> None:
    with pytest.raises(Malformed):
        Fields({"day": day}, ("day",)).day("day")
