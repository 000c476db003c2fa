"""Which acts a person may do now, and why not the others: what a page shows as buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import loads

from reviewer.lifecycle.details import Saying, check_details
from reviewer.lifecycle.failures import NotAllowed
from reviewer.lifecycle.moves import check_move
from reviewer.lifecycle.readers import check_author
from reviewer.lifecycle.readiness import check_ready
from reviewer.lifecycle.requests import check_approval, check_deciders, check_two_persons, check_withdrawal
from reviewer.lifecycle.rules import KINDS
from reviewer.lifecycle.state import CaseState, Membership, Request

ABOUT_A_REQUEST = ("approval", "withdrawal")


@dataclass(frozen=True)
class Act:
    """An entry of `kind`. For a request, `asks` is the kind asked for; otherwise `request` is the open request that it
    is about, 0 if about none. `reason` is "" if it may be done, by some words at least."""

    kind: str
    asks: str
    request: int
    reason: str


def next_moves(state: CaseState, members: Sequence[Membership], person: str, day: str) -> tuple[Act, ...]:
    """Every act there is for `person` on `day`: first in the order of the rules, then for each open request."""
    chooser = _Chooser(state, members, person, day)
    return (*chooser.entries(), *(act for request in state.requests for act in chooser.about(request)))


@dataclass(frozen=True)
class _Chooser:
    state: CaseState
    members: Sequence[Membership]
    person: str
    day: str

    def entries(self) -> Iterator[Act]:
        for kind, rule in KINDS.items():
            if rule.action:
                yield Act("request", kind, 0, self._reason("request", kind))
            elif kind != "request" and kind not in ABOUT_A_REQUEST:
                yield Act(kind, "", 0, self._reason(kind))

    def about(self, request: Request) -> Iterator[Act]:
        for kind in (*ABOUT_A_REQUEST, request.kind):
            yield Act(kind, "", request.request, self._reason_about(kind, request))

    def _reason(self, kind: str, asks: str = "") -> str:
        try:
            check_move(self.state.fine, kind)
            check_author(self.state, self.members, kind, self.person, self.day)
            if asks:
                check_move(self.state.fine, asks)
            check_ready(self.state, self.members, asks or kind, self.person, self.day)
            if asks:
                check_deciders(self.state, self.members, asks, self.day)
        except NotAllowed as failure:
            return failure.reason
        return ""

    def _reason_about(self, kind: str, request: Request) -> str:
        reason = self._reason(kind)
        if reason:
            return reason
        try:
            if kind == "approval":
                check_approval(self.state, self.members, self.person, self.day, request.request)
            elif kind == "withdrawal":
                check_withdrawal(self.state, self.person, self.day, request.request)
            else:
                self._check_act(request)
        except NotAllowed as failure:
            return failure.reason
        return ""

    def _check_act(self, request: Request) -> None:
        content = loads(request.asks)
        check_details(Saying(self.state, self.members, self.person, self.day, content))
        check_two_persons(self.state, self.members, self.person, self.day, content)
