"""Reading keys that members renew: a sealed ring of them, and the public ones offered for the next version of the
directory (docs/protocol.md, section 8).

What is offered changes nothing: a quorum signs it, or it never counts. The ring is opened by the member alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from crypto.derivation import equal, sha256
from crypto.directory import CurrentDirectory, DirectoryMember
from crypto.keys import MemberPublic
from crypto.limits import HASH
from crypto.signatures import Domain, verify
from crypto.strict import to_json
from crypto.version import Directory, keys_message
from reviewer.errors import MalformedRequest, Moved, Taken
from reviewer.models import Member, Ring


@dataclass(frozen=True)
class Renewal:
    """A ring and the public keys of its newest; `before` is the SHA-256 of the ring it takes the place of, or zeros."""

    before: bytes
    ring: bytes = field(repr=False)
    x25519: bytes
    mlkem: bytes
    keys_signature: bytes


def shown(session: Session, member: Member) -> dict[str, Any]:
    """The member's own ring, and the version that its newest keys were offered for; 0 and no text before the first."""
    kept = session.get(Ring, member.id)
    return {"ring": to_json(kept.value) if kept else "", "offered": kept.since if kept else 0}


def keep(session: Session, directory: CurrentDirectory, member: Member, renewal: Renewal) -> None:
    """Store ring and offer together, in place of what there was.

    Raises Moved (another ring is kept by now), BadSignature (not the member's own keys for the next version), Malformed
    (nobody could seal to them), MalformedRequest (they are in force) or Taken (they are somebody's).
    """
    kept = session.get(Ring, member.id)
    if not equal(renewal.before, sha256(kept.value) if kept else bytes(HASH)):
        raise Moved
    since = directory.current.version + 1
    public = _check(session, directory, member, renewal, since)
    values = {"x25519": public.x25519, "mlkem": public.mlkem, "keys_signature": renewal.keys_signature}
    session.merge(Ring(member_id=member.id, value=renewal.ring, since=since, **values))


def offered(session: Session, directory: CurrentDirectory) -> Mapping[int, DirectoryMember]:
    """The members in force who have offered keys for the next version, with those keys, by slot."""
    rows = session.execute(
        select(Ring, Member.sign_key)
        .join(Member, Member.id == Ring.member_id)
        .where(Ring.since == directory.current.version + 1)
    )
    rings = {key: ring for ring, key in rows}
    return {one.slot: _renewed(one, rings[one.sign]) for one in directory.current.members if one.sign in rings}


def offered_keys(session: Session, member: DirectoryMember) -> MemberPublic | None:
    """What the member offered, if it is what the version names."""
    ring = session.scalar(select(Ring).join(Member).where(Member.sign_key == member.sign))
    if ring is None:
        return None
    keys = MemberPublic(member.slot, ring.x25519, ring.mlkem)
    return keys if keys.hash == member.keys else None


def take_over(session: Session, version: Directory) -> None:
    """From now on the keys that the version in force names are the members' own, for all who ask for them."""
    for one in version.members:
        renewed = offered_keys(session, one)
        if renewed is not None:
            values = {"x25519": renewed.x25519, "mlkem": renewed.mlkem}
            session.execute(update(Member).where(Member.sign_key == one.sign).values(**values))


def _check(session: Session, directory: CurrentDirectory, member: Member, renewal: Renewal, since: int) -> MemberPublic:
    public = MemberPublic(member.place, renewal.x25519, renewal.mlkem)
    message = keys_message(directory.current.instance, member.place, since, public.hash)
    verify(Domain.MEMBER_KEYS, member.sign_key, message, renewal.keys_signature)
    public.check_usable()
    if any(one.keys == public.hash for one in directory.current.members):
        raise MalformedRequest
    for kind, owner in ((Member, Member.id), (Ring, Ring.member_id)):
        same = or_(kind.x25519 == public.x25519, kind.mlkem == public.mlkem)
        if session.scalar(select(owner).where(same, owner != member.id).limit(1)):
            raise Taken
    return public


def _renewed(member: DirectoryMember, ring: Ring) -> DirectoryMember:
    keys = MemberPublic(member.slot, ring.x25519, ring.mlkem).hash
    return replace(member, keys=keys, since=ring.since, keys_signature=ring.keys_signature)
