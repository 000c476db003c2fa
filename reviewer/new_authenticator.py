"""Another authenticator in place of the present one, for somebody who is signed in: a new phone, or a lost one.

Nothing is kept of an offer that is not taken up: the browser brings it back, sealed to its own session.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from crypto.storage import OVERHEAD, open_stored, seal_stored
from reviewer import authenticator, sessions
from reviewer.errors import WrongCode
from reviewer.models import Member

OFFER = authenticator.SECRET + OVERHEAD
CONTEXT = b"SLREV/1 totp offer "


def seal_offer(wrap_key: bytes, own: sessions.Found, secret: bytes) -> bytes:
    """What the browser is to bring back, 48 bytes: good in this session alone."""
    return seal_stored(wrap_key, CONTEXT + own.token_hash, secret)


def take(session: Session, wrap_key: bytes, own: sessions.Found, offer: bytes, code: str, now: int) -> None:
    """Put the offered secret in force and end the other sessions; the one before shows no right code any more.

    Raises Damaged (an offer of another session, or none) or WrongCode: the app does not show what this secret makes.
    """
    secret = open_stored(wrap_key, CONTEXT + own.token_hash, offer)
    step = authenticator.matching_step(secret, code, now)
    if step is None:
        raise WrongCode
    totp = authenticator.wrap(wrap_key, own.member.id, secret)
    session.execute(update(Member).where(Member.id == own.member.id).values(totp=totp, totp_step=step))
    sessions.close_others(session, own)
