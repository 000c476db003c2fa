"""Later versions of the directory: a member proposes, members of the version in force sign, a quorum puts it in force.

The server only proposes: each browser checks a proposal against the list it relies on, and what comes out is checked
like any directory.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from crypto.derivation import sha256
from crypto.directory import CurrentDirectory, DirectoryMember, assemble, make_body, verify_directory
from crypto.document import Signature, Signed, signed_from
from crypto.errors import Expired
from crypto.keys import MemberPublic
from crypto.limits import DIRECTORY_DAYS, MIDNIGHT_DAYS, MIN_MEMBERS
from crypto.signatures import Domain, is_signed, verify
from crypto.strict import parse_object
from crypto.version import Directory, parse_version
from reviewer import committee, newcomers, reading_keys, sessions
from reviewer.enrolment import check_role
from reviewer.errors import DraftExpired, MalformedRequest, NoDraft, NotReady, TooFew
from reviewer.models import Member, MemberState, Proposal, ProposalSignature, StoredDirectory

Members = Mapping[int, DirectoryMember]


@dataclass(frozen=True)
class Change:
    """What is to be different, beside the reading keys that members offer. Slots; of those in `admit` a newcomer takes
    the place, also one that has somebody: then it is the same person with new keys. `roles` by slot. Nothing at all:
    the list is renewed for its time.
    """

    retire: tuple[int, ...] = ()
    admit: tuple[int, ...] = ()
    roles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class InForce:
    """A version is in force; `closed` are the ids of accounts whose peppers the caller destroys after the commit."""

    closed: tuple[str, ...]


def in_force(session: Session) -> CurrentDirectory:
    """Raises NotReady before the founding."""
    found = committee.current(session)
    if found is None:
        raise NotReady
    return found


def overview(session: Session, member: Member, today: date) -> dict[str, Any]:
    """What is proposed, who signed, and who waits to be admitted. Who waits sees of the waiting only the own place."""
    directory = in_force(session)
    own = None if newcomers.is_listed(directory, member) else member
    return {
        "version": directory.current.version + 1,
        "quorum": directory.current.quorum,
        "free": newcomers.free_slots(directory),
        "people": newcomers.waiting(session, directory, today, only=own),
        "offers": [] if own else sorted(reading_keys.offered(session, directory)),
        "proposals": [_shown(session, directory, one) for one in _open(session, directory)],
    }


def propose(session: Session, member: Member, change: Change, today: date) -> None:
    """Compose the next version as `change` says, in place of what this member proposed before.

    Raises MalformedRequest (no such slot), NotReady (somebody to be admitted is missing) or TooFew.
    """
    directory = in_force(session)
    body = _compose(session, directory, change, today)
    withdraw(session, member)
    session.flush()
    session.add(Proposal(member_id=member.id, hash=sha256(body.encode()), body=body))


def withdraw(session: Session, member: Member) -> None:
    """Take the own proposal back, with what was signed of it."""
    _forget(session, [member.id])


def sign(session: Session, member: Member, wanted: bytes, signature: bytes, today: date) -> InForce | None:
    """Keep a member's signature of the proposal with hash `wanted`; the version, once it is in force by it.

    A signature of another proposal goes: nobody signs two versions with one number. Raises NoDraft, BadSignature,
    or DraftExpired: who leaves does so on the very day that the version says, or what they approved since would
    become wrong; who comes does so on that day or the next, or they could sign what is of days before they came.
    """
    directory = in_force(session)
    proposal = next((one for one in _open(session, directory) if one.hash == wanted), None)
    if proposal is None:
        raise NoDraft
    verify(Domain.DIRECTORY, member.sign_key, proposal.body.encode(), signature)
    version = parse_version(Signed(proposal.body, ()))
    if not timedelta() <= today - version.day <= _longest_wait(directory.current, version):
        raise DraftExpired
    session.execute(delete(ProposalSignature).where(ProposalSignature.member_id == member.id))
    session.add(ProposalSignature(member_id=member.id, proposal=proposal.member_id, signature=signature))
    session.flush()
    signatures = tuple(_signatures(session, directory, proposal))
    if len(signatures) < directory.current.quorum:
        return None
    return _put_in_force(session, directory, Signed(proposal.body, signatures), version, today)


# ---- composing -------------------------------------------------------------------------------


def _compose(session: Session, directory: CurrentDirectory, change: Change, today: date) -> str:
    before = directory.current
    members = _after(session, directory, change)
    if len(members) < MIN_MEMBERS:
        raise TooFew
    return make_body(
        version=before.version + 1,
        day=today,
        not_after=today + timedelta(days=DIRECTORY_DAYS),
        instance=before.instance,
        members=list(members.values()),
        intake_key=before.intake_key,
        board_key=before.board_key,
        previous=before.hash,
    )


def _after(session: Session, directory: CurrentDirectory, change: Change) -> Members:
    listed = {one.slot: one for one in directory.current.members}
    if not {*change.retire, *change.roles} <= listed.keys():
        raise MalformedRequest
    stay = {slot: one for slot, one in listed.items() if slot not in change.retire}
    roles = {slot: check_role(role) for slot, role in change.roles.items()}
    renewed = reading_keys.offered(session, directory)
    renamed = {slot: replace(renewed.get(slot, one), role=roles.get(slot, one.role)) for slot, one in stay.items()}
    return renamed | {slot: _admitted(session, directory, slot) for slot in change.admit}


def _admitted(session: Session, directory: CurrentDirectory, slot: int) -> DirectoryMember:
    """Raises NotReady unless a newcomer waits for the slot and has signed its keys for this very version."""
    version = directory.current.version + 1
    one = newcomers.enrolled_in(session, directory, slot)
    if one is None or not newcomers.gave_keys(one, directory.current.instance, version):
        raise NotReady
    keys = MemberPublic(slot, one.x25519, one.mlkem).hash
    return DirectoryMember(slot, one.role, one.sign_key, keys, version, one.keys_signature or b"")


# ---- proposals and their signatures ----------------------------------------------------------


def _open(session: Session, directory: CurrentDirectory) -> list[Proposal]:
    """Those that follow the version in force."""
    found = session.scalars(select(Proposal).order_by(Proposal.member_id))
    return [one for one in found if parse_version(Signed(one.body, ())).previous == directory.current.hash]


def _shown(session: Session, directory: CurrentDirectory, proposal: Proposal) -> dict[str, Any]:
    signed = {one.key for one in _signatures(session, directory, proposal)}
    return {
        "by": session.get_one(Member, proposal.member_id).place,
        "body": proposal.body,
        "signed": [one.slot for one in directory.current.members if one.sign in signed],
    }


def _signatures(session: Session, directory: CurrentDirectory, proposal: Proposal) -> Iterator[Signature]:
    """The signatures that count: of members of the version in force."""
    rows = session.execute(
        select(Member.sign_key, ProposalSignature.signature)
        .join(Member, Member.id == ProposalSignature.member_id)
        .where(ProposalSignature.proposal == proposal.member_id)
    )
    listed = {one.sign for one in directory.current.members}
    for key, signature in sorted((key, signature) for key, signature in rows):
        if key in listed and is_signed(Domain.DIRECTORY, key, proposal.body.encode(), signature):
            yield Signature(key, signature)


def _forget(session: Session, proposals: Iterable[str]) -> None:
    for one in proposals:
        session.execute(delete(ProposalSignature).where(ProposalSignature.proposal == one))
        session.execute(delete(Proposal).where(Proposal.member_id == one))


# ---- putting in force ------------------------------------------------------------------------


def _put_in_force(
    session: Session, directory: CurrentDirectory, signed: Signed, version: Directory, today: date
) -> InForce:
    chain = [signed_from(one) for one in parse_object(directory.bytes, ("chain", "keys")).array("chain")]
    file = assemble([*chain, signed], [_keys(session, directory, one) for one in version.members])
    try:
        # The whole check of a reader, from the version that is in force now.
        verify_directory(file, today=today, fingerprint=directory.current.hash)
    except Expired:
        raise DraftExpired from None
    session.add(StoredDirectory(version=version.version, hash=version.hash, value=file))
    _forget(session, list(session.scalars(select(Proposal.member_id))))
    for one in version.members:
        session.execute(update(Member).where(Member.sign_key == one.sign).values(role=one.role))
    reading_keys.take_over(session, version)
    return InForce(tuple(_close(session, _leaving(directory.current, version))))


def _keys(session: Session, directory: CurrentDirectory, member: DirectoryMember) -> MemberPublic:
    """The keys that the version means: those in force, those offered in their place, or a newcomer's. Raises NotReady
    if they are gone.
    """
    known = next((one for one in directory.keys if (one.slot, one.hash) == (member.slot, member.keys)), None)
    if known is not None:
        return known
    renewed = reading_keys.offered_keys(session, member)
    if renewed is not None:
        return renewed
    found = newcomers.enrolled_in(session, directory, member.slot)
    if found is None or found.sign_key != member.sign:
        raise NotReady
    return MemberPublic(member.slot, found.x25519, found.mlkem)


def _leaving(before: Directory, after: Directory) -> set[bytes]:
    """The signing keys that are on the list no more."""
    return {one.sign for one in before.members} - {one.sign for one in after.members}


def _longest_wait(before: Directory, after: Directory) -> timedelta:
    """For the last signature, after the day of the version."""
    if _leaving(before, after):
        return timedelta()
    return timedelta(days=MIDNIGHT_DAYS) if _leaving(after, before) else timedelta(days=DIRECTORY_DAYS)


def _close(session: Session, keys: Iterable[bytes]) -> Iterator[str]:
    """Accounts stay, since the record names their keys; nobody gets in with them any more."""
    for one in session.scalars(select(Member).where(Member.sign_key.in_(list(keys)))):
        one.state = MemberState.RETIRED
        sessions.close_all(session, one.id)
        yield one.id
