"""What was destroyed and is not certified yet: a row comes in the transaction that deletes, and goes with the one that
stores its certificate. So a job that is killed is gone on with.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from crypto.limits import HASH
from reviewer import order_models
from reviewer.models import ID, Base, long, one_of

__all__ = ["Destruction", "Kind", "order_models"]  # whoever knows these tables knows those, too


class Kind(StrEnum):
    """What the job destroys."""

    CASES = "cases"
    BATCHES = "batches"
    BOARDS = "boards"
    VISITS = "visits"  # sessions that ended, invitations that nobody used
    PEOPLE = "people"  # secrets of those who left


class Destruction(Base):
    """By `key`: a case's id, an epoch's number, a member's id; "" for what is not counted. `rules` is the hash of the
    order in force, `sealed` the hashes of the values that are gone, one after the other.
    """

    __tablename__ = "destruction"
    __table_args__: Any = (
        long("rules", HASH),
        CheckConstraint(f"length(sealed) % {HASH} = 0", name="sealed_hashes"),
    )
    target: Mapped[Kind] = mapped_column(one_of(Kind, "target"), primary_key=True)
    key: Mapped[str] = mapped_column(String(ID), primary_key=True)
    day: Mapped[date]
    rules: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
