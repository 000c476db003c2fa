"""Advisers and the auditor: invited by a member, with a sign-in name that the server draws.

That somebody invited an adviser is told to nobody else, outside the cases that the adviser reads, until the inviter
leaves the committee: then anybody may close the account. The auditor is no secret.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crypto.entropy import choose
from crypto.strict import to_json
from reviewer import committee, confirming, enrolment, sessions
from reviewer.errors import NotFound
from reviewer.models import Invitation, Member, MemberState, Standing

DIGITS, NAME_DIGITS = "0123456789", 6


def invite(
    session: Session, wrap_key: bytes, inviter: Member, standing: Standing, role: str, today: date
) -> tuple[bytes, str]:
    """Keep an account and return the token of its link and the sign-in name. Raises MalformedRequest."""
    enrolment.forget_expired(session, today)
    login = _draw(session, standing)
    place = enrolment.Place(standing, None, role, login, inviter.id)
    return enrolment.keep(session, wrap_key, place, today), login


def advisers(session: Session, inviter: Member, today: date) -> list[dict[str, Any]]:
    """Those whom this member invited, and those of members who left, by sign-in name."""
    return _listed(session, today, _advisers_of(session, inviter))


def auditors(session: Session, today: date) -> list[dict[str, Any]]:
    """The same for every member: with each, who has confirmed it."""
    given = confirming.given(session)
    return [one | {"confirmations": given.get(one["login"], [])} for one in _listed(session, today, _AUDITORS)]


def close_adviser(session: Session, inviter: Member, login: str) -> str:
    """Take an invitation back, or close the account: what the record holds of it stays.

    Returns the id whose pepper the caller destroys after the commit. Raises NotFound, also for another's adviser.
    """
    return _close(session, login, _advisers_of(session, inviter))


def close_auditor(session: Session, login: str) -> str:
    """As `close_adviser`, by any member."""
    return _close(session, login, _AUDITORS)


class _Whose:
    """Which accounts, as conditions on either table."""

    def __init__(self, standing: Standing, inviters: Sequence[str] | None) -> None:
        self._standing, self._inviters = standing, inviters

    def of(self, table: type[Member] | type[Invitation]) -> Sequence[ColumnElement[bool]]:
        own = [] if self._inviters is None else [table.invited_by.in_(self._inviters)]
        return [table.standing == self._standing, *own]


_AUDITORS = _Whose(Standing.AUDITOR, None)


def _advisers_of(session: Session, inviter: Member) -> _Whose:
    """Invited in the slot of `inviter`, also before its new keys, or in one that the list in force lacks."""
    others = committee.slots(session) - {inviter.slot}
    rows = session.execute(select(Member.id, Member.slot).where(Member.standing == Standing.MEMBER))
    return _Whose(Standing.ADVISER, [one for one, slot in rows if slot not in others])


def _listed(session: Session, today: date, whose: _Whose) -> list[dict[str, Any]]:
    invited = session.scalars(select(Invitation).where(*whose.of(Invitation), Invitation.last_day >= today))
    found = [_person(one, "invited", None) for one in invited]
    for one in session.scalars(select(Member).where(*whose.of(Member))):
        found.append(_person(one, "closed" if one.state is MemberState.RETIRED else "enrolled", one))
    return sorted(found, key=lambda one: str(one["login"]))


def _person(one: Member | Invitation, state: str, enrolled: Member | None) -> dict[str, Any]:
    keys = enrolled and {
        "sign": enrolled.sign_key.hex(),
        "x25519": enrolled.x25519.hex(),
        "mlkem": to_json(enrolled.mlkem),
    }
    return {"login": one.login, "role": one.role, "state": state, "keys": keys}


def _close(session: Session, login: str, whose: _Whose) -> str:
    member = session.scalar(
        select(Member).where(*whose.of(Member), Member.login == login, Member.state == MemberState.ENROLLED)
    )
    if member is not None:
        member.state = MemberState.RETIRED
        sessions.close_all(session, member.id)
        return member.id
    invited = session.scalar(select(Invitation).where(*whose.of(Invitation), Invitation.login == login))
    if invited is None:
        raise NotFound
    session.delete(invited)
    return invited.member_id


def _draw(session: Session, standing: Standing) -> str:
    """A name that nobody has: were it chosen, `taken` would tell that somebody invited an adviser."""
    while True:
        login = f"{standing}-" + "".join(choose(DIGITS) for _ in range(NAME_DIGITS))
        if not any(session.scalar(select(one.login).where(one.login == login)) for one in (Member, Invitation)):
            return login
