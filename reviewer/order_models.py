"""The shape of what is kept of standing orders and of certificates of destruction: signed documents and their hashes.

Orders in force and certificates stay: triggers refuse to change or remove them
(migrations/reviewer/versions/0005_standing_orders.py).
"""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crypto.limits import HASH, SIGNATURE
from reviewer.models import ID, Base, long


class StandingOrder(Base):
    """A signed order, as JSON, by its number in the chain."""

    __tablename__ = "standing_order"
    __table_args__: Any = (long("hash", HASH), CheckConstraint("number >= 0", name="number_range"))
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    day: Mapped[date]
    document: Mapped[str] = mapped_column(Text)


class OrderProposal(Base):
    """An order that two must sign, as a member proposes it; one for each member, so that nobody can keep others from
    proposing.
    """

    __tablename__ = "order_proposal"
    __table_args__: Any = (long("hash", HASH),)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    body: Mapped[str] = mapped_column(Text)


class OrderProposalSignature(Base):
    """A member's signature of one proposal, never of two."""

    __tablename__ = "order_proposal_signature"
    __table_args__: Any = (long("signature", SIGNATURE),)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    proposal: Mapped[str] = mapped_column(ForeignKey("order_proposal.member_id"))
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class StoredCertificate(Base):
    """A signed certificate, as JSON. `case` is empty for one of epochs."""

    __tablename__ = "certificate"
    __table_args__: Any = (long("hash", HASH),)
    hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    case: Mapped[str] = mapped_column(String(ID), index=True)
    day: Mapped[date]
    document: Mapped[str] = mapped_column(Text)
