"""Who waits to be on the committee: invited or enrolled, and on no list yet. New people, and members with new keys."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory
from crypto.keys import MemberPublic
from crypto.limits import MEMBER_SLOTS
from crypto.signatures import Domain, is_signed, verify
from crypto.version import keys_message
from reviewer import enrolment, sessions
from reviewer.errors import DraftExists, NotReady, SlotUsed, Taken
from reviewer.models import Invitation, Member, MemberState, Proposal, Standing


def is_listed(directory: CurrentDirectory, member: Member) -> bool:
    return any(one.sign == member.sign_key for one in directory.current.members)


def invite(
    session: Session,
    wrap_key: bytes,
    directory: CurrentDirectory,
    inviter: Member,
    whom: tuple[int, str, str],
    today: date,
) -> bytes:
    """Keep a slot for a newcomer, `whom` being slot, role and sign-in name, and return the token of the link.

    The slot is one that nobody ever had, or that of a member who is to get new keys. Raises SlotUsed, Taken or
    MalformedRequest.
    """
    slot, role, login = whom
    used = {one.slot for version in directory.chain for one in version.members}
    if slot in used and directory.current.member(slot) is None:
        raise SlotUsed
    enrolment.forget_expired(session, today)
    if enrolled_in(session, directory, slot) or session.scalar(select(Invitation.slot).where(Invitation.slot == slot)):
        raise Taken
    place = enrolment.Place(Standing.MEMBER, slot, role, login, inviter.id)
    return enrolment.keep(session, wrap_key, place, today)


def withdraw(session: Session, directory: CurrentDirectory, slot: int) -> str:
    """Take an invitation back, or close the account of somebody who waits, while no proposal names them.

    Returns the id whose pepper the caller destroys after the commit. Raises NotFound or DraftExists.
    """
    waiting = enrolled_in(session, directory, slot)
    if waiting is None:
        return enrolment.withdraw(session, slot)
    named = waiting.sign_key.hex()
    if any(named in body for body in session.scalars(select(Proposal.body))):
        raise DraftExists
    waiting.state = MemberState.RETIRED
    sessions.close_all(session, waiting.id)
    return waiting.id


def give_keys_signature(session: Session, directory: CurrentDirectory, member_id: str, signature: bytes) -> None:
    """Keep a newcomer's signature of its own keys as of the next version. Raises BadSignature or NotReady."""
    member = session.get_one(Member, member_id)
    if is_listed(directory, member):
        raise NotReady
    version = directory.current.version + 1
    verify(Domain.MEMBER_KEYS, member.sign_key, _message(member, directory.current.instance, version), signature)
    member.keys_signature = signature


def gave_keys(member: Member, instance: bytes, version: int) -> bool:
    """Whether its keys are signed to stand first in `version`."""
    signature = member.keys_signature
    return signature is not None and is_signed(
        Domain.MEMBER_KEYS, member.sign_key, _message(member, instance, version), signature
    )


def enrolled_in(session: Session, directory: CurrentDirectory, slot: int) -> Member | None:
    """Who waits for this slot, enrolled."""
    return next((one for one in _enrolled(session, directory) if one.slot == slot), None)


def waiting(
    session: Session, directory: CurrentDirectory, today: date, only: Member | None = None
) -> list[dict[str, Any]]:
    """Everybody who waits, or one of them."""
    version, instance = directory.current.version + 1, directory.current.instance
    found = [_person(one, "enrolled", gave_keys(one, instance, version)) for one in _enrolled(session, directory)]
    if only is not None:
        return [one for one in found if one["slot"] == only.slot]
    live = select(Invitation).where(Invitation.standing == Standing.MEMBER, Invitation.last_day >= today)
    found += [_person(one, "invited", False) for one in session.scalars(live)]
    return sorted(found, key=lambda one: int(one["slot"]))


def free_slots(directory: CurrentDirectory) -> list[int]:
    """Slots that no version ever used. Only these are for new people: a report that excludes a slot excludes whoever
    comes to hold it.
    """
    used = {one.slot for version in directory.chain for one in version.members}
    return [slot for slot in range(MEMBER_SLOTS) if slot not in used]


def _enrolled(session: Session, directory: CurrentDirectory) -> list[Member]:
    found = session.scalars(
        select(Member).where(Member.standing == Standing.MEMBER, Member.state == MemberState.ENROLLED)
    )
    return [one for one in found if not is_listed(directory, one)]


def _message(member: Member, instance: bytes, version: int) -> bytes:
    keys = MemberPublic(member.place, member.x25519, member.mlkem).hash
    return keys_message(instance, member.place, version, keys)


def _person(one: Member | Invitation, state: str, keys_given: bool) -> dict[str, Any]:
    return {"slot": one.slot, "role": one.role, "login": one.login, "state": state, "keys_given": keys_given}
