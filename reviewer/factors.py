"""Second factors as they are shown: a code of the authenticator, or a challenge that a passkey has signed.

Whoever it is for, member or nobody, the work is the same.
"""

from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from crypto.derivation import equal
from crypto.entropy import fresh
from reviewer import authenticator, passkeys
from reviewer.challenges import Challenges, Use
from reviewer.models import Member, Passkey
from reviewer.passkeys import Assertion, Site

# A key of nobody's, in place of that of a passkey which is not there: the curve's own base point, as COSE writes it.
NOBODYS_KEY = bytes.fromhex(
    "a5010203262001"
    "2158206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "2258204fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)


@dataclass(frozen=True)
class Credential:
    """What a claim is checked against where there is no member."""

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
class Checked:
    """`right`: it is this record's. `use_up`: makes it no good to anybody again, and returns a row unless somebody was
    faster; None when it was used before, or is not right.
    """

    right: bool
    use_up: ReturningUpdate[Any] | None = None


class Factor(Protocol):
    def check(self, session: Session, record: Record) -> Checked: ...


@dataclass(frozen=True)
class ShownCode:
    """`now` is in seconds of Unix time."""

    wrap_key: bytes = field(repr=False)
    code: str = field(repr=False)
    now: int

    def check(self, session: Session, record: Record) -> Checked:
        secret = authenticator.unwrap(self.wrap_key, record.id, record.totp)
        step = authenticator.matching_step(secret, self.code, self.now)
        if step is None or step <= record.totp_step:
            return Checked(step is not None)
        unused = update(Member).where(Member.id == record.id, Member.totp_step < step)
        return Checked(True, unused.values(totp_step=step).returning(Member.id))


@dataclass(frozen=True)
class ShownPasskey:
    """`whose` is what the challenge was bound to: a session, or nothing at a sign-in."""

    site: Site
    challenges: Challenges
    use: Use
    whose: bytes
    assertion: Assertion
    minute: int

    def check(self, session: Session, record: Record) -> Checked:
        shown, challenge = self.assertion, passkeys.challenge_in(self.assertion.client_data)
        ours = self.challenges.is_good(challenge, self.use, self.whose, self.minute)
        held = select(Passkey).where(Passkey.credential == shown.credential, Passkey.member_id == record.id)
        passkey = session.scalar(held)
        count = passkeys.count_signed(
            self.site, shown, challenge, NOBODYS_KEY if passkey is None else passkey.public_key
        )
        # No step above answers early: an unknown name, a foreign passkey and a wrong signature have cost the same.
        if passkey is None or not ours or count is None or not _is_of(record, shown):
            return Checked(False)
        if not self.challenges.spend(challenge, self.minute) or _went_back(passkey, count):
            return Checked(True)
        unused = update(Passkey).where(
            Passkey.credential == passkey.credential, Passkey.sign_count == passkey.sign_count
        )
        return Checked(True, unused.values(sign_count=count).returning(Passkey.member_id))


def _is_of(record: Record, shown: Assertion) -> bool:
    return shown.user == b"" or equal(shown.user, passkeys.user_of(record.id))


def _went_back(passkey: Passkey, count: int) -> bool:
    """An authenticator that counts has always counted on; one that did not was copied. Many do not count at all."""
    return (count > 0 or passkey.sign_count > 0) and count <= passkey.sign_count
