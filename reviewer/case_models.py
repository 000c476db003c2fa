"""The shape of what is kept of cases and of the record's tree. All of it is sealed, signed or a hash, but for what
treatment shows to the server: opened day, coarse state, hold, quarter of review, due days.

What was written once stays: triggers refuse changes, and also the removal of anything but what is sealed, and that only
of a destroyed case (migrations/reviewer/versions/0002_cases.py).
"""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crypto.entry import State
from crypto.limits import BLOCK, GRANT, HASH, ITEM, KEY
from reviewer.models import ID, Base, long, one_of

CODE = 40
REVIEW = 7


class Case(Base):
    """How a case stands after its last entry, read from that; `last` is the hash of it."""

    __tablename__ = "case_"
    __table_args__: Any = (
        long("last", HASH),
        CheckConstraint("hold IN (0, 1)", name="hold_range"),
        CheckConstraint("entries >= 1", name="entries_range"),
    )
    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    opened: Mapped[date]
    state: Mapped[State] = mapped_column(one_of(State, "state"))
    hold: Mapped[int]
    review: Mapped[str] = mapped_column(String(REVIEW))
    key: Mapped[int]
    entries: Mapped[int]
    last: Mapped[bytes] = mapped_column(LargeBinary)


class CaseDue(Base):
    """A day that is due whatever was found, as the last entry shows it."""

    __tablename__ = "case_due"
    case: Mapped[str] = mapped_column(ForeignKey("case_.id"), primary_key=True)
    what: Mapped[str] = mapped_column(String(CODE), primary_key=True)
    day: Mapped[date]


class Entry(Base):
    """A signed document, as JSON, and its hash. The content that it commits to is apart, so that it can go."""

    __tablename__ = "entry"
    __table_args__: Any = (long("hash", HASH), long("author", KEY))
    case: Mapped[str] = mapped_column(ForeignKey("case_.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    day: Mapped[date]
    author: Mapped[bytes] = mapped_column(LargeBinary)
    document: Mapped[str] = mapped_column(Text)


class EntryContent(Base):
    """The sealed content of an entry."""

    __tablename__ = "entry_content"
    __table_args__: Any = (ForeignKeyConstraint(["case", "sequence"], ["entry.case", "entry.sequence"]),)
    case: Mapped[str] = mapped_column(String(ID), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class CaseGrant(Base):
    """A case key sealed to a reader, by the entry `sequence`; `number` is the key's, `until` the last day, if any."""

    __tablename__ = "case_grant"
    __table_args__: Any = (
        ForeignKeyConstraint(["case", "sequence"], ["entry.case", "entry.sequence"]),
        long("reader", KEY),
        long("value", GRANT),
        Index("ix_case_grant_reader", "reader"),
    )
    case: Mapped[str] = mapped_column(String(ID), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reader: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    number: Mapped[int]
    until: Mapped[date | None]
    value: Mapped[bytes] = mapped_column(LargeBinary)


class Item(Base):
    """An envelope under a case key, as the entry `sequence` brought it. Nobody can take an id away from those who bring
    the same again: each entry has its own.
    """

    __tablename__ = "item"
    __table_args__: Any = (
        ForeignKeyConstraint(["case", "sequence"], ["entry.case", "entry.sequence"]),
        long("value", ITEM),
    )
    case: Mapped[str] = mapped_column(String(ID), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class Leaf(Base):
    """The data of a leaf of the record's tree: the hash of an entry or of a filler."""

    __tablename__ = "leaf"
    __table_args__: Any = (long("value", HASH),)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class Filler(Base):
    """What a filler is made of. With these an auditor can tell fillers from entries that were taken away."""

    __tablename__ = "filler"
    __table_args__: Any = (long("value", HASH),)
    number: Mapped[int] = mapped_column(ForeignKey("leaf.number"), primary_key=True, autoincrement=False)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class StoredCheckpoint(Base):
    """A signed note: so many leaves, this root, after the close of an epoch."""

    __tablename__ = "checkpoint"
    __table_args__: Any = (CheckConstraint(f"size % {BLOCK} = 0", name="size_of_blocks"),)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(unique=True)
    note: Mapped[str] = mapped_column(Text)


class IndexBlob(Base):
    """A member's own overview, sealed for itself alone."""

    __tablename__ = "index_blob"
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
