"""What depends on people: who could no longer sign in tomorrow, and what they have to renew together."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from deploy.machine import late
from deploy.machine.findings import Finding
from reviewer import committee
from reviewer.doctor_database import Look, Now, demand_founded
from reviewer.models import Member, MemberState, Passkey
from reviewer.settings import Settings

ABLE = 2  # whatever is decided needs two
REVIEW_DAYS = 30


def factors(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """Members on the committee who have an authenticator and nothing beside it."""
    demand_founded(session)
    with_passkey = set(session.scalars(select(Passkey.member_id)))
    for one in _on_the_committee(session):
        if one.id not in with_passkey:
            why = "with the telephone the second factor is lost, and grave acts of the committee wait"
            found = f"the member in slot {one.slot} ({one.role}) has one second factor only"
            yield Finding(found, why, 'ask this member to add a passkey: page "Account"')


def peppers(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """A pepper for everybody who is enrolled. The files of those who left are the retention's affair."""
    enrolled = session.scalars(select(Member).where(Member.state == MemberState.ENROLLED).order_by(Member.login))
    for one in enrolled:
        if not (settings.pepper_dir / one.id).is_file():
            found = f"the pepper of {one.login} is missing in {settings.pepper_dir}"
            why = "without it nobody opens this person's keys, whatever passphrase is given"
            yield Finding(found, why, 'bring the folder back from its own copy: docs/operations.md, "Lost peppers"')


def able_members(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """How many of the committee could sign in: enrolled, with a pepper."""
    demand_founded(session)
    able = [one for one in _on_the_committee(session) if (settings.pepper_dir / one.id).is_file()]
    if len(able) < ABLE:
        why = "two must agree on whatever ends something; with the last one every case is closed to all"
        found = f"{len(able)} members of the committee are able to sign in"
        yield Finding(found, why, 'act now: docs/operations.md, "Quorum lost"')


def directory(session: Session, settings: Settings, now: Now) -> Iterator[Finding]:
    """Its last day, after which nobody can report."""
    yield from late.review(demand_founded(session).current.not_after, now.day, REVIEW_DAYS)


def _on_the_committee(session: Session) -> list[Member]:
    keys = committee.sign_keys(session)
    found = select(Member).where(Member.state == MemberState.ENROLLED, Member.slot.is_not(None)).order_by(Member.slot)
    return [one for one in session.scalars(found) if one.sign_key in keys]


ALL: tuple[Look, ...] = (factors, peppers, able_members, directory)
