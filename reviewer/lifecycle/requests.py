"""Acts that two persons must want: asked for word for word, approved by both, and carried out in time.

The approval documents and their signatures are the protocol's (docs/protocol.md, section 15); here it is counted who
said yes.
"""

from collections.abc import Sequence

from reviewer.lifecycle.content import Content, content_text
from reviewer.lifecycle.days import add_days
from reviewer.lifecycle.details import Saying, check_details
from reviewer.lifecycle.failures import NotAllowed, need
from reviewer.lifecycle.moves import check_move
from reviewer.lifecycle.readers import holds_place_of, may_decide
from reviewer.lifecycle.readiness import check_ready
from reviewer.lifecycle.rules import ACTIONS, KINDS, LIMITS
from reviewer.lifecycle.state import Approval, CaseState, Membership, Request


def check_request(saying: Saying, sequence: int) -> None:
    """The act could be carried out now, bears this request's number, and the request ends in time."""
    act, last = saying.content["act"], add_days(saying.day, LIMITS["request"])
    need(act["request"] == sequence, "no_request")
    need(saying.day <= saying.content["until"] <= last, "day")
    check_move(saying.state.fine, act["kind"])
    check_ready(saying.state, saying.members, act["kind"], saying.author, saying.day)
    check_details(Saying(saying.state, saying.members, saying.author, saying.day, act))


def check_approval(state: CaseState, members: Sequence[Membership], author: str, day: str, number: int) -> None:
    """Nobody approves twice, what is about them, or too late. Who asked may be one of the two."""
    request = open_request(state, number)
    need(not holds_place_of(members, author, request.approved, day), "same_person")
    need(not holds_place_of(members, author, [request.subject], day), "subject")
    need(day <= request.until, "expired")


def check_deciders(state: CaseState, members: Sequence[Membership], kind: str, day: str) -> None:
    """Enough read the case to approve it, of different places. It is asked before an act is offered and of no entry:
    who is admitted later approves what was asked before."""
    places: list[str] = []
    for one in state.readers:
        if may_decide(state, members, one.person, day) and not holds_place_of(members, one.person, places, day):
            places.append(one.person)
    need(len(places) >= ACTIONS[KINDS[kind].action], "too_few")


def check_withdrawal(state: CaseState, author: str, day: str, number: int) -> None:
    """By whom it was made; when it is over, by anybody."""
    request = open_request(state, number)
    need(author == request.by or day > request.until, "not_requester")


def check_two_persons(
    state: CaseState, members: Sequence[Membership], author: str, day: str, content: Content
) -> tuple[str, ...]:
    """Who of those that approved still counts, at least as many as the action needs."""
    request = open_request(state, content["request"])
    need(request.asks == content_text(content), "not_as_asked")
    need(author != request.subject, "subject")
    need(day <= request.until, "expired")
    counted = tuple(person for person in request.approved if may_decide(state, members, person, day))
    need(len(counted) >= ACTIONS[KINDS[content["kind"]].action], "two_persons")
    return counted


def check_approvals(content: Content, carried: Sequence[Approval], counted: Sequence[str]) -> None:
    """The entry carries the approval document of its request, signed by enough of those who count, and no other."""
    action = KINDS[content["kind"]].action
    wanted = [(action, content["request"])] if action else []
    need([(one.action, one.request) for one in carried] == wanted, "approvals")
    if action:
        need(len({*carried[0].signers} & {*counted}) >= ACTIONS[action], "two_persons")


def open_request(state: CaseState, number: int) -> Request:
    """`NotAllowed`: no_request."""
    request = state.request_of(number)
    if request is None:
        raise NotAllowed("no_request")
    return request
