"""Lets a member who forgot the passphrase back in by the printed sheet: open, then store the keys wrapped under a new
passphrase.
"""

import hashlib
from dataclasses import dataclass

from itsdangerous import BadSignature, Signer
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crypto.derivation import sha256
from reviewer import sessions
from reviewer.errors import NotSignedIn
from reviewer.models import Member, MemberState

MINUTES = 15


@dataclass(frozen=True)
class RecoveryTokens:
    """Makes and reads the token between the two steps.

    It names the member and the passphrase it replaces, so it works once and needs no table.
    """

    key: bytes

    def make(self, member: Member, minute: int) -> str:
        return self._signer().sign(f"{member.id}.{_mark(member.verifier_hash)}.{minute}").decode()

    def read(self, token: str, minute: int) -> tuple[str, str]:
        """Member id and mark. Raises NotSignedIn when forged or older than 15 minutes."""
        try:
            member_id, mark, made = self._signer().unsign(token).decode().split(".")
        except (BadSignature, ValueError):
            raise NotSignedIn from None
        if minute - int(made) > MINUTES:
            raise NotSignedIn
        return member_id, mark

    def _signer(self) -> Signer:
        return Signer(self.key, salt="recovery", key_derivation="hmac", digest_method=hashlib.sha512)


def renew(session: Session, tokens: RecoveryTokens, token: str, verifier: bytes, wrapped: bytes, minute: int) -> Member:
    """Store the new verifier and wrapped keys, and end all sessions. The sheet stays valid. Raises NotSignedIn."""
    member_id, mark = tokens.read(token, minute)
    member = session.scalar(select(Member).where(Member.id == member_id, Member.state == MemberState.ENROLLED))
    if member is None or _mark(member.verifier_hash) != mark:
        raise NotSignedIn
    session.execute(
        update(Member).where(Member.id == member.id).values(verifier_hash=sha256(verifier), wrapped=wrapped)
    )
    sessions.close_all(session, member.id)
    return member


def _mark(verifier_hash: bytes) -> str:
    return sha256(b"SLREV/1 recovery" + verifier_hash).hex()
