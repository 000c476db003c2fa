"""The shape of the reviewer's tables.

Nothing finer than a day is kept, but for sessions (minutes) and used codes (half minutes).
"""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Enum, ForeignKey, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from crypto.limits import ENTRIES_PER_EPOCH, ENTRY, MARKS, MAX_ENVELOPES, MEMBER_SLOTS, ROLE_CHARACTERS

ID = 32  # sixteen random bytes in hexadecimal
LOGIN = 64


class MemberState(StrEnum):
    ENROLLED = "enrolled"
    RETIRED = "retired"


class OutboxKind(StrEnum):
    REPLY = "reply"
    IMPORT = "import"


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        int: BigInteger().with_variant(Integer, "sqlite")
    }  # SQLite counts up only in its INTEGER
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _one_of(kind: type[StrEnum], name: str) -> Enum:
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=lambda k: [m.value for m in k],
    )


def _long(column: str, length: int) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = {length}", name=f"{column}_length")


def _slot() -> CheckConstraint:
    return CheckConstraint(f"slot >= 0 AND slot < {MEMBER_SLOTS}", name="slot_range")


class Member(Base):
    """An enrolled reader. Of its secrets only what the browser wrapped; the pepper lies outside the database."""

    __tablename__ = "member"
    __table_args__: Any = (
        _slot(),
        _long("sign_key", 32),
        _long("x25519", 32),
        _long("mlkem", 1184),
        _long("verifier_hash", 32),
        _long("proof_hash", 32),
        _long("wrapped", 156),
        _long("resting", 156),
        CheckConstraint("keys_signature IS NULL OR length(keys_signature) = 64", name="keys_signature_length"),
    )
    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    slot: Mapped[int] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(String(ROLE_CHARACTERS))
    login: Mapped[str] = mapped_column(String(LOGIN), unique=True)
    state: Mapped[MemberState] = mapped_column(_one_of(MemberState, "state"), default=MemberState.ENROLLED)
    sign_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    x25519: Mapped[bytes] = mapped_column(LargeBinary)
    mlkem: Mapped[bytes] = mapped_column(LargeBinary)
    verifier_hash: Mapped[bytes] = mapped_column(LargeBinary)
    proof_hash: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    resting: Mapped[bytes] = mapped_column(LargeBinary)
    totp: Mapped[bytes] = mapped_column(LargeBinary)
    totp_step: Mapped[int]
    keys_signature: Mapped[bytes | None] = mapped_column(LargeBinary)


class Invitation(Base):
    """A place kept for somebody; gone once used or taken back. `member_id` becomes the member's id."""

    __tablename__ = "invitation"
    __table_args__: Any = (_slot(), _long("token_hash", 32))
    member_id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    slot: Mapped[int] = mapped_column(unique=True)
    role: Mapped[str] = mapped_column(String(ROLE_CHARACTERS))
    login: Mapped[str] = mapped_column(String(LOGIN), unique=True)
    totp: Mapped[bytes] = mapped_column(LargeBinary)
    last_day: Mapped[date]


class SignedIn(Base):
    """A session. The browser holds the token, this its hash; `opened` and `seen` are minutes of Unix time."""

    __tablename__ = "session"
    __table_args__: Any = (_long("token_hash", 32), CheckConstraint("seen >= opened", name="seen_after_opened"))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    opened: Mapped[int]
    seen: Mapped[int]


class DirectoryDraft(Base):
    """The one body that the founders are asked to sign."""

    __tablename__ = "directory_draft"
    __table_args__: Any = (CheckConstraint("id = 1", name="only_one"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    body: Mapped[str] = mapped_column(Text)


class DraftSignature(Base):
    __tablename__ = "draft_signature"
    __table_args__: Any = (_long("signature", 64),)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class StoredDirectory(Base):
    """A directory file as it is served, by the version it ends with."""

    __tablename__ = "directory"
    __table_args__: Any = (CheckConstraint("version >= 1", name="version_range"), _long("hash", 32))
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class Batch(Base):
    __tablename__ = "batch"
    epoch: Mapped[int] = mapped_column(ForeignKey("batch_state.epoch"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class BatchState(Base):
    __tablename__ = "batch_state"
    __table_args__: Any = (
        _long("sha256", 32),
        CheckConstraint(f"envelopes % 32 = 0 AND envelopes BETWEEN 32 AND {MAX_ENVELOPES}", name="envelopes_range"),
    )
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    envelopes: Mapped[int]


class MemberScan(Base):
    """How far a member's browser has scanned. Never shown to another."""

    __tablename__ = "member_scan"
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    epoch: Mapped[int]


class Marks(Base):
    """A member's read marks and sent replies, sealed by its browser; always the same size."""

    __tablename__ = "marks"
    __table_args__: Any = (_long("value", MARKS),)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class StoredBoard(Base):
    __tablename__ = "board"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(unique=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class BoardEntry(Base):
    """What an epoch added to the board, sorted, so that a reply's place says nothing about it."""

    __tablename__ = "board_entry"
    __table_args__: Any = (
        _long("value", ENTRY),
        CheckConstraint(f"position >= 0 AND position < {ENTRIES_PER_EPOCH}", name="position_range"),
    )
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class Outbox(Base):
    """What waits for the courier: a lane for each member's slot and kind, in order of `id`; not to whom it goes.

    Without `slot` members would share a line, and see in it how much of the others' waits.
    """

    __tablename__ = "outbox"
    __table_args__: Any = (_slot(),)
    id: Mapped[int] = mapped_column(primary_key=True)
    slot: Mapped[int]
    kind: Mapped[OutboxKind] = mapped_column(_one_of(OutboxKind, "kind"))
    value: Mapped[bytes] = mapped_column(LargeBinary)
    day: Mapped[date]
