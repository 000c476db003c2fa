"""Standing orders: what the committee has ordered for the whole line, and how another order comes into force
(docs/protocol.md, section 20).

A freeze and its review are one member's, and in force at once; rules and the release of a freeze wait in
order_proposals.py until a second member has signed. Every browser, the intake and an auditor check the chain for
themselves.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory
from crypto.document import Signature, Signed, parse_signed
from crypto.errors import BadSignature, BrokenChain, NotAllowed, ProtocolError
from crypto.limits import INSTANCE
from crypto.order import BY_ONE, Act, Order, parse_order
from crypto.orders import Orders, check_orders, follow, not_released
from crypto.version import Directory
from reviewer import committee
from reviewer.errors import MalformedRequest, Moved, NotReady, Refused, TooMany, WrongDay
from reviewer.models import Member
from reviewer.order_models import OrderProposal, OrderProposalSignature, StandingOrder

ALONE_A_DAY = 4  # orders that one member gives alone: each makes the others sign anew what they are about to agree on


class BrokenOrders(Exception):
    """What is stored is no chain of orders. Nothing may be added to it, and nothing destroyed by it."""


class OrderRefused(Refused):
    """The order breaks a rule of section 20; `reason` is its code."""

    status, code = 403, "not_allowed"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def in_force(session: Session) -> Orders:
    """All orders, checked; none before the founding. Raises BrokenOrders."""
    directory = committee.current(session)
    if directory is None:
        return Orders(bytes(INSTANCE))
    return _checked(directory.chain, tuple(documents(session)))


def is_frozen(session: Session) -> bool:
    """Whether nothing may be destroyed now, by what the table says within this transaction. Raises BrokenOrders.

    Signatures are not looked at: a freeze that is none keeps too much, and a job looks at `in_force` first.
    """
    return bool(freezes(session))


def freezes(session: Session) -> Sequence[Order]:
    """Those that are not released, as `is_frozen` sees them. Raises BrokenOrders."""
    try:
        return not_released([parse_order(parse_signed(one.encode())) for one in documents(session)])
    except ProtocolError as error:
        raise BrokenOrders from error


def documents(session: Session) -> Sequence[str]:
    """The signed orders as they are stored, by number."""
    return session.scalars(select(StandingOrder.document).order_by(StandingOrder.number)).all()


def place(session: Session, member: Member, body: str, signature: bytes, today: date) -> None:
    """Put a freeze or the review of one in force, by this member alone.

    Raises ProtocolError, MalformedRequest, WrongDay, Moved, TooMany or OrderRefused.
    """
    signed = Signed(body, (Signature(member.sign_key, signature),))
    order, before = parse_order(signed), in_force(session)
    if order.act not in BY_ONE:
        raise MalformedRequest
    if order.day != next_day(before, today):
        raise WrongDay
    _check_alone(before, order, member)
    if not put_in_force(session, before, signed):
        raise OrderRefused("not_member")


def next_day(before: Orders, today: date) -> date:
    """The day of the next order: today, or that of the last one while this lies ahead, given when the clock was wrong.
    Else nobody could freeze anything until then.
    """
    return max(today, before.orders[-1].day) if before.orders else today


def put_in_force(session: Session, before: Orders, signed: Signed) -> bool:
    """Whether it is; else a signature is missing. Every proposal goes with the number that it names."""
    try:
        order = follow(before, directory_of(session).chain, signed).orders[-1]
    except BrokenChain:
        raise Moved from None
    except BadSignature:
        raise OrderRefused("signature") from None
    except NotAllowed as refused:
        if refused.reason == "two_persons":
            return False
        raise OrderRefused(refused.reason) from None
    document = signed.serialise().decode()
    session.add(StandingOrder(number=order.number, hash=order.hash, day=order.day, document=document))
    session.execute(delete(OrderProposalSignature))
    session.execute(delete(OrderProposal))
    return True


def directory_of(session: Session) -> CurrentDirectory:
    """Raises NotReady before the founding."""
    directory = committee.current(session)
    if directory is None:
        raise NotReady
    return directory


@lru_cache(maxsize=2)
def _checked(chain: tuple[Directory, ...], stored: tuple[str, ...]) -> Orders:
    """Checked again at each start, and not at each request."""
    try:
        return check_orders(chain[0].instance, chain, [parse_signed(one.encode()) for one in stored])
    except ProtocolError as error:
        raise BrokenOrders from error


def _check_alone(before: Orders, order: Order, member: Member) -> None:
    """Raises TooMany: nobody keeps the others from agreeing by orders that come in between."""
    today = [one for one in before.orders if one.day == order.day and one.act in BY_ONE]
    own = [one for one in today if any(member.slot in slots for slots in before.signers[one.number].values())]
    again = order.act is Act.REVIEW and any(one.act is Act.REVIEW and one.of == order.of for one in today)
    if again or len(own) >= ALONE_A_DAY:
        raise TooMany
