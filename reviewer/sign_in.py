"""Lets a member in by login verifier and a second factor.

Whatever is wrong, the work and the answer are the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from crypto.derivation import equal, sha256
from reviewer.errors import NotSignedIn, Retired
from reviewer.factors import Credential, Factor, Record
from reviewer.models import Member, MemberState
from reviewer.tries import Tries


@dataclass(frozen=True)
class Passed:
    """A member who has shown both secrets; `refused` says that too many guessed before."""

    member: Member
    use_up: ReturningUpdate[Any]
    refused: bool

    def settle(self, session: Session) -> None:
        """Use the second factor up, so that it is no good to anybody again.

        Raises NotSignedIn when it was used, or the passphrase renewed, since it was checked.
        """
        unchanged = select(Member.id).where(
            Member.id == self.member.id,
            Member.state == MemberState.ENROLLED,
            Member.verifier_hash == self.member.verifier_hash,
        )
        if session.scalar(unchanged) is None or session.execute(self.use_up).first() is None:
            raise NotSignedIn


@dataclass(frozen=True)
class Gate:
    """Checks claims. `tries` counts for devices that are not known, else None."""

    nobody: Credential
    tries: Tries | None

    def by_verifier(self, session: Session, login: str, verifier: bytes, factor: Factor) -> Passed:
        """The member who signs in. Raises NotSignedIn."""
        return self._check(session, login, lambda record: record.verifier_hash, verifier, factor)

    def by_proof(self, session: Session, login: str, proof: bytes, factor: Factor) -> Passed:
        """The member who holds the recovery sheet. Raises NotSignedIn."""
        return self._check(session, login, lambda record: record.proof_hash, proof, factor)

    def _check(
        self, session: Session, login: str, hash_of: Callable[[Record], bytes], shown: bytes, factor: Factor
    ) -> Passed:
        member = session.scalar(select(Member).where(Member.login == login))
        active = member is not None and member.state == MemberState.ENROLLED
        record: Record = self.nobody if member is None else member
        right = equal(sha256(shown), hash_of(record))
        second = factor.check(session, record)
        # No step above answers early: an unknown name, a wrong passphrase and a wrong factor have cost the same.
        if member is not None and active and right and second.use_up is not None:
            return Passed(member, second.use_up, refused=self.tries is not None and self.tries.used_up(member.id))
        if member is not None and not active and right and second.use_up is not None:
            raise Retired
        if member is not None and active and self.tries is not None:
            self.tries.note(member.id, words_right=right, code_right=second.right)
        raise NotSignedIn
