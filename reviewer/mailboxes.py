"""Where each member's digest goes, as the operator was told."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reviewer.enrolment import canonical_login
from reviewer.errors import MalformedRequest, NotFound
from reviewer.mail_settings import is_address
from reviewer.models import Mailbox, Member, MemberState, Standing


def keep(session: Session, login: str, address: str) -> None:
    """Send the member's digest there from now on. Raises NotFound or MalformedRequest."""
    if not is_address(address):
        raise MalformedRequest
    session.merge(Mailbox(member_id=_member(session, login), address=address))


def remove(session: Session, login: str) -> None:
    """Send none any more. Raises NotFound if there is no such member; one without a mailbox stays without."""
    session.execute(delete(Mailbox).where(Mailbox.member_id == _member(session, login)))


def _member(session: Session, login: str) -> str:
    found = session.scalar(
        select(Member.id).where(
            Member.login == canonical_login(login),
            Member.standing == Standing.MEMBER,
            Member.state == MemberState.ENROLLED,
        )
    )
    if found is None:
        raise NotFound
    return found
