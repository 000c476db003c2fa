"""Approvals: what two members have signed before something is done in a case (docs/protocol.md, section 15)."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from crypto.document import Signature, Signed, sign_text
from crypto.errors import NotAllowed
from crypto.limits import APPROVAL_DAYS, APPROVERS, CASE, HASH, INSTANCE, KEY
from crypto.signatures import Domain
from crypto.strict import parse_object, serialise

FIELDS = ("type", "instance", "case", "action", "reader", "what", "day", "until")
NOBODY = bytes(KEY)


class Action(StrEnum):
    """What is approved."""

    CLOSE = "close"
    REFER = "refer"
    MERGE = "merge"
    RELEASE = "release"
    DESTROY = "destroy"
    RECUSE = "recuse"


CLOSING = frozenset({Action.CLOSE, Action.REFER, Action.MERGE})


@dataclass(frozen=True)
class Approval:
    """`what` is the hash of the entry that asks; `reader` whom a recusal leaves out, zeros for other actions."""

    instance: bytes
    case: bytes
    action: Action
    what: bytes
    day: date
    until: date
    reader: bytes = NOBODY

    @property
    def act(self) -> tuple[Action, bytes, bytes]:
        """What is executed once."""
        return self.action, self.reader, self.what


def approval_body(approval: Approval) -> str:
    """The text that readers sign."""
    body = {
        "type": Domain.APPROVAL,
        "instance": approval.instance.hex(),
        "case": approval.case.hex(),
        "action": approval.action,
        "reader": approval.reader.hex(),
        "what": approval.what.hex(),
        "day": approval.day.isoformat(),
        "until": approval.until.isoformat(),
    }
    return serialise(body).decode()


def sign_approval(seed: bytes, body: str) -> Signature:
    """A reader's signature of an approval."""
    return sign_text(Domain.APPROVAL, seed, body)


def parse_approval(signed: Signed) -> Approval:
    """The approval in `signed`; form only. `Malformed`."""
    fields = parse_object(signed.message, FIELDS)
    fields.constant("type", Domain.APPROVAL)
    return Approval(
        instance=fields.octets("instance", INSTANCE),
        case=fields.octets("case", CASE),
        action=Action(fields.one_of("action", tuple(Action))),
        what=fields.octets("what", HASH),
        day=fields.day("day"),
        until=fields.day("until"),
        reader=fields.octets("reader", KEY),
    )


@dataclass(frozen=True)
class Need:
    """An approval that a move asks for: one of `actions`, about `reader`."""

    actions: Set[Action]
    reader: bytes = NOBODY

    def is_met_by(self, approval: Approval) -> bool:
        """Whether the approval is one for this."""
        return approval.action in self.actions and approval.reader == self.reader


def check_lifetime(approval: Approval, asked: date, executed: date) -> None:
    """`NotAllowed` unless it was given after it was asked for, and its time is short and not over."""
    lasts = approval.until - approval.day
    if not asked <= approval.day <= executed <= approval.until or lasts > timedelta(days=APPROVAL_DAYS):
        raise NotAllowed("expired")


def check_signers(signed: Signed, allowed: Mapping[bytes, Set[int]]) -> None:
    """`NotAllowed` unless two members have signed, of those allowed, by the slots of each. Others are passed over.

    Keys and slots are both counted: on the day of a change one person may have two keys, or one key two slots.
    """
    signers = signed.signers(Domain.APPROVAL) & allowed.keys()
    slots = {slot for key in signers for slot in allowed[key]}
    if min(len(signers), len(slots)) < APPROVERS:
        raise NotAllowed("two_persons")
