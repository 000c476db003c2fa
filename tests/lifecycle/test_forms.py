"""Every field of every kind of entry, with values it may have and must not have: both languages take the same."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import cache
from typing import Any

from reviewer.lifecycle.rules import KINDS, LIMITS
from tests.lifecycle.answers import javascript_answers, python_answer
from tests.lifecycle.story import ANN, BEN, PLAIN, Story, content, requested

NEVER: tuple[Any, ...] = (
    None,
    True,
    False,
    1.5,
    -1,
    2**53,
    "\ud800",
    "a\udfff",
    {},
    {"kind": "note"},
    [[]],
    [None],
    "x" * 30001,
)
SOMETIMES: tuple[Any, ...] = (
    *(0, 1, 2, "", "x", "x" * 200, "x" * 201, "😀" * 200, "😀" * 201, "x" * 30000, [], ["a"], ["a"] * 51, [""]),
    *("2026-02-28", "2026-02-29", "2028-02-29", "0000-01-01", "2026-2-28", "2026-02-28\n", "9999-12-31", "S1", "s1"),
    *("1d" * 16, "1D" * 16, "1d" * 16 + "\n", "1d" * 32, "1d" * 64, [ANN], [ANN, BEN], [BEN, ANN], [ANN, ANN], ["1d"]),
    *("__proto__", "constructor", "other", {"kind": "closing", "text": "x", "request": 1}, {"kind": "toString"}),
)
ACT = content("closing", request=0)


def said() -> Iterator[dict[str, Any]]:
    for kind in KINDS:
        plain = requested(ACT, "2026-03-09") if kind == "request" else content(kind)
        plain |= {"request": 0} if KINDS[kind].action else {}
        yield plain
        yield plain | {"more": 1}
        for name in KINDS[kind].fields:
            yield {field: value for field, value in plain.items() if field != name}
            yield from (plain | {name: value} for value in (*NEVER, *SOMETIMES))


@cache
def reasons() -> tuple[tuple[Any, Any], ...]:
    """Each content, and the refusal of a record that it begins: what is well formed is merely out of place."""
    answers = [python_answer(one) for one in cases()]
    return tuple((one, answer["state"]["refused"][:1]) for one, answer in zip(said(), answers, strict=True))


def cases() -> list[Any]:
    story = Story()
    first = replace(story.entry(ANN, content("note")), grants=())
    shared = {"members": [], "terms": {"holidays": [], "periods": {}}, "day": story.day, "persons": []}
    return [{**shared, "entries": [asdict(replace(first, content=one))]} for one in said()]


def test_plain_words_are_well_formed_for_every_kind() -> None:
    assert set(PLAIN) | {"request"} == set(KINDS)
    for kind in KINDS:
        first = next(refused for one, refused in reasons() if one["kind"] == kind)
        assert not first or first[0]["failure"] == "NotAllowed", kind


def test_some_values_fit_no_field() -> None:
    for one, refused in reasons():
        for name in KINDS[one["kind"]].fields:
            if name in one and any(one[name] is value for value in NEVER):
                assert (refused[0]["failure"], refused[0]["reason"]) == ("BadContent", name)


def test_a_text_is_measured_in_characters() -> None:
    counted = {
        one["counsel"]: refused[0]["failure"]
        for one, refused in reasons()
        if one["kind"] == "counsel_engaged" and isinstance(one.get("counsel"), str)
    }
    assert counted["😀" * LIMITS["line"]] == "NotAllowed"
    assert counted["😀" * (LIMITS["line"] + 1)] == "BadContent"


def test_both_languages_take_and_refuse_the_same() -> None:
    found = [answer["state"]["refused"][:1] for answer in javascript_answers(cases())]
    assert found == [refused for _, refused in reasons()]
