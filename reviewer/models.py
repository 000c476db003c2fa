"""The shape of the reviewer's tables: who there is, what came, what waits. Cases have theirs in case_models.py.

Nothing finer than a day is kept, but for sessions (minutes) and used codes (half minutes).
"""

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Enum, ForeignKey, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from crypto.limits import ENTRIES_PER_EPOCH, ENTRY, MARKS, MAX_ENVELOPES, MEMBER_SLOTS, RING, ROLE_CHARACTERS

REVISION = "0006"  # the newest migration; no job works on tables of another one
ID = 32  # sixteen random bytes in hexadecimal
LOGIN = 64


class MemberState(StrEnum):
    ENROLLED = "enrolled"
    RETIRED = "retired"


class Standing(StrEnum):
    """As what somebody signs in. Members have a slot; the directory says which of them are on the committee now."""

    MEMBER = "member"
    ADVISER = "adviser"
    AUDITOR = "auditor"


class OutboxKind(StrEnum):
    REPLY = "reply"
    IMPORT = "import"


class Browser(StrEnum):
    FIREFOX = "firefox"
    CHROME = "chrome"
    EDGE = "edge"
    SAFARI = "safari"
    OTHER = "other"


class System(StrEnum):
    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"
    ANDROID = "android"
    IOS = "ios"
    OTHER = "other"


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


def one_of(kind: type[StrEnum], name: str) -> Enum:
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=16,
        values_callable=lambda k: [m.value for m in k],
    )


def long(column: str, length: int) -> CheckConstraint:
    return CheckConstraint(f"length({column}) = {length}", name=f"{column}_length")


def _slot() -> CheckConstraint:
    return CheckConstraint(f"slot >= 0 AND slot < {MEMBER_SLOTS}", name="slot_range")


def _slot_of_a_member() -> CheckConstraint:
    return CheckConstraint("(standing = 'member') = (slot IS NOT NULL)", name="slot_of_a_member")


class Member(Base):
    """Who is enrolled: a member of the committee, an adviser, the auditor. Of its secrets only what the browser
    wrapped; the pepper lies outside the database.

    A slot may have a retired member and the one who came after. `invited_by` is the member who invited an adviser, and
    the only one who is told of it outside the cases.
    """

    __tablename__ = "member"
    __table_args__: Any = (
        _slot(),
        _slot_of_a_member(),
        long("sign_key", 32),
        long("x25519", 32),
        long("mlkem", 1184),
        long("verifier_hash", 32),
        long("proof_hash", 32),
        long("wrapped", 156),
        long("resting", 156),
        CheckConstraint("keys_signature IS NULL OR length(keys_signature) = 64", name="keys_signature_length"),
    )
    id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    standing: Mapped[Standing] = mapped_column(one_of(Standing, "standing"), default=Standing.MEMBER)
    slot: Mapped[int | None]
    role: Mapped[str] = mapped_column(String(ROLE_CHARACTERS))
    login: Mapped[str] = mapped_column(String(LOGIN), unique=True)
    invited_by: Mapped[str | None] = mapped_column(ForeignKey("member.id"))
    state: Mapped[MemberState] = mapped_column(one_of(MemberState, "state"), default=MemberState.ENROLLED)
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

    @property
    def place(self) -> int:
        """The slot of a member of the committee. Raises ValueError for an adviser or auditor."""
        if self.slot is None:
            raise ValueError("no slot")
        return self.slot


class AuditorConfirmation(Base):
    """That a member has compared the words of an auditor's keys: body and signature as in docs/protocol.md, section 19.

    By the slot of who confirmed: with new keys it is still the same person. It stays when that member leaves.
    """

    __tablename__ = "auditor_confirmation"
    __table_args__: Any = (_slot(), long("signature", 64), long("key", 32))
    auditor_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class Invitation(Base):
    """A place kept for somebody; gone once used or taken back. `member_id` becomes the member's id."""

    __tablename__ = "invitation"
    __table_args__: Any = (_slot(), _slot_of_a_member(), long("token_hash", 32))
    member_id: Mapped[str] = mapped_column(String(ID), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    standing: Mapped[Standing] = mapped_column(one_of(Standing, "standing"), default=Standing.MEMBER)
    slot: Mapped[int | None] = mapped_column(unique=True)
    invited_by: Mapped[str | None] = mapped_column(ForeignKey("member.id"))
    role: Mapped[str] = mapped_column(String(ROLE_CHARACTERS))
    login: Mapped[str] = mapped_column(String(LOGIN), unique=True)
    totp: Mapped[bytes] = mapped_column(LargeBinary)
    last_day: Mapped[date]


class SignedIn(Base):
    """A session. The browser holds the token, this its hash. Minutes of Unix time: `opened`, `seen`, and `confirmed`,
    when a second factor was last shown. The kind of browser and system is for the member to tell them apart.
    """

    __tablename__ = "session"
    __table_args__: Any = (
        long("token_hash", 32),
        CheckConstraint("seen >= opened", name="seen_after_opened"),
        CheckConstraint("confirmed >= opened", name="confirmed_after_opened"),
    )
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    opened: Mapped[int]
    seen: Mapped[int]
    confirmed: Mapped[int]
    browser: Mapped[Browser] = mapped_column(one_of(Browser, "browser"))
    system: Mapped[System] = mapped_column(one_of(System, "system"))


class Passkey(Base):
    """A second factor beside the authenticator: a WebAuthn credential. The name is the member's own words for it."""

    __tablename__ = "passkey"
    credential: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(LOGIN))
    day: Mapped[date]


class Mailbox(Base):
    """Where the daily digest goes; set by the operator."""

    __tablename__ = "mailbox"
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254))


class Duty(Base):
    """The weekly rota, in order: who signs in every business day. Empty: all members take turns."""

    __tablename__ = "duty"
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), unique=True)


class DirectoryDraft(Base):
    """The one body that members are asked to sign: the first version of the directory."""

    __tablename__ = "directory_draft"
    __table_args__: Any = (CheckConstraint("id = 1", name="only_one"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    body: Mapped[str] = mapped_column(Text)


class DraftSignature(Base):
    __tablename__ = "draft_signature"
    __table_args__: Any = (long("signature", 64),)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class Proposal(Base):
    """A later version of the directory, as a member proposes it; one for each member, so that nobody can keep others
    from proposing.
    """

    __tablename__ = "directory_proposal"
    __table_args__: Any = (long("hash", 32),)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    body: Mapped[str] = mapped_column(Text)


class ProposalSignature(Base):
    """A member's signature of one proposal, never of two."""

    __tablename__ = "proposal_signature"
    __table_args__: Any = (long("signature", 64),)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    proposal: Mapped[str] = mapped_column(ForeignKey("directory_proposal.member_id"))
    signature: Mapped[bytes] = mapped_column(LargeBinary)


class StoredDirectory(Base):
    """A directory file as it is served, by the version it ends with."""

    __tablename__ = "directory"
    __table_args__: Any = (CheckConstraint("version >= 1", name="version_range"), long("hash", 32))
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
        long("sha256", 32),
        CheckConstraint(f"envelopes % 32 = 0 AND envelopes BETWEEN 32 AND {MAX_ENVELOPES}", name="envelopes_range"),
    )
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    envelopes: Mapped[int]


class MemberScan(Base):
    """How far a member's browser has scanned, and the last day on which it did. The epoch is never shown to another."""

    __tablename__ = "member_scan"
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    epoch: Mapped[int]
    day: Mapped[date]


class Marks(Base):
    """A member's read marks and sent replies, sealed by its browser; always the same size."""

    __tablename__ = "marks"
    __table_args__: Any = (long("value", MARKS),)
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class Ring(Base):
    """A member's later reading keys, sealed by its browser, always the same size; and the public keys that it offers
    for the version `since` of the directory, signed by itself.
    """

    __tablename__ = "ring"
    __table_args__: Any = (
        long("value", RING),
        long("x25519", 32),
        long("mlkem", 1184),
        long("keys_signature", 64),
        CheckConstraint("since > 1", name="since_range"),
    )
    member_id: Mapped[str] = mapped_column(ForeignKey("member.id"), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
    x25519: Mapped[bytes] = mapped_column(LargeBinary)
    mlkem: Mapped[bytes] = mapped_column(LargeBinary)
    since: Mapped[int]
    keys_signature: Mapped[bytes] = mapped_column(LargeBinary)


class StoredBoard(Base):
    __tablename__ = "board"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    epoch: Mapped[int] = mapped_column(unique=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class BoardEntry(Base):
    """What an epoch added to the board, sorted, so that a reply's place says nothing about it."""

    __tablename__ = "board_entry"
    __table_args__: Any = (
        long("value", ENTRY),
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
    kind: Mapped[OutboxKind] = mapped_column(one_of(OutboxKind, "kind"))
    value: Mapped[bytes] = mapped_column(LargeBinary)
    day: Mapped[date]
