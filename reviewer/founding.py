"""The founding ceremony: gather members' keys, draw up version 1 of the directory, collect everyone's signature.

The server only proposes: each browser checks the draft, people compare its words aloud, and what comes out is checked
like any directory.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crypto.derivation import sha256
from crypto.directory import DirectoryMember, assemble, make_body, verify_directory
from crypto.document import Signature, Signed
from crypto.errors import Expired
from crypto.keys import MemberPublic
from crypto.limits import DIRECTORY_DAYS, MIN_MEMBERS
from crypto.signatures import Domain, public_key, verify
from crypto.version import keys_message
from reviewer.errors import AlreadyFounded, DraftExists, DraftExpired, NoDraft, NotReady
from reviewer.models import DirectoryDraft, DraftSignature, Invitation, Member, MemberState, Standing, StoredDirectory
from reviewer.settings import Settings

FIRST = 1


@dataclass(frozen=True)
class Line:
    """What version 1 says beside its members."""

    instance: bytes
    intake_key: bytes
    board_key: bytes
    today: date


def line_of(settings: Settings, today: date) -> Line:
    return Line(settings.instance, settings.intake_key, public_key(settings.board_seed), today)


def is_founded(session: Session) -> bool:
    return session.scalar(select(StoredDirectory.version).limit(1)) is not None


def demand_open(session: Session) -> None:
    """Raises AlreadyFounded or DraftExists: then the circle of members is fixed."""
    if is_founded(session):
        raise AlreadyFounded
    if _draft(session) is not None:
        raise DraftExists


def overview(session: Session, today: date) -> dict[str, Any]:
    """How far the founding is: who is there, what is to be signed, who has signed. The same for every member."""
    members, draft = _members(session), _draft(session)
    people = [_person(one, "enrolled", one.keys_signature is not None) for one in members]
    people += [_person(one, "invited", False) for one in _invited(session, today)]
    signed = set(session.scalars(select(DraftSignature.member_id)))
    fingerprint = session.scalar(select(StoredDirectory.hash).order_by(StoredDirectory.version.desc()).limit(1))
    return {
        "members": sorted(people, key=lambda one: int(one["slot"])),
        "draft": None if draft is None else {"body": draft.body},
        "signed": [one.place for one in members if one.id in signed],
        "founded": fingerprint is not None,
        "fingerprint": None if fingerprint is None else fingerprint.hex(),
    }


def give_keys_signature(session: Session, line: Line, member_id: str, signature: bytes) -> None:
    """Keep a member's signature of its own encryption keys as of version 1.

    Raises BadSignature, AlreadyFounded or DraftExists.
    """
    member = session.get_one(Member, member_id)
    if member.keys_signature == signature:
        return
    demand_open(session)
    verify(
        Domain.MEMBER_KEYS,
        member.sign_key,
        keys_message(line.instance, member.place, FIRST, _public(member).hash),
        signature,
    )
    member.keys_signature = signature


def draw_up(session: Session, line: Line) -> None:
    """Compose the draft; one that stands already stays.

    Raises AlreadyFounded, or NotReady while somebody or something is missing.
    """
    if is_founded(session):
        raise AlreadyFounded
    if _draft(session) is None:
        members = _members(session)
        if len(members) < MIN_MEMBERS or _invited(session, line.today):
            raise NotReady
        session.add(DirectoryDraft(body=_compose(line, members)))


def start_over(session: Session) -> None:
    """Throw draft and signatures away; keys and their signatures stay. Raises AlreadyFounded."""
    if is_founded(session):
        raise AlreadyFounded
    session.execute(delete(DraftSignature))
    session.execute(delete(DirectoryDraft))


def sign(session: Session, line: Line, member_id: str, signature: bytes) -> bool:
    """Keep a member's signature of the draft; whether that was the last one.

    Raises AlreadyFounded, NoDraft, BadSignature or DraftExpired.
    """
    if is_founded(session):
        raise AlreadyFounded
    draft = _draft(session)
    if draft is None:
        raise NoDraft
    member = session.get_one(Member, member_id)
    verify(Domain.DIRECTORY, member.sign_key, draft.body.encode(), signature)
    session.merge(DraftSignature(member_id=member_id, signature=signature))
    session.flush()
    return _complete(session, line, draft)


def _complete(session: Session, line: Line, draft: DirectoryDraft) -> bool:
    members = _members(session)
    signatures = {one.member_id: one.signature for one in session.scalars(select(DraftSignature))}
    if len(signatures) < len(members):
        return False
    signed = Signed(draft.body, tuple(Signature(one.sign_key, signatures[one.id]) for one in members))
    file = assemble([signed], [_public(one) for one in members])
    try:
        # The whole check of a reader: what is stored here is what reporters' pages will accept.
        verify_directory(file, today=line.today, fingerprint=sha256(draft.body.encode()))
    except Expired:
        raise DraftExpired from None
    session.add(StoredDirectory(version=FIRST, hash=sha256(draft.body.encode()), value=file))
    return True


def _compose(line: Line, members: list[Member]) -> str:
    return make_body(
        version=FIRST,
        day=line.today,
        not_after=line.today + timedelta(days=DIRECTORY_DAYS),
        instance=line.instance,
        members=[_listed(one) for one in members],
        intake_key=line.intake_key,
        board_key=line.board_key,
    )


def _listed(member: Member) -> DirectoryMember:
    if member.keys_signature is None:
        raise NotReady
    return DirectoryMember(
        member.place, member.role, member.sign_key, _public(member).hash, FIRST, member.keys_signature
    )


def _public(member: Member) -> MemberPublic:
    return MemberPublic(member.place, member.x25519, member.mlkem)


def _person(one: Member | Invitation, state: str, keys_given: bool) -> dict[str, Any]:
    return {"slot": one.slot, "role": one.role, "login": one.login, "state": state, "keys_given": keys_given}


def _members(session: Session) -> list[Member]:
    enrolled = (Member.standing == Standing.MEMBER, Member.state == MemberState.ENROLLED)
    return list(session.scalars(select(Member).where(*enrolled).order_by(Member.slot)))


def _invited(session: Session, today: date) -> list[Invitation]:
    return list(
        session.scalars(select(Invitation).where(Invitation.standing == Standing.MEMBER, Invitation.last_day >= today))
    )


def _draft(session: Session) -> DirectoryDraft | None:
    return session.scalar(select(DirectoryDraft))
