"""Invitations and what comes of them: a place in the committee, a link that works once, a member with keys made in
its own browser.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from crypto.derivation import sha256
from crypto.entropy import fresh
from crypto.keys import MemberPublic
from crypto.limits import MEMBER_SLOTS, ROLE_CHARACTERS
from reviewer import authenticator, replies, sessions
from reviewer.errors import MalformedRequest, NotFound, Taken, WrongCode
from reviewer.models import (
    LOGIN,
    DraftSignature,
    Invitation,
    Mailbox,
    Marks,
    Member,
    MemberScan,
    Passkey,
    Ring,
    Standing,
)
from reviewer.pepper import Peppers

TOKEN = 32
GUESTS = ("adviser-", "auditor-")
VALID_DAYS = 14
LOGIN_FORM = re.compile(r"[^\W_](?:[\w.@+-]*\w)?")


@dataclass(frozen=True)
class Opened:
    """What the invited person's browser is given: who they will be, and what their keys are to be wrapped with.

    `replaced` is the id of the opening before, whose pepper is owed its end once this one is committed.
    """

    member_id: str
    replaced: str
    slot: int | None
    role: str
    login: str
    pepper: bytes = field(repr=False)
    totp_secret: bytes = field(repr=False)


@dataclass(frozen=True)
class NewKeys:
    """What the browser made. Public keys, and secrets only as hashes' sources or wrapped."""

    sign_key: bytes
    x25519: bytes
    mlkem: bytes
    verifier: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)
    resting: bytes = field(repr=False)
    proof: bytes = field(repr=False)


@dataclass(frozen=True)
class Place:
    """For whom something is kept. A slot has who is of standing `member`; `invited_by` is a member's id."""

    standing: Standing
    slot: int | None
    role: str
    login: str
    invited_by: str | None


def invite(session: Session, wrap_key: bytes, slot: int, role: str, login: str, today: date) -> bytes:
    """Keep a founder's place and return the token of its link. Raises MalformedRequest or Taken."""
    if not 0 <= slot < MEMBER_SLOTS:
        raise MalformedRequest
    forget_expired(session, today)
    for kind in (Member, Invitation):
        if session.scalar(select(kind.login).where(kind.slot == slot).limit(1)):
            raise Taken
    return keep(session, wrap_key, Place(Standing.MEMBER, slot, role, login, None), today)


def keep(session: Session, wrap_key: bytes, place: Place, today: date) -> bytes:
    """Keep a place for 14 days and return the token of its link. The caller has seen that the slot is free.

    Raises MalformedRequest or Taken. No member can be named as guests are: an answer would tell that there is one.
    """
    role, login = check_role(place.role), canonical_login(place.login)
    if place.standing is Standing.MEMBER and login.startswith(GUESTS):
        raise MalformedRequest
    for kind in (Member, Invitation):
        if session.scalar(select(kind.login).where(kind.login == login).limit(1)):
            raise Taken
    token, member_id = fresh(TOKEN), fresh(16).hex()
    session.add(
        Invitation(
            member_id=member_id,
            token_hash=sha256(token),
            standing=place.standing,
            slot=place.slot,
            invited_by=place.invited_by,
            role=role,
            login=login,
            totp=authenticator.wrap(wrap_key, member_id, authenticator.new_secret()),  # nobody's, until it is opened
            last_day=today + timedelta(days=VALID_DAYS),
        )
    )
    return token


def open_invitation(session: Session, wrap_key: bytes, peppers: Peppers, token: bytes, today: date) -> Opened:
    """What the link shows: at each opening another id, authenticator secret and pepper, until enrolment is done.

    Only the last opening counts, so who looked into the link on its way gains nothing that lasts, and two who use it
    notice. Raises NotFound: never was, used, taken back or too old.
    """
    found, secret = _find(session, token, today), authenticator.new_secret()
    replaced, found.member_id = found.member_id, fresh(16).hex()
    found.totp = authenticator.wrap(wrap_key, found.member_id, secret)
    session.flush()
    pepper = peppers.create(found.member_id)
    return Opened(found.member_id, replaced, found.slot, found.role, found.login, pepper, secret)


def enrol(session: Session, wrap_key: bytes, token: bytes, keys: NewKeys, code: str, today: date, now: int) -> Member:
    """Use the invitation up.

    Raises NotFound, WrongCode (then it stays open), Malformed (keys nobody can seal to) or Taken (somebody's keys
    again).
    """
    found = _find(session, token, today)
    step = authenticator.matching_step(authenticator.unwrap(wrap_key, found.member_id, found.totp), code, now)
    if step is None:
        raise WrongCode
    MemberPublic(found.slot or 0, keys.x25519, keys.mlkem).check_usable()
    if session.scalar(
        select(Member.id).where(
            or_(Member.sign_key == keys.sign_key, Member.x25519 == keys.x25519, Member.mlkem == keys.mlkem)
        )
    ):
        raise Taken
    member = _member(found, keys, step)
    session.delete(found)
    session.add(member)
    return member


def withdraw(session: Session, slot: int) -> str:
    """Take an unused invitation back. Raises NotFound.

    Returns the id whose pepper the caller destroys after the commit.
    """
    found = session.scalar(select(Invitation).where(Invitation.slot == slot))
    if found is None:
        raise NotFound
    session.delete(found)
    return found.member_id


def remove(session: Session, slot: int) -> str:
    """Take an enrolled member off, with all that is kept for it. Raises NotFound.

    Returns the id whose pepper the caller destroys after the commit: a removal that fails leaves a member who can
    still open its keys. The caller also owes: that no directory and no draft names the member.
    """
    found = session.scalar(select(Member).where(Member.slot == slot))
    if found is None:
        raise NotFound
    sessions.close_all(session, found.id)
    for kept in (Marks, MemberScan, Mailbox, Passkey, DraftSignature, Ring):
        session.execute(delete(kept).where(kept.member_id == found.id))
    replies.empty_lanes(session, slot)
    session.delete(found)
    return found.id


def is_live(session: Session, token: bytes, today: date) -> bool:
    """Whether the token is that of a link that still works."""
    return _search(session, token, today) is not None


def forget_expired(session: Session, today: date) -> None:
    """Give the places of invitations that nobody used in time free again."""
    session.execute(delete(Invitation).where(Invitation.last_day < today))


def canonical_login(text: str) -> str:
    """A sign-in name as it is stored and derived from: NFKC, lower case.

    Raises MalformedRequest for anything but letters, digits and . _ @ + -
    """
    login = unicodedata.normalize("NFKC", text).strip().lower()
    if not (LOGIN_FORM.fullmatch(login) and len(login) <= LOGIN):
        raise MalformedRequest
    return login


def check_role(text: str) -> str:
    """A role as reporters see it: 1 to 80 printable characters. Raises MalformedRequest."""
    role = unicodedata.normalize("NFC", text).strip()
    if not (0 < len(role) <= ROLE_CHARACTERS and role.isprintable()):
        raise MalformedRequest
    return role


def _find(session: Session, token: bytes, today: date) -> Invitation:
    found = _search(session, token, today)
    if found is None:
        raise NotFound
    return found


def _search(session: Session, token: bytes, today: date) -> Invitation | None:
    return session.scalar(
        select(Invitation).where(Invitation.token_hash == sha256(token), Invitation.last_day >= today)
    )


def _member(place: Invitation, keys: NewKeys, step: int) -> Member:
    return Member(
        id=place.member_id,
        standing=place.standing,
        slot=place.slot,
        invited_by=place.invited_by,
        role=place.role,
        login=place.login,
        totp=place.totp,
        totp_step=step,
        sign_key=keys.sign_key,
        x25519=keys.x25519,
        mlkem=keys.mlkem,
        verifier_hash=sha256(keys.verifier),
        proof_hash=sha256(keys.proof),
        wrapped=keys.wrapped,
        resting=keys.resting,
    )
