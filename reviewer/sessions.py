"""Who is signed in: sessions kept here, the browser holding only a random token of which we store the hash.

Times are minutes.
"""

import base64
import binascii
from dataclasses import dataclass

from flask import Response
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from crypto.derivation import sha256
from crypto.entropy import fresh
from reviewer.models import Member, MemberState, SignedIn

COOKIE = "__Host-session"
TOKEN = 32
LONGEST_MINUTES = 12 * 60  # also a session in use ends some time, so that a stolen one does


@dataclass(frozen=True)
class Found:
    """A live session's member; `stale` says that its last-seen minute should be written."""

    member: Member
    stale: bool


def open_session(session: Session, member: Member, minute: int, old_token: bytes | None) -> bytes:
    """Start a session and return its token.

    The one the browser came with, if any, ends: a token never survives a sign-in.
    """
    close_session(session, old_token)
    token = fresh(TOKEN)
    session.add(SignedIn(token_hash=sha256(token), member_id=member.id, opened=minute, seen=minute))
    return token


def find(session: Session, token: bytes | None, minute: int, idle_minutes: int) -> Found | None:
    """The member behind `token`, or None: no such session, idle or open for too long, or the member is retired."""
    if token is None:
        return None
    row = session.execute(
        select(Member, SignedIn.seen)
        .join(SignedIn, SignedIn.member_id == Member.id)
        .where(SignedIn.token_hash == sha256(token), Member.state == MemberState.ENROLLED)
        .where(SignedIn.seen > minute - idle_minutes, SignedIn.opened > minute - LONGEST_MINUTES)
    ).first()
    return None if row is None else Found(row[0], stale=row[1] < minute)


def touch(session: Session, token: bytes, minute: int) -> None:
    """Note that the session was used in this minute."""
    session.execute(
        update(SignedIn).where(SignedIn.token_hash == sha256(token), SignedIn.seen < minute).values(seen=minute)
    )


def close_session(session: Session, token: bytes | None) -> None:
    if token is not None:
        session.execute(delete(SignedIn).where(SignedIn.token_hash == sha256(token)))


def close_all(session: Session, member_id: str) -> None:
    """End every session of a member."""
    session.execute(delete(SignedIn).where(SignedIn.member_id == member_id))


def sweep(session: Session, minute: int, idle_minutes: int) -> None:
    """Forget sessions that have ended by themselves."""
    session.execute(
        delete(SignedIn).where((SignedIn.seen <= minute - idle_minutes) | (SignedIn.opened <= minute - LONGEST_MINUTES))
    )


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
