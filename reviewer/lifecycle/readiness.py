"""What must be so before a kind of entry makes sense, whatever the entry will say. `next_moves` shows these reasons."""

from collections.abc import Sequence

from reviewer.lifecycle.days import add_days
from reviewer.lifecycle.failures import need
from reviewer.lifecycle.readers import is_member, is_reader, may_decide, readers_on
from reviewer.lifecycle.rules import LIMITS
from reviewer.lifecycle.state import CaseState, Membership


def check_ready(state: CaseState, members: Sequence[Membership], kind: str, author: str, day: str) -> None:
    """`NotAllowed` with what is missing; the state, the person and the words are checked elsewhere."""
    match kind:
        case "acknowledged":
            need(not state.happening(kind).count, "already")
        case "investigation":
            need(is_reader(state, state.assignee, day), "no_assignee")
        case "closing" | "closing_without_feedback":
            need(all(one.outcome for one in state.allegations), "no_outcome")
        case "closing_for_silence":
            need(bool(state.asked), "not_asked")
            need(day >= add_days(state.asked, LIMITS["silence"]), "not_silent")
        case "destruction":
            need(not state.holds, "held")
        case "review":
            need(day > state.keep, "too_early")
        case "hold_reviewed" | "hold_released":
            need(bool(state.holds), "no_hold")
        case "task_done" | "task_given" | "task_withdrawn":
            need(bool(state.tasks), "no_task")
        case "receipt_corrected":
            need(state.channel != "line", "channel")
        case "grant_taken":
            advisers = [one for one in readers_on(state, day) if not is_member(members, one.person, day)]
            need(bool(advisers), "no_adviser")
        case "recusal":
            need(bool(_others(state, members, author, day)), "last_reader")
        case "recusal_of":
            need(bool(_others(state, members, author, day)), "no_other")


def _others(state: CaseState, members: Sequence[Membership], author: str, day: str) -> list[str]:
    """The members beside `author` who could go on with the case."""
    persons = [one.person for one in state.readers if one.person != author]
    return [person for person in persons if may_decide(state, members, person, day)]
