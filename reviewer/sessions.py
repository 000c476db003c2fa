"""Who is signed in: sessions kept here, the browser holding only a random token of which we store the hash.

Times are minutes.
"""

import base64
import binascii
from dataclasses import dataclass, field
from typing import Any

from flask import Response
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from crypto.derivation import sha256
from crypto.entropy import fresh
from reviewer.browsing import Kind
from reviewer.errors import NotFound
from reviewer.models import Member, MemberState, SignedIn

COOKIE = "__Host-session"
TOKEN = 32
LONGEST_MINUTES = 12 * 60  # also a session in use ends some time, so that a stolen one does


@dataclass(frozen=True)
class Found:
    """A live session and its member; `stale` says that its last-seen minute should be written, `confirmed` in which
    minute it last showed a second factor.
    """

    member: Member
    stale: bool
    token_hash: bytes = field(repr=False)
    confirmed: int


def open_session(session: Session, member: Member, minute: int, old_token: bytes | None, kind: Kind) -> bytes:
    """Start a session and return its token.

    The one the browser came with, if any, ends: a token never survives a sign-in.
    """
    close_session(session, old_token)
    token = fresh(TOKEN)
    session.add(
        SignedIn(
            token_hash=sha256(token),
            member_id=member.id,
            opened=minute,
            seen=minute,
            confirmed=minute,
            browser=kind.browser,
            system=kind.system,
        )
    )
    return token


def find(session: Session, token: bytes | None, minute: int, idle_minutes: int) -> Found | None:
    """The member behind `token`, or None: no such session, idle or open for too long, or the member is retired."""
    if token is None:
        return None
    row = session.execute(
        select(Member, SignedIn)
        .join(SignedIn, SignedIn.member_id == Member.id)
        .where(SignedIn.token_hash == sha256(token), Member.state == MemberState.ENROLLED)
        .where(*_alive(minute, idle_minutes))
    ).first()
    if row is None:
        return None
    member, own = row
    return Found(member, own.seen < minute, own.token_hash, own.confirmed)


def confirm(session: Session, own: Found, minute: int) -> None:
    """Note that the session showed a second factor in this minute."""
    session.execute(update(SignedIn).where(SignedIn.token_hash == own.token_hash).values(confirmed=minute))


def listed(session: Session, own: Found, minute: int, idle_minutes: int) -> list[dict[str, Any]]:
    """The member's live sessions, the one used last first: whole hours since, and the kind of browser and system. Of
    device and place nothing else is kept.
    """
    rows = session.scalars(
        select(SignedIn)
        .where(SignedIn.member_id == own.member.id, *_alive(minute, idle_minutes))
        .order_by(SignedIn.seen.desc(), SignedIn.opened.desc(), SignedIn.token_hash)
    )
    return [
        {
            "id": mark_of(one.token_hash),
            "opened": (minute - one.opened) // 60,
            "seen": (minute - one.seen) // 60,
            "own": one.token_hash == own.token_hash,
            "browser": one.browser,
            "system": one.system,
        }
        for one in rows
    ]


def mark_of(token_hash: bytes) -> str:
    """What stands for a session in the list of its member."""
    return sha256(b"SLREV/1 session" + token_hash)[:16].hex()


def touch(session: Session, token: bytes, minute: int) -> None:
    """Note that the session was used in this minute."""
    session.execute(
        update(SignedIn).where(SignedIn.token_hash == sha256(token), SignedIn.seen < minute).values(seen=minute)
    )


def close_session(session: Session, token: bytes | None) -> None:
    if token is not None:
        session.execute(delete(SignedIn).where(SignedIn.token_hash == sha256(token)))


def close_one(session: Session, member_id: str, mark: str) -> None:
    """End one of the member's own sessions. Raises NotFound."""
    own = session.scalars(select(SignedIn.token_hash).where(SignedIn.member_id == member_id))
    found = [token_hash for token_hash in own if mark_of(token_hash) == mark]
    if not found:
        raise NotFound
    session.execute(delete(SignedIn).where(SignedIn.token_hash.in_(found)))


def close_others(session: Session, own: Found) -> None:
    """End every session of the member but this one."""
    session.execute(delete(SignedIn).where(SignedIn.member_id == own.member.id, SignedIn.token_hash != own.token_hash))


def close_all(session: Session, member_id: str) -> None:
    """End every session of a member."""
    session.execute(delete(SignedIn).where(SignedIn.member_id == member_id))


def sweep(session: Session, minute: int, idle_minutes: int) -> None:
    """Forget sessions that have ended by themselves."""
    session.execute(delete(SignedIn).where(ended(minute, idle_minutes)))


def ended(minute: int, idle_minutes: int) -> ColumnElement[bool]:
    """Which sessions have ended by themselves."""
    return (SignedIn.seen <= minute - idle_minutes) | (SignedIn.opened <= minute - LONGEST_MINUTES)


def read_cookie(value: str | None) -> bytes | None:
    """The token in a cookie; None if it is not one."""
    try:
        token = base64.b64decode((value or "").encode("ascii"), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return token if len(token) == TOKEN else None


def set_cookie(response: Response, token: bytes) -> None:
    value = base64.urlsafe_b64encode(token).decode()
    response.set_cookie(COOKIE, value, path="/", secure=True, httponly=True, samesite="Strict")


def clear_cookie(response: Response) -> None:
    response.delete_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")


def _alive(minute: int, idle_minutes: int) -> tuple[ColumnElement[bool], ...]:
    return SignedIn.seen > minute - idle_minutes, SignedIn.opened > minute - LONGEST_MINUTES
