"""Where mail is handed over, as the settings say: by TLS, or to this very host. A password comes from a file alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

PORTS = {"smtps": 465, "smtp": 587}
HERE = ("localhost", "127.0.0.1", "::1")
LONGEST_ADDRESS = 254  # RFC 5321, with its angle brackets off
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class MailServer:
    """`secure` from the first byte on (smtps); otherwise STARTTLS is demanded, except on this host.

    `user` is "" where the server lets us in without one.
    """

    host: str
    port: int
    secure: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_here(self) -> bool:
        return self.host in HERE


def is_address(text: str) -> bool:
    """Whether `text` is an address of the plain kind that every mail server takes."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None


def problems_of_url(url: str) -> Iterator[str]:
    """What is wrong with `smtps://USER@HOST:PORT`; never a part of it that may be secret."""
    parts = urlsplit(url)
    if (
        parts.scheme not in PORTS
        or _host(parts) is None
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
    ):
        yield "must be smtps://HOST or smtp://HOST, with USER@ and :PORT where they are needed"
    elif parts.password is not None:
        yield "must hold no password: put it into the file that REVIEWER_SMTP_PASSWORD_FILE names"


def parse(url: str, password: str) -> MailServer:
    """The server that a url without problems names."""
    parts = urlsplit(url)
    port = parts.port or PORTS[parts.scheme]
    return MailServer(_host(parts) or "", port, parts.scheme == "smtps", unquote(parts.username or ""), password)


def user_of(url: str) -> str:
    """Whom the url signs in as; "" if nobody, or if it is none."""
    return "" if any(problems_of_url(url)) else unquote(urlsplit(url).username or "")


def _host(parts: SplitResult) -> str | None:
    try:
        return parts.hostname if parts.port != 0 else None
    except ValueError:  # the port is none
        return None
