"""What an accepted entry changes in a case, beside its fine state and the timeline."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from reviewer.lifecycle.content import Content, content_text
from reviewer.lifecycle.rules import LIMITS, coarse
from reviewer.lifecycle.state import (
    Allegation,
    CaseState,
    Compared,
    Happened,
    Hold,
    Line,
    Link,
    Opened,
    Request,
    Task,
    Verified,
    subject_of,
)

Changes = dict[str, Any]
OF_THE_END: Final[Mapping[str, str | int]] = {
    **dict.fromkeys(("ended", "closed", "merged", "retention", "profile", "keep"), ""),
    **dict.fromkeys(("years", "days"), 0),
}


def after(state: CaseState, entry: Opened, content: Content, fine: str) -> CaseState:
    """The state after `entry`, which was found to be allowed; readers and key are those of its grants already."""
    kind = content["kind"]
    changes: Changes = {"timeline": (*state.timeline, Line(entry.sequence, entry.day, entry.author, kind, fine))}
    changes["happened"] = _count(state, kind, entry.day)
    if fine != state.fine:
        changes |= {"fine": fine, "since": entry.day, **_turn(state, entry.day, fine)}
    if "request" in content and kind != "approval":
        changes["requests"] = tuple(one for one in state.requests if one.request != content["request"])
    effect = EFFECTS.get(kind)
    return _led(replace(state, **changes | (effect(state, entry, content) if effect else {})))


def _led(state: CaseState) -> CaseState:
    """Nobody leads a case who was left out of the key in use."""
    reads = any(one.person == state.assignee for one in state.readers)
    return state if reads or not state.assignee else replace(state, assignee="")


def _count(state: CaseState, kind: str, day: str) -> tuple[Happened, ...]:
    before = state.happening(kind)
    now = Happened(kind, before.count + 1, before.first or day, day)
    return tuple(sorted((now, *(one for one in state.happened if one.kind != kind)), key=lambda one: one.kind))


def _turn(state: CaseState, day: str, fine: str) -> Changes:
    """What comes with leaving one coarse state for another."""
    if coarse(fine) == "closed":
        return {"ended": fine, "closed": day, "asked": ""}
    if fine == "reopened":
        return {**OF_THE_END, "reopened": day, "told": ""}
    return {"asked": ""} if state.fine == "need_info" else {}


def _filed(_: CaseState, entry: Opened, content: Content) -> Changes:
    names = ("channel", "received", "category")
    return {name: content[name] for name in names} | {"excluded": tuple(content["excluded"])}


def _filed_again(state: CaseState, entry: Opened, content: Content) -> Changes:
    return _filed(state, entry, {**content, "channel": "line"})


def _conflict_check(_: CaseState, entry: Opened, content: Content) -> Changes:
    return {"urgent": content["urgent"]}


def _triage(state: CaseState, entry: Opened, content: Content) -> Changes:
    names = ("category", "severity", "detriment", "level", "materiality", "period")
    added = content["allegations"][len(state.allegations) :]
    severe = state.severe or (entry.day if content["severity"] == "S1" else "")
    allegations = (*state.allegations, *(Allegation(text, "") for text in added))
    return {name: content[name] for name in names} | {"severe": severe, "allegations": allegations}


def _finding(state: CaseState, entry: Opened, content: Content) -> Changes:
    found = list(state.allegations)
    found[content["allegation"]] = replace(found[content["allegation"]], outcome=content["outcome"])
    return {"allegations": tuple(found)}


def _task(state: CaseState, entry: Opened, content: Content) -> Changes:
    task = Task(entry.sequence, content["text"], content["who"], content["due"])
    return {"tasks": (*state.tasks, task)}


def _task_given(state: CaseState, entry: Opened, content: Content) -> Changes:
    def give(one: Task) -> Task:
        return replace(one, who=content["who"], due=content["due"]) if one.task == content["task"] else one

    return {"tasks": tuple(map(give, state.tasks))}


def _task_done(state: CaseState, entry: Opened, content: Content) -> Changes:
    return {"tasks": tuple(one for one in state.tasks if one.task != content["task"])}


def _need_info(state: CaseState, entry: Opened, content: Content) -> Changes:
    """Who did not write through the line is asked in the way the case came, and this entry says what."""
    return {"asked": entry.day} if state.channel != "line" else {}


def _message(state: CaseState, entry: Opened, content: Content) -> Changes:
    """Only what is said after more was found to be needed is a question that may stay unanswered."""
    return {"asked": entry.day} if state.fine == "need_info" else {}


def _follow_up(state: CaseState, entry: Opened, content: Content) -> Changes:
    return {"asked": "", "excluded": tuple(sorted({*state.excluded, *content["excluded"]}))}


def _request(state: CaseState, entry: Opened, content: Content) -> Changes:
    act = content["act"]
    asks, about = content_text(act), subject_of(act)
    request = Request(entry.sequence, entry.author, content["until"], act["kind"], asks, about, ())
    return {"requests": (*state.requests, request)}


def _approval(state: CaseState, entry: Opened, content: Content) -> Changes:
    def approve(one: Request) -> Request:
        return replace(one, approved=(*one.approved, entry.author)) if one.request == content["request"] else one

    return {"requests": tuple(map(approve, state.requests))}


def _retention(_: CaseState, entry: Opened, content: Content) -> Changes:
    names = ("profile", "years", "days")
    return {name: content[name] for name in names} | {"retention": content["class"], "keep": content["until"]}


def _hold_placed(state: CaseState, entry: Opened, content: Content) -> Changes:
    return {"holds": (*state.holds, Hold(entry.sequence, content["matter"], entry.day))}


def _hold_reviewed(state: CaseState, entry: Opened, content: Content) -> Changes:
    def review(one: Hold) -> Hold:
        return replace(one, reviewed=entry.day) if one.hold == content["hold"] else one

    return {"holds": tuple(map(review, state.holds))}


def _hold_released(state: CaseState, entry: Opened, content: Content) -> Changes:
    return {"holds": tuple(one for one in state.holds if one.hold != content["hold"])}


def _key_verified(state: CaseState, entry: Opened, content: Content) -> Changes:
    """The first keys of somebody count; others when two members have compared them.

    One alone could otherwise stop every new case key, or keep somebody out, with wrong ones.
    """
    person, keys = content["person"], content["keys"]
    before = {one.person: one.keys for one in state.verified}
    if before.get(person, keys) == keys:
        return {"verified": _verified({**before, person: keys})}
    by = (*state.comparers(person, keys), entry.author)
    if len(by) < LIMITS["comparers"]:
        others = (one for one in state.compared if (one.person, one.keys) != (person, keys))
        found = sorted((*others, Compared(person, keys, by)), key=lambda one: (one.person, one.keys))
        return {"compared": tuple(found)}
    rest = tuple(one for one in state.compared if one.person != person)
    return {"verified": _verified({**before, person: keys}), "compared": rest}


def _verified(keys: Mapping[str, str]) -> tuple[Verified, ...]:
    return tuple(Verified(*one) for one in sorted(keys.items()))


def _recuse(state: CaseState, person: str) -> Changes:
    return {"recused": tuple(sorted({*state.recused, person}))}


EFFECTS: Final[Mapping[str, Callable[[CaseState, Opened, Content], Changes]]] = {
    "filed": _filed,
    "filed_again": _filed_again,
    "conflict_check": _conflict_check,
    "triage": _triage,
    "assignment": lambda _, __, content: {"assignee": content["to"]},
    "finding": _finding,
    "task": _task,
    "need_info": _need_info,
    "task_given": _task_given,
    "task_withdrawn": _task_done,
    "task_done": _task_done,
    "message": _message,
    "follow_up": _follow_up,
    "heard": lambda _, __, ___: {"asked": ""},
    "receipt_corrected": lambda _, __, content: {"received": content["received"], "channel": content["channel"]},
    "taken_over": lambda state, _, content: {"taken": tuple(sorted({*state.taken, content["case"]}))},
    "feedback": lambda _, entry, __: {"told": entry.day},
    "request": _request,
    "approval": _approval,
    "merge": lambda _, __, content: {"merged": content["into"]},
    "retention": _retention,
    "link": lambda state, _, content: {"links": (*state.links, Link(content["case"], content["why"]))},
    "hold_placed": _hold_placed,
    "hold_reviewed": _hold_reviewed,
    "hold_released": _hold_released,
    "key_verified": _key_verified,
    "recusal": lambda state, entry, _: _recuse(state, entry.author),
    "recusal_of": lambda state, _, content: _recuse(state, content["person"]),
}
