"""Random walks: both languages agree, the past does not depend on the future, every refusal has a reason."""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from reviewer.lifecycle.acts import Act, next_moves
from reviewer.lifecycle.failures import NotAllowed
from reviewer.lifecycle.folding import fold, foresee
from reviewer.lifecycle.rules import CODES, KINDS
from reviewer.lifecycle.state import state_json
from tests.lifecycle.answers import javascript_answers, python_answer
from tests.lifecycle.story import (
    ADVISER,
    ANN,
    BEN,
    CAT,
    DAN,
    KEYS,
    PLAIN,
    STRANGER,
    Story,
    case_json,
    content,
    requested,
)

WALKS, STEPS = 40, 50
PEOPLE = (ANN, BEN, CAT, DAN, ADVISER, STRANGER)
EXACT = {"state", "recused", "excluded", "not_reader", "not_member", "not_assigned"}


def walk(seed: int) -> Story:
    """Mostly what `next_moves` allows, now and then anything at all."""
    chance = random.Random(seed)
    story = Story().say(ANN, "filed", excluded=[CAT] if seed % 5 == 0 else [])
    for _ in range(STEPS):
        story.wait(chance.choice((0, 0, 0, 1, 3, 40)))
        author = chance.choice(PEOPLE)
        allowed = [act for act in next_moves(story.state, story.members, author, story.day) if not act.reason]
        if allowed and chance.random() < 0.9:
            forward = [act for act in allowed if KINDS[act.kind].moves or act.request]
            act = chance.choice(forward if forward and chance.random() < 0.5 else allowed)
            story.add(story.entry(author, words(story, act, author, chance)))
        else:
            entry = story.entry(author, said_at_random(chance))
            story.add(replace(entry, content=spoilt(entry.content, chance)))
    return story


def words(story: Story, act: Act, author: str, chance: random.Random) -> dict[str, Any]:
    """Contents that fit the case where plain words would not."""
    state = story.state
    if act.kind == "request":
        about = dict(fitting(story, act.asks, author, chance), request=story.next)
        return requested(content(act.asks, **about), story.day)
    if act.request and KINDS[act.kind].action:
        return dict(story.act_of(act.request))
    if act.request:
        return content(act.kind, request=act.request)
    return content(act.kind, **fitting(story, act.kind, author, chance)) if state.next else content(act.kind)


def fitting(story: Story, kind: str, author: str, chance: random.Random) -> dict[str, Any]:
    state, day = story.state, story.day
    readers = [one.person for one in state.readers]
    match kind:
        case "triage":
            severe = {"severity": "S1", "level": "officer"} if chance.random() < 0.3 else {}
            return {"allegations": [one.text for one in state.allegations] or ["a"], **severe}
        case "finding":
            return {"outcome": chance.choice(CODES["outcomes"])}
        case "assignment":
            return {"to": chance.choice(readers)}
        case "task":
            return {"who": chance.choice(readers), "due": day}
        case "task_given":
            return {"task": state.tasks[0].task, "who": chance.choice(readers), "due": day}
        case "task_done" | "task_withdrawn":
            return {"task": state.tasks[0].task}
        case "hold_reviewed" | "hold_released" if state.holds:
            return {"hold": state.holds[-1].hold}
        case "retention":
            return {"until": max(day, "2026-12-31"), "class": chance.choice(CODES["classes"]), "years": 0, "days": 30}
        case "recusal_of":
            return {"person": chance.choice([one for one in PEOPLE if one != author])}
        case "grant_made":
            person = chance.choice(PEOPLE)
            return {"reader": person, "until": day if person in (ADVISER, STRANGER) else ""}
        case "key_verified":
            return {"person": chance.choice((ADVISER, STRANGER)), "keys": chance.choice((KEYS, "ee" * 32))}
        case _:
            return {}


def said_at_random(chance: random.Random) -> dict[str, Any]:
    kind = chance.choice([*PLAIN, "nonsense", "valueOf", ""])
    if kind not in PLAIN:
        return {"kind": kind}
    return content(kind, **({"request": chance.randrange(20)} if KINDS[kind].action else {}))


def spoilt(said: object, chance: random.Random) -> object:
    """Sometimes with another value in one field."""
    assert isinstance(said, dict)
    if chance.random() < 0.8:
        return said
    return said | {
        chance.choice([*said]): chance.choice((None, -1, 1.5, True, "\ud800", [], {}, "x" * 201, "2026-02-30"))
    }


@cache
def walks() -> tuple[Story, ...]:
    return tuple(map(walk, range(WALKS)))


def cases() -> Iterator[Any]:
    return (case_json(story, persons=list(PEOPLE)) for story in walks())


def test_both_languages_say_the_same_of_every_walk() -> None:
    given = list(cases())
    assert javascript_answers(given) == [python_answer(case) for case in given]


def test_walks_come_far_and_are_refused_for_many_reasons() -> None:
    kinds = {line.kind for story in walks() for line in story.state.timeline}
    reasons = {one.reason for story in walks() for one in story.state.refused}
    assert len(kinds) > len(KINDS) / 2
    assert len(reasons) > 12


def test_what_a_case_was_does_not_depend_on_what_follows() -> None:
    for story in walks()[:10]:
        whole = story.state
        for count in range(len(story.entries)):
            before = fold(story.entries[:count], story.members)
            assert whole.timeline[: len(before.timeline)] == before.timeline
            assert whole.refused[: len(before.refused)] == before.refused
            assert len(before.timeline) + len(before.refused) == count


def test_the_same_entries_make_the_same_case() -> None:
    for story in walks():
        assert state_json(fold(story.entries, story.members)) == state_json(fold(list(story.entries), story.members))


def test_every_refused_act_has_a_reason_of_the_rules() -> None:
    known = {*CODES["reasons"], "kind", "fields", *(name for rule in KINDS.values() for name in rule.fields)}
    for story in walks():
        assert {one.reason for one in story.state.refused} <= known
        for person in PEOPLE:
            rows = next_moves(story.state, story.members, person, story.day)
            assert {row.reason for row in rows} <= {"", *CODES["reasons"]}


def test_what_is_offered_and_what_is_not_is_accepted_or_refused_for_that_reason() -> None:
    for story in walks():
        chance = random.Random(len(story.state.timeline))
        for person in PEOPLE:
            for act in next_moves(story.state, story.members, person, story.day):
                if act.kind not in ("filed", "grant_made"):  # these name persons, with the same reasons
                    assert tried(story, person, act, chance) == (act.reason if act.reason in EXACT else "")


def tried(story: Story, person: str, act: Act, chance: random.Random) -> str:
    """Why an entry for this act is refused, if because of the state or the person."""
    try:
        said = words(story, act, person, chance)
    except IndexError:  # nothing that plain words could be about: no task, no reader
        said = content(act.kind)
    try:
        foresee(story.state, story.entry(person, said), story.members)
    except NotAllowed as failure:
        return failure.reason if failure.reason in EXACT else ""
    return ""
