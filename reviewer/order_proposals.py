"""Orders that two must sign: a member proposes rules of retention or the release of a freeze, another one signs.

Each member has one proposal at most, and has signed one at most; both go when another order takes the number that they
name.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory
from crypto.document import Signature, Signed, parse_signed
from crypto.limits import ORDER_DAYS
from crypto.order import BY_ONE, Act, Order, parse_order
from crypto.orders import Orders
from crypto.record import slots_on
from crypto.signatures import Domain, is_signed
from reviewer.errors import MalformedRequest, Moved, NoDraft, WrongDay
from reviewer.models import Member
from reviewer.order_models import OrderProposal, OrderProposalSignature
from reviewer.orders import OrderRefused, directory_of, documents, in_force, next_day, put_in_force


def overview(session: Session, today: date) -> dict[str, Any]:
    """All orders as signed documents, and what is proposed as the next one. Raises NotReady before the founding."""
    directory = directory_of(session)
    shown = [parse_signed(one.encode()).to_json() for one in documents(session)]
    open_ones = _open(session, in_force(session), today)
    proposals = [_shown(session, directory, one) for one in open_ones]
    return {"orders": shown, "proposals": sorted(proposals, key=lambda one: one["by"])}


def propose(session: Session, member: Member, body: str, signature: bytes, today: date) -> bool:
    """Propose rules or a release, with the own signature, in place of what this member proposed before; whether it is
    in force, as it is when somebody else proposed the very same.

    Raises ProtocolError, MalformedRequest, WrongDay, Moved, BadSignature or OrderRefused.
    """
    order, before = parse_order(Signed(body, ())), in_force(session)
    if order.act in BY_ONE or order.instance != before.instance:
        raise MalformedRequest
    if order.day != next_day(before, today):
        raise WrongDay
    if (order.number, order.previous) != before.head:
        raise Moved
    if order.act is Act.RELEASE and order.of not in {one.number for one in before.frozen}:
        raise OrderRefused("no_freeze")
    if session.scalar(select(OrderProposal).where(OrderProposal.hash == order.hash)) is None:
        withdraw(session, member)
        session.add(OrderProposal(member_id=member.id, hash=order.hash, body=body))
        session.flush()
    return sign(session, member, order.hash, signature, today)


def withdraw(session: Session, member: Member) -> None:
    """Take the own proposal back, with what was signed of it."""
    session.execute(delete(OrderProposalSignature).where(OrderProposalSignature.proposal == member.id))
    session.execute(delete(OrderProposal).where(OrderProposal.member_id == member.id))


def sign(session: Session, member: Member, wanted: bytes, signature: bytes, today: date) -> bool:
    """Keep a member's signature of the proposal with hash `wanted`; whether it is in force by it.

    A signature of another proposal goes: nobody signs two orders with one number. Raises NoDraft (also when an order
    that came since has taken the number), OrderRefused.
    """
    directory, before = directory_of(session), in_force(session)
    proposal = next((one for one in _open(session, before, today) if one.hash == wanted), None)
    if proposal is None:
        raise NoDraft
    if not is_signed(Domain.ORDER, member.sign_key, proposal.body.encode(), signature):
        raise OrderRefused("signature")
    if member.sign_key not in slots_on(directory.chain, parse_order(Signed(proposal.body, ())).day):
        raise OrderRefused("not_member")  # who came since proposes it anew
    session.execute(delete(OrderProposalSignature).where(OrderProposalSignature.member_id == member.id))
    session.add(OrderProposalSignature(member_id=member.id, proposal=proposal.member_id, signature=signature))
    session.flush()
    return put_in_force(session, before, Signed(proposal.body, tuple(_signatures(session, directory, proposal))))


def _open(session: Session, before: Orders, today: date) -> list[OrderProposal]:
    """Those that follow the last order, and are not too old."""
    found = session.scalars(select(OrderProposal).order_by(OrderProposal.member_id)).all()
    return [one for one in found if _is_next(parse_order(Signed(one.body, ())), before, today)]


def _is_next(order: Order, before: Orders, today: date) -> bool:
    return (order.number, order.previous) == before.head and today - order.day <= timedelta(days=ORDER_DAYS)


def _shown(session: Session, directory: CurrentDirectory, proposal: OrderProposal) -> dict[str, Any]:
    signed = {one.key for one in _signatures(session, directory, proposal)}
    return {
        "by": session.get_one(Member, proposal.member_id).place,
        "body": proposal.body,
        "signed": [one.slot for one in directory.current.members if one.sign in signed],
    }


def _signatures(session: Session, directory: CurrentDirectory, proposal: OrderProposal) -> Iterator[Signature]:
    """Those of members of the version in force: who has left since agrees to nothing any more."""
    rows = session.execute(
        select(Member.sign_key, OrderProposalSignature.signature)
        .join(Member, Member.id == OrderProposalSignature.member_id)
        .where(OrderProposalSignature.proposal == proposal.member_id)
    )
    listed = {one.sign for one in directory.current.members}
    yield from (Signature(key, signature) for key, signature in sorted(tuple(row) for row in rows) if key in listed)
