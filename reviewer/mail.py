"""Hands mail over: each to one recipient, on a connection of its own.

Nothing is ever said of an address: what fails is told as one fact, that it was not taken.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from reviewer.mail_settings import MailServer

SECONDS = 30
FOR_GOOD = 500


class NotTaken(Exception):
    """The mail server could not be reached, or would not take the mail now. The text says no more."""


class TurnedAway(NotTaken):
    """The mail server cannot be trusted, let us not in, or refused the mail for good: trying again changes nothing."""


def hand_over(server: MailServer, hello: str, sender: str, recipient: str, message: bytes) -> None:
    """Give one mail to `server`; `hello` is the host name to greet it with. Raises NotTaken or TurnedAway."""
    try:
        with _connection(server, hello) as connection:
            connection.sendmail(sender, [recipient], message)
    except (smtplib.SMTPException, OSError) as failure:  # their texts hold addresses
        raise (TurnedAway if _is_for_good(failure) else NotTaken) from None


def _is_for_good(failure: Exception) -> bool:
    """RFC 5321, 4.2.1: a code from 500 on asks not to try the same again; one from 400 on asks to."""
    match failure:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= FOR_GOOD for code, _ in failure.recipients.values())
        case smtplib.SMTPResponseException():
            return int(failure.smtp_code) >= FOR_GOOD
        case smtplib.SMTPNotSupportedError() | ssl.SSLCertVerificationError():
            return True
    return False


@contextmanager
def _connection(server: MailServer, hello: str) -> Iterator[smtplib.SMTP]:
    trusted = ssl.create_default_context()  # checks certificate and name, which smtplib's own does not
    if server.secure:
        opened: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, hello, timeout=SECONDS, context=trusted)
    else:
        opened = smtplib.SMTP(server.host, server.port, hello, timeout=SECONDS)
    with opened as connection:
        if not server.secure and not server.is_here:
            connection.starttls(context=trusted)  # raises if the server, or somebody in between, has none
        if server.user:
            connection.login(server.user, server.password)
        yield connection
