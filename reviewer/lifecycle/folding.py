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
from reviewer.lifecycle.rules import KINDS
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
    """The case after one entry more. `UnknownKind`, `BadContent`, `NotAllowed`. Who writes an entry asks here first."""
    # 1. it stands where it belongs
    need(entry.sequence == state.next and entry.day >= state.last, "order")
    # 2. its form
    content = check_content(entry.content)
    kind = content["kind"]
    # 3. the table of moves
    fine = check_move(state.fine, kind)
    # 4. keys and readers; the first entry's author is among those it grants
    granted = follow_grants(state, entry)
    check_author(granted if entry.sequence == 0 else state, members, kind, entry.author, entry.day)
    # 5. what must be so before, and what it says
    check_ready(state, members, kind, entry.author, entry.day)
    check_details(Saying(state, members, entry.author, entry.day, content))
    # 6. two persons where two are needed, and no approval where none is
    _check_agreement(state, members, entry, content)
    check_grants(state, members, entry, content)
    # 7. what the server was shown is what came of it
    done = _pass(after(granted, entry, content, fine), entry)
    need((entry.state, entry.hold) == (done.coarse, int(bool(done.holds))), "clear")
    return done


def _check_agreement(state: CaseState, members: Sequence[Membership], entry: Opened, content: Content) -> None:
    kind = content["kind"]
    counted: tuple[str, ...] = ()
    if kind == "request":
        check_request(Saying(state, members, entry.author, entry.day, content), entry.sequence)
    elif kind == "approval":
        check_approval(state, entry.author, entry.day, content["request"])
    elif kind == "withdrawal":
        check_withdrawal(state, entry.author, entry.day, content["request"])
    elif KINDS[kind].action:
        counted = check_two_persons(state, members, entry.author, entry.day, content)
    check_approvals(content, entry.approvals, counted)


def _refuse(state: CaseState, entry: Opened, failure: LifecycleError) -> CaseState:
    refusal = Refusal(entry.sequence, entry.day, entry.author, failure.name, failure.reason)
    return _pass(replace(follow_grants(state, entry), refused=(*state.refused, refusal)), entry)


def _pass(state: CaseState, entry: Opened) -> CaseState:
    return replace(state, next=entry.sequence + 1, last=max(state.last, entry.day))
