"""Lets a member in by login verifier and authenticator code.

Whatever is wrong, the work and the answer are the same.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crypto.derivation import equal, sha256
from crypto.entropy import fresh
from reviewer import authenticator
from reviewer.errors import NotSignedIn
from reviewer.models import Member, MemberState
from reviewer.tries import Tries


@dataclass(frozen=True)
class Credential:
    """What a claim is checked against, of a member or of nobody."""

    id: str
    verifier_hash: bytes
    proof_hash: bytes
    totp: bytes
    totp_step: int


Record = Member | Credential


def nobody(wrap_key: bytes) -> Credential:
    """The record that stands in for a member who does not exist, or no longer: no claim fits it, and checking takes
    as long.
    """
    own_id = fresh(16).hex()
    totp = authenticator.wrap(wrap_key, own_id, authenticator.new_secret())
    return Credential(own_id, fresh(32), fresh(32), totp, authenticator.NEVER)


@dataclass(frozen=True)
class Passed:
    """A member who has shown both secrets; `step` is that of the code, `refused` that too many guessed before."""

    member: Member
    step: int
    refused: bool

    def settle(self, session: Session) -> None:
        """Use the code up, so that it is no good to anybody again.

        Raises NotSignedIn when it was used, or the passphrase renewed, since it was checked.
        """
        used = session.execute(
            update(Member)
            .where(Member.id == self.member.id, Member.state == MemberState.ENROLLED)
            .where(Member.verifier_hash == self.member.verifier_hash, Member.totp_step < self.step)
            .values(totp_step=self.step)
            .returning(Member.id)
        )
        if used.first() is None:
            raise NotSignedIn


@dataclass(frozen=True)
class Gate:
    """Checks claims. `now` is in seconds of Unix time; `tries` counts for devices that are not known, else None."""

    wrap_key: bytes
    nobody: Credential
    now: int
    tries: Tries | None

    def by_verifier(self, session: Session, login: str, verifier: bytes, code: str) -> Passed:
        """The member who signs in. Raises NotSignedIn."""
        return self._check(session, login, lambda record: record.verifier_hash, verifier, code)

    def by_proof(self, session: Session, login: str, proof: bytes, code: str) -> Passed:
        """The member who holds the recovery sheet. Raises NotSignedIn."""
        return self._check(session, login, lambda record: record.proof_hash, proof, code)

    def _check(
        self, session: Session, login: str, hash_of: Callable[[Record], bytes], shown: bytes, code: str
    ) -> Passed:
        member = session.scalar(select(Member).where(Member.login == login))
        active = member is not None and member.state == MemberState.ENROLLED
        record: Record = member if member is not None and active else self.nobody
        right = equal(sha256(shown), hash_of(record))
        step = authenticator.matching_step(authenticator.unwrap(self.wrap_key, record.id, record.totp), code, self.now)
        unused = step is not None and step > record.totp_step
        # No step above answers early: an unknown name, a wrong passphrase and a wrong code have cost the same.
        if member is not None and active and right and step is not None and unused:
            return Passed(member, step, refused=self.tries is not None and self.tries.used_up(member.id))
        if member is not None and active and self.tries is not None:
            self.tries.note(member.id, words_right=right, code_right=step is not None)
        raise NotSignedIn
