"""What an entry says must fit the case: that task is open, that severity is not too low, that day is not past."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from reviewer.lifecycle.content import Content
from reviewer.lifecycle.days import add_days
from reviewer.lifecycle.due import keep_until
from reviewer.lifecycle.failures import need
from reviewer.lifecycle.readers import holds_place_of, is_member, is_reader
from reviewer.lifecycle.rules import LIMITS, RULES
from reviewer.lifecycle.state import CaseState, Membership


@dataclass(frozen=True)
class Saying:
    """Who says what, when, about which case; `members` is the directory's list."""

    state: CaseState
    members: Sequence[Membership]
    author: str
    day: str
    content: Content

    def reads(self, person: str) -> bool:
        return is_reader(self.state, person, self.day)

    def is_member(self, person: str) -> bool:
        return is_member(self.members, person, self.day)


def check_details(saying: Saying) -> None:
    """`NotAllowed` with what does not fit."""
    check = CHECKS.get(saying.content["kind"])
    if check:
        check(saying, saying.content)


def _not_before_it_came(saying: Saying, content: Content) -> None:
    need(content["received"] <= saying.day, "day")


def _check_follow_up(saying: Saying, content: Content) -> None:
    """Filing here would show it to all readers, so whom it excludes must have been left out before."""
    _not_before_it_came(saying, content)
    need(not any(saying.reads(person) for person in content["excluded"]), "reader_excluded")


def _check_heard(saying: Saying, content: Content) -> None:
    """What comes through the line is filed, and not entered by hand."""
    _not_before_it_came(saying, content)
    need(content["channel"] != "line", "channel")


def _check_receipt_corrected(saying: Saying, content: Content) -> None:
    """What was entered by hand came on the day on which it was entered at the latest."""
    need(content["channel"] != "line", "channel")
    need(content["received"] <= saying.state.happening("filed").first, "day")


def _check_triage(saying: Saying, content: Content) -> None:
    """Allegations are added, never changed; severity is at least what the other marks make it."""
    before = [one.text for one in saying.state.allegations]
    need(content["allegations"][: len(before)] == before, "allegations")
    need(content["severity"] <= severest(content), "severity")


def severest(content: Mapping[str, Any]) -> str:
    """The mildest severity that these marks of a triage leave."""
    return min((grades.get(content[mark], "S4") for mark, grades in RULES["severest"].items()), default="S4")


def _check_meeting(saying: Saying, content: Content) -> None:
    need(content["held"] <= saying.day, "day")


def _check_assignment(saying: Saying, content: Content) -> None:
    need(saying.reads(content["to"]), "unknown_person")


def _check_finding(saying: Saying, content: Content) -> None:
    need(content["allegation"] < len(saying.state.allegations), "unknown_allegation")


def _check_task(saying: Saying, content: Content) -> None:
    need(saying.reads(content["who"]), "unknown_person")
    need(content["due"] >= saying.day, "day")


def _check_task_given(saying: Saying, content: Content) -> None:
    _check_task_done(saying, content)
    _check_task(saying, content)


def _check_task_done(saying: Saying, content: Content) -> None:
    need(any(one.task == content["task"] for one in saying.state.tasks), "no_task")


def _check_hold(saying: Saying, content: Content) -> None:
    need(any(one.hold == content["hold"] for one in saying.state.holds), "no_hold")


def _check_retention(saying: Saying, content: Content) -> None:
    """A class that the end of the case permits, so that no complaint is destroyed as spam; never less than the period
    that the entry itself names; and a reason for each day more, for what is kept on, and for what is kept for less."""
    state, chosen, until = saying.state, content["class"], content["until"]
    need(state.ended in RULES["classes"][chosen]["after"], "class")
    need(chosen == "fraud" or not proven_fraud(state), "class")
    asked = keep_until(state, content["years"], content["days"])
    least = max(saying.day, asked, add_days(state.closed, LIMITS["retention"]))
    need(until >= least, "day")
    usual = state.fine != "due_for_review" and state.keep <= until == least
    need(usual or content["note"].strip() != "", "no_reason")


def proven_fraud(state: CaseState) -> bool:
    """Whether an allegation of a case of fraud was substantiated, at least in part."""
    proven = any(one.outcome in ("substantiated", "partly") for one in state.allegations)
    return proven and state.category in RULES["fraud"]


def _check_recusal_of(saying: Saying, content: Content) -> None:
    """Also of somebody who does not read the case yet, or not any more: recused is for good."""
    person = content["person"]
    need(saying.is_member(person), "unknown_person")
    need(person not in saying.state.recused, "already")
    need(person != saying.author, "subject")


def _check_grant_taken(saying: Saying, content: Content) -> None:
    """Of an adviser, or of somebody who is no member any more; leaving out a member takes two persons."""
    need(saying.reads(content["reader"]) and not saying.is_member(content["reader"]), "no_adviser")


def _check_key_verified(saying: Saying, content: Content) -> None:
    """Nobody vouches for the own keys; who compares other keys than those that count says so once."""
    need(content["person"] != saying.author, "same_person")
    before = saying.state.comparers(content["person"], content["keys"])
    need(not holds_place_of(saying.members, saying.author, before, saying.day), "already")


def _check_grant_made(saying: Saying, content: Content) -> None:
    reader, until = content["reader"], content["until"]
    need(not holds_place_of(saying.members, reader, saying.state.recused, saying.day), "recused")
    need(not holds_place_of(saying.members, reader, saying.state.excluded, saying.day), "excluded")
    if saying.is_member(reader):
        need(not saying.reads(reader), "already")
        need(not until, "day")
        return
    need(any(one.person == reader for one in saying.state.verified), "not_verified")
    need(saying.day <= until <= add_days(saying.day, LIMITS["grant"]), "day")
    need(all(one.until < until for one in saying.state.readers if one.person == reader), "already")


CHECKS: Final[Mapping[str, Callable[[Saying, Content], None]]] = {
    "filed": _not_before_it_came,
    "filed_again": _not_before_it_came,
    "follow_up": _check_follow_up,
    "heard": _check_heard,
    "receipt_corrected": _check_receipt_corrected,
    "triage": _check_triage,
    "meeting": _check_meeting,
    "assignment": _check_assignment,
    "finding": _check_finding,
    "task": _check_task,
    "task_given": _check_task_given,
    "task_withdrawn": _check_task_done,
    "task_done": _check_task_done,
    "hold_reviewed": _check_hold,
    "hold_released": _check_hold,
    "retention": _check_retention,
    "recusal_of": _check_recusal_of,
    "grant_taken": _check_grant_taken,
    "key_verified": _check_key_verified,
    "grant_made": _check_grant_made,
}
