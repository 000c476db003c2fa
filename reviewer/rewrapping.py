"""Closes a member's keys anew while signed in: under another passphrase, or under another recovery sheet.

The keys stay the same, and both ways in stay apart: changing one leaves the other.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from crypto.derivation import equal, sha256
from reviewer import sessions
from reviewer.errors import WrongPassphrase
from reviewer.models import Member


def change_passphrase(session: Session, own: sessions.Found, present: bytes, verifier: bytes, wrapped: bytes) -> None:
    """Store the new verifier and the keys wrapped under it, and end the other sessions. Raises WrongPassphrase.

    `present` is the verifier of the passphrase in force: who sits down at an open page does not know it.
    """
    member = _check(session, own, present)
    session.execute(
        update(Member).where(Member.id == member.id).values(verifier_hash=sha256(verifier), wrapped=wrapped)
    )
    sessions.close_others(session, own)


def change_sheet(session: Session, own: sessions.Found, present: bytes, proof: bytes, resting: bytes) -> None:
    """Store the keys as the new sheet closes them: the old sheet opens nothing any more. Raises WrongPassphrase."""
    member = _check(session, own, present)
    session.execute(update(Member).where(Member.id == member.id).values(proof_hash=sha256(proof), resting=resting))


def _check(session: Session, own: sessions.Found, present: bytes) -> Member:
    """The member as it is now, in this transaction."""
    member = session.get_one(Member, own.member.id)
    if not equal(sha256(present), member.verifier_hash):
        raise WrongPassphrase
    return member
