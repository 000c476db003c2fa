"""Confirmations of an auditor: an account that one member made opens nothing until two have compared its words.

Otherwise a member who was left out of a case could invite itself and read in the log that there is one.
"""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto import confirmation
from crypto.directory import CurrentDirectory
from crypto.document import Signature, Signed
from reviewer.errors import MalformedRequest, NotFound, Taken
from reviewer.models import AuditorConfirmation, Member, MemberState, Standing


def confirm(
    session: Session,
    directory: CurrentDirectory,
    member: Member,
    login: str,
    given: tuple[str, bytes],
    today: date,
) -> None:
    """Keep what a member of the list in force has signed: `given` is a body and its signature.

    Raises NotFound (no such auditor), MalformedRequest (another day), Taken (confirmed by this slot) or ProtocolError.
    """
    auditor, (body, signature) = _enrolled(session, login), given
    signed = Signed(body, (Signature(member.sign_key, signature),))
    # Only the version in force: on the day of a change who has left is a member by the chain as well.
    said, slot = confirmation.check_confirmation(
        signed, directory.current.instance, auditor.sign_key, (directory.current,)
    )
    if said.day != today:
        raise MalformedRequest
    if session.get(AuditorConfirmation, (auditor.id, slot)) is not None:
        raise Taken
    session.add(
        AuditorConfirmation(auditor_id=auditor.id, slot=slot, key=member.sign_key, body=body, signature=signature)
    )


def is_confirmed(session: Session, auditor_id: str) -> bool:
    """Whether enough members have confirmed the account; also those who have left since."""
    slots = select(AuditorConfirmation.slot).where(AuditorConfirmation.auditor_id == auditor_id)
    return confirmation.is_confirmed(session.scalars(slots))


def given(session: Session) -> dict[str, list[dict[str, Any]]]:
    """All confirmations, as signed documents, by the auditor's sign-in name, in order of slot."""
    rows = session.execute(
        select(Member.login, AuditorConfirmation)
        .join(Member, Member.id == AuditorConfirmation.auditor_id)
        .order_by(AuditorConfirmation.slot)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for login, one in rows:
        signed = Signed(one.body, (Signature(one.key, one.signature),))
        found.setdefault(login, []).append(signed.to_json())
    return found


def _enrolled(session: Session, login: str) -> Member:
    found = session.scalar(
        select(Member).where(
            Member.login == login, Member.standing == Standing.AUDITOR, Member.state == MemberState.ENROLLED
        )
    )
    if found is None:
        raise NotFound
    return found
