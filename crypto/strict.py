"""JSON as the protocol takes it: no repeated, unknown or missing field, no other type, integers of digits alone.

Two readers must never see two things in one text, so everything that parsers are known to differ on is refused.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NoReturn

from crypto.errors import Malformed
from crypto.limits import CODE_CHARACTERS, MEMBER_SLOTS

LARGEST: Final = 2**53 - 1  # beyond it JavaScript's numbers are no longer exact
DIGITS = re.compile(r"0|[1-9][0-9]{0,15}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CODE = re.compile(rf"[a-z_]{{1,{CODE_CHARACTERS}}}")
SURROGATE = re.compile("[\\ud800-\\udfff]")
HEX = re.compile(r"(?:[0-9a-f]{2})*")
MOST_DEPTH: Final = 64
LONGEST_HEX: Final = 64  # longer byte strings are base64


def serialise(value: object) -> bytes:
    """Compact JSON in UTF-8. `Malformed` for text with a lone surrogate, which UTF-8 cannot carry."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise Malformed("lone surrogate") from error


def parse_json(raw: bytes) -> object:
    """The value that `raw` stands for, its objects as dictionaries. `Malformed` for anything doubtful."""
    try:
        value: object = json.loads(
            raw.decode("utf-8", "strict"),
            object_pairs_hook=_without_repeats,
            parse_int=_integer,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
        )
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if raw.count(b"[") + raw.count(b"{") > MOST_DEPTH:  # else it cannot be too deep
        _check_depth(value)
    return value


def parse_object(raw: bytes, names: Iterable[str]) -> "Fields":
    """The JSON object `raw`, with exactly the fields `names`."""
    return Fields(parse_json(raw), names)


def day_from(text: str) -> date:
    """A day of the calendar, of its form YYYY-MM-DD. `Malformed`."""
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed("day") from error
    raise Malformed("day")


class Fields:
    """A JSON object with exactly the fields `names`, read one by one with the type each must have."""

    def __init__(self, value: object, names: Iterable[str]) -> None:
        if not isinstance(value, dict) or set(value) != set(names):
            raise Malformed("fields")
        self._value = value

    def value(self, name: str) -> object:
        """Anything; it is for the caller to check."""
        return self._value[name]

    def text(self, name: str) -> str:
        """A string without lone surrogates."""
        value = self._value[name]
        if not isinstance(value, str) or (not value.isascii() and SURROGATE.search(value)):
            raise Malformed(name)
        return value

    def constant(self, name: str, wanted: str) -> None:
        """The string `wanted` and no other."""
        if self.text(name) != wanted:
            raise Malformed(name)

    def one_of(self, name: str, codes: Iterable[str]) -> str:
        """One of `codes`."""
        value = self.text(name)
        if value not in codes:
            raise Malformed(name)
        return value

    def code(self, name: str) -> str:
        """1 to 40 of a to z and `_`."""
        value = self.text(name)
        if not CODE.fullmatch(value):
            raise Malformed(name)
        return value

    def number(self, name: str, lowest: int = 0, highest: int = LARGEST) -> int:
        """An integer from `lowest` to `highest`."""
        return _check_number(self._value[name], lowest, highest)

    def is_null(self, name: str) -> bool:
        """Whether the field is there and null. The protocol itself has none; the courier's answers do."""
        return self._value[name] is None

    def slots(self, name: str) -> tuple[int, ...]:
        """Member slots, ascending and distinct."""
        found = tuple(_check_number(value, 0, MEMBER_SLOTS - 1) for value in self.array(name))
        if list(found) != sorted(set(found)):
            raise Malformed(name)
        return found

    def octets(self, name: str, length: int) -> bytes:
        """`length` bytes: in lower-case hex up to 64, in padded base64 beyond."""
        text = self.text(name)
        found = _from_hex(text) if length <= LONGEST_HEX else _from_base64(text)
        if len(found) != length:
            raise Malformed(name)
        return found

    def day(self, name: str) -> date:
        """A day of the calendar as YYYY-MM-DD."""
        return day_from(self.text(name))

    def array(self, name: str) -> list[Any]:
        """An array of anything; its elements are for the caller to check."""
        value = self._value[name]
        if not isinstance(value, list):
            raise Malformed(name)
        return value


def to_json(octets: bytes) -> str:
    """Bytes as the protocol writes them in JSON."""
    return octets.hex() if len(octets) <= LONGEST_HEX else base64.b64encode(octets).decode()


def _check_depth(value: object) -> None:
    """`Malformed` for a value within more than 64 arrays and objects: what is too deep for one reader is for all."""
    level = [value]
    for _ in range(MOST_DEPTH + 1):
        level = [inner for one in level for inner in _within(one)]
    if level:
        raise Malformed("depth")


def _within(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("repeated field")
    return found


def _integer(digits: str) -> int:
    if not DIGITS.fullmatch(digits):
        raise Malformed("number")
    return int(digits)


def _refuse_number(_: str) -> NoReturn:
    raise Malformed("number")


def _check_number(value: object, lowest: int, highest: int) -> int:
    # bool is a kind of int to Python, not to JSON
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise Malformed("number")
    return value


def _from_hex(text: str) -> bytes:
    if not HEX.fullmatch(text):
        raise Malformed("hex")
    return bytes.fromhex(text)


def _from_base64(text: str) -> bytes:
    try:
        found = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("base64") from error
    if base64.b64encode(found).decode() != text:
        raise Malformed("base64")
    return found
