"""The daily digest: one mail to every member with a mailbox, at one hour, in the same words and of the same size
whatever came or did not come.

It must never read a case, a batch or a reply: it knows whose week it is and the last day on which anybody looked.
"""

from base64 import encodebytes
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.directory import CurrentDirectory
from reviewer import duty
from reviewer.lifecycle.due import Terms
from reviewer.mail_settings import LONGEST_ADDRESS
from reviewer.models import Mailbox, Member, Standing

SUBJECT = "Sealed Line: the daily note"
TEXT_BYTES = 2048  # 1 024 of words, twice that for roles in any script and a long address of the line
CALM = "Somebody has signed in and looked within the last two business days."
ALERT = "Nobody has signed in and looked for two business days: please do it today."
TEXT = """This note comes every day at the same hour, in the same words and of the same size.
It says nothing of reports: whether any came is known only after signing in.

On duty this week, {week}, to sign in on every business day:
{role}

{looked}

Sign in: {address}
"""
POLICY = SMTP.clone(max_line_length=None)  # a folded line would change the size with the length of an address


@dataclass(frozen=True)
class Recipient:
    """A member of the committee, by slot, who gets the digest."""

    slot: int
    address: str


def recipients(session: Session, directory: CurrentDirectory) -> tuple[Recipient, ...]:
    """Everybody with a mailbox whom the directory in force names, by slot."""
    found = session.execute(
        select(Member.sign_key, Mailbox.address)
        .join(Mailbox, Mailbox.member_id == Member.id)
        .where(Member.standing == Standing.MEMBER)
    )
    addresses = {key: address for key, address in found}  # noqa: C416  rows are pairs to mypy only when taken apart
    members = directory.current.members
    return tuple(Recipient(one.slot, addresses[one.sign]) for one in members if one.sign in addresses)


def text(session: Session, directory: CurrentDirectory, terms: Terms, address: str, today: date) -> bytes:
    """The words of the day, the same for everybody, always of `TEXT_BYTES`."""
    whose = duty.turn(duty.rota(session, directory), today)
    quiet = duty.quiet_since(duty.last_scan(session, directory), today, terms.holidays)
    year, week, _ = today.isocalendar()
    return _padded(
        TEXT.format(
            week=f"{year:04}-W{week:02}",
            role=whose.role,
            looked=(CALM if quiet is None else ALERT).ljust(max(len(CALM), len(ALERT))),
            address=address,
        )
    )


def message(to: Recipient, sender: str, address: str, words: bytes, today: date, hour: int) -> bytes:
    """The mail as it is handed over; of one size for everybody, since what an address lacks in length is filled up.

    `Date` is the hour of the timer, not the moment; `Message-ID` follows from day and slot alone, so that a mail sent
    again after a failure is the same mail.
    """
    mail = EmailMessage(policy=POLICY)
    mail["Date"] = format_datetime(datetime.combine(today, time(hour), UTC))
    mail["From"] = sender
    mail["To"] = to.address
    mail["Subject"] = SUBJECT
    mail["Message-ID"] = f"<{today:%Y%m%d}.{to.slot}.digest@{urlsplit(address).hostname}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Comments"] = "." * (LONGEST_ADDRESS + 1 - len(to.address))
    mail["MIME-Version"] = "1.0"
    mail["Content-Type"] = "text/plain; charset=utf-8"
    mail["Content-Transfer-Encoding"] = "base64"
    mail.set_payload(encodebytes(words).decode())
    return mail.as_bytes()


def _padded(words: str) -> bytes:
    """Raises ValueError for what has no room, which no role and no address is long enough for."""
    raw = words.replace("\n", "\r\n").encode()
    if len(raw) > TEXT_BYTES:
        raise ValueError("no room")
    return raw.ljust(TEXT_BYTES)
