"""The strict form of what an entry says: exactly the fields of its kind, each of its type. Whether it may be said is
asked elsewhere."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from crypto.strict import LARGEST, serialise
from reviewer.lifecycle.days import is_day
from reviewer.lifecycle.failures import BadContent, UnknownKind
from reviewer.lifecycle.rules import CODES, KINDS, LIMITS, VERSION

Content = Mapping[str, Any]
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def check_content(content: object) -> Content:
    """`content` itself, a JSON object with a text `kind`. `UnknownKind`; `BadContent` with the name of the field."""
    kind = content.get("kind") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(kind, str):
        raise BadContent("kind")
    if kind not in KINDS:
        raise UnknownKind("kind")
    fields = KINDS[kind].fields
    if len(content) != len(fields) + 1:
        raise BadContent("fields")
    for name, form in fields.items():
        if name not in content:
            raise BadContent("fields")
        if not _fits(content[name], form):
            raise BadContent(name)
    return content


def content_text(content: Content) -> str:
    """The one JSON text of a content that was checked, by which it is compared."""
    names = ("kind", *KINDS[content["kind"]].fields)
    return serialise({name: content[name] for name in names}).decode()


def _fits(value: object, form: str) -> bool:
    if form.startswith("="):
        return isinstance(value, str) and value in CODES[form[1:]]
    return FORMS[form](value)


def _text(shortest: int, longest: int) -> Callable[[object], bool]:
    """Counted in characters, as people count them, not in UTF-16 units."""
    return lambda value: (
        isinstance(value, str) and shortest <= len(value) <= longest and not LONE_SURROGATE.search(value)
    )


def _hex(octets: int, or_empty: bool = False) -> Callable[[object], bool]:
    pattern = re.compile(rf"[0-9a-f]{{{2 * octets}}}")
    return lambda value: isinstance(value, str) and (bool(pattern.fullmatch(value)) or (or_empty and not value))


def _number(value: object, most: int = LARGEST) -> bool:
    # bool is a kind of int to Python, not to JSON
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def _day(value: object) -> bool:
    return isinstance(value, str) and is_day(value)


def _persons(value: object) -> bool:
    """Ascending and distinct."""
    if not isinstance(value, list) or len(value) > LIMITS["persons"] or not all(map(FORMS["person"], value)):
        return False
    return value == sorted(set(value))


def _allegations(value: object) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= LIMITS["allegations"] and all(map(FORMS["line"], value))


def _act(value: object) -> bool:
    """The content of an entry that two persons must want, word for word."""
    kind = value.get("kind") if isinstance(value, dict) else None
    if not isinstance(kind, str) or kind not in KINDS or not KINDS[kind].action:
        return False
    try:
        return bool(check_content(value))
    except BadContent:
        return False


FORMS: Final[Mapping[str, Callable[[object], bool]]] = {
    "text": _text(1, LIMITS["text"]),
    "words": _text(0, LIMITS["text"]),
    "line": _text(1, LIMITS["line"]),
    "line?": _text(0, LIMITS["line"]),
    "day": _day,
    "until": lambda value: value == "" or _day(value),
    "flag": lambda value: _number(value, 1),
    "sequence": _number,
    "count": lambda value: _number(value, LIMITS["count"]),
    "version": lambda value: _number(value) and value == VERSION,
    "id": _hex(16),
    "id?": _hex(16, or_empty=True),
    "person": _hex(32),
    "hash": _hex(32),
    "signature": _hex(64),
    "persons": _persons,
    "allegations": _allegations,
    "act": _act,
}
