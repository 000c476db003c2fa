"""Every kind of entry in every fine state: the table alone says where it is allowed, and both languages agree."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from reviewer.lifecycle.rules import KINDS, RULES, STATES
from tests.lifecycle.answers import javascript_answers, python_answer
from tests.lifecycle.story import ANN, CAT, PLAIN, Story, case_json, content, reach, requested

Pair = tuple[str, str]


def pairs() -> Iterator[Pair]:
    return ((fine, kind) for fine in ("", *STATES) for kind in KINDS)


@cache
def one_more(fine: str, kind: str) -> Any:
    """A case in state `fine` with one entry of `kind` more, its words as plain as can be."""
    story = reach(fine)
    if kind == "request":
        act = content("recusal_of", request=story.next)
        return case_json(story.add(story.entry(ANN, requested(act, story.day))))
    return case_json(approved(story, kind).say(ANN, kind, **fitting(story, kind)))


def approved(story: Story, kind: str) -> Story:
    """What two persons must want was asked for and approved before, if the state let anybody ask."""
    if KINDS[kind].action:
        number = story.next
        story.ask(ANN, kind).agree(CAT, number)
    return story


def fitting(story: Story, kind: str) -> dict[str, Any]:
    return {"request": story.next - 3} if KINDS[kind].action else {}


@cache
def answers() -> dict[Pair, Any]:
    return {pair: python_answer(one_more(*pair)) for pair in pairs()}


def reason(answer: Any) -> str:
    """Why the last entry was refused, "" if it was not."""
    last = answer["state"]["next"] - 1
    return next((one["reason"] for one in answer["state"]["refused"] if one["sequence"] == last), "")


def test_every_kind_has_plain_words_here() -> None:
    assert {*PLAIN, "request"} == set(KINDS)


def test_an_entry_is_refused_for_the_state_exactly_where_the_table_has_no_place_for_it() -> None:
    for (fine, kind), answer in answers().items():
        rule = RULES["kinds"][kind]
        known = fine in {*rule.get("moves", {}), *rule.get("stays", ())} or STATES.get(fine) in rule.get("while", ())
        assert (reason(answer) == "state") is not known, (fine, kind)


def test_an_accepted_entry_moves_as_the_table_says_and_a_refused_one_not_at_all() -> None:
    for (fine, kind), answer in answers().items():
        after = fine if reason(answer) else RULES["kinds"][kind].get("moves", {}).get(fine, fine)
        assert answer["state"]["fine"] == after, (fine, kind)


def test_every_kind_is_accepted_somewhere_with_plain_words_or_needs_something_named() -> None:
    accepted = {kind for (_, kind), answer in answers().items() if not reason(answer)}
    assert set(KINDS) - accepted == {
        "approval",
        "closing_for_silence",
        "grant_taken",
        "hold_released",
        "hold_reviewed",
        "review",
        "receipt_corrected",  # of what was entered by hand
        "task_done",
        "task_given",
        "task_withdrawn",
        "withdrawal",
    }


def test_both_languages_say_the_same_of_every_pair() -> None:
    given = answers()
    found = javascript_answers([one_more(*pair) for pair in given])
    assert dict(zip(given, found, strict=True)) == given
