"""A case is the fold of its entries. An entry that breaks a rule stays in the record, is named, and counts for nothing:
what was signed once cannot be taken out, so one bad entry must not lock the case for everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reviewer.lifecycle.content import Content, check_content
from reviewer.lifecycle.details import Saying, check_details
from reviewer.lifecycle.effects import after
from reviewer.lifecycle.failures import LifecycleError, need
from reviewer.lifecycle.moves import check_move
from reviewer.lifecycle.readers import check_author, check_grants, follow_grants
from reviewer.lifecycle.readiness import check_ready
from reviewer.lifecycle.requests import (
    check_approval,
    check_approvals,
    check_request,
    check_two_persons,
    check_withdrawal,
)
from reviewer.lifecycle.rules import KINDS, RULES
from reviewer.lifecycle.state import CaseState, Membership, Opened, Refusal


def fold(entries: Iterable[Opened], members: Sequence[Membership]) -> CaseState:
    """The case after all `entries`; those that break a rule are in `refused`."""
    state = CaseState()
    for entry in entries:
        try:
            state = accept(state, entry, members)
        except LifecycleError as failure:
            state = _refuse(state, entry, failure)
    return state


def accept(state: CaseState, entry: Opened, members: Sequence[Membership]) -> CaseState:
    """The case after one entry more. `UnknownKind`, `BadContent`, `NotAllowed`."""
    done = foresee(state, entry, members)
    # 7. what the server was shown is what came of it; what two have approved is done all the same, and cannot be spent
    need(bool(entry.approvals) or (entry.state, entry.hold) == (done.shown, done.held), "clear")
    return replace(done, shown=entry.state, held=entry.hold)


def foresee(state: CaseState, entry: Opened, members: Sequence[Membership]) -> CaseState:
    """As `accept`, but whatever `entry` shows to the server: who writes one asks here first, and shows `clear_part`."""
    # 1. it stands where it belongs, and its key is one of those that are gone by
    need(entry.sequence == state.next and entry.day >= state.last, "order")
    need(entry.unread != "passed_over", "passed_over")
    need(entry.unread != "later_key", "later_key")
    # 2. its form
    said = check_content(entry.content)
    content, kind = as_sealed(said, entry.excluded), said["kind"]
    # 3. the table of moves
    fine = check_move(state.fine, kind)
    # 4. keys and readers; the first entry's author is among those it grants
    granted = follow_grants(state, entry)
    check_author(granted if entry.sequence == 0 else state, members, kind, entry.author, entry.day)
    # 5. what must be so before, and what it says
    check_ready(state, members, kind, entry.author, entry.day)
    believed = said if entry.excluded is None else content  # what is only claimed may keep its own entry out, no person
    check_details(Saying(state, members, entry.author, entry.day, believed))
    # 6. two persons where two are needed, and no approval where none is
    _check_agreement(state, members, entry, content)
    check_grants(state, members, entry, said)  # or one who gave too many a case could make it nobody's
    done = after(granted, entry, content, fine)
    return _pass(done, entry, *_clear(state, done))


def as_sealed(content: Content, excluded: Sequence[str] | None) -> Content:
    """What was filed leaves out whom its envelope leaves out, whatever is said of it: `excluded`, and nobody while
    that is not known. What was entered by hand has no envelope: there it is said by who entered it."""
    if not content.get("item") or "excluded" not in content:
        return content
    came = {"channel": "line"} if excluded is not None and "channel" in content else {}  # nothing else is sealed
    return {**content, **came, "excluded": list(excluded or ())}


def _clear(before: CaseState, done: CaseState) -> tuple[str, int]:
    """What to show of `done`. Where a refused entry showed something else, and the protocol does not let one person
    take it back, that stays until this side of the case changes."""
    way_back = [before.shown, done.coarse] in (*RULES["returns"], [done.coarse] * 2)
    stuck = before.coarse == done.coarse and not way_back
    released = bool(before.holds) and not done.holds
    held = bool(done.holds) or (bool(before.held) and not released)
    return before.shown if stuck else done.coarse, int(held)


def _check_agreement(state: CaseState, members: Sequence[Membership], entry: Opened, content: Content) -> None:
    kind = content["kind"]
    counted: tuple[str, ...] = ()
    if kind == "request":
        check_request(Saying(state, members, entry.author, entry.day, content), entry.sequence)
    elif kind == "approval":
        check_approval(state, members, entry.author, entry.day, content["request"])
    elif kind == "withdrawal":
        check_withdrawal(state, entry.author, entry.day, content["request"])
    elif KINDS[kind].action:
        counted = check_two_persons(state, members, entry.author, entry.day, content)
    check_approvals(content, entry.approvals, counted)


def _refuse(state: CaseState, entry: Opened, failure: LifecycleError) -> CaseState:
    refusal = Refusal(entry.sequence, entry.day, entry.author, failure.name, failure.reason)
    followed = replace(follow_grants(state, entry), refused=(*state.refused, refusal))
    return _pass(followed, entry, entry.state, entry.hold)


def _pass(state: CaseState, entry: Opened, shown: str, held: int) -> CaseState:
    return replace(state, shown=shown, held=held, next=entry.sequence + 1, last=max(state.last, entry.day))
