"""Fetches a page as a stranger does, from a bind or from outside, and compares its headers with the app's policy."""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.machine.findings import CannotLook, Finding

SECONDS = 20.0
MADE_UP = "/doctor/no-such-page"
# What any server of HTTP may add: it says nothing of the server, nor of who asks.
PLAIN = set(
    "connection content-encoding content-length content-type date keep-alive location transfer-encoding vary".split()
)
WHY_POLICY = "browsers keep the promises of these headers: what a page may load, and that nothing stays on a disk"
WHY_MORE = "it names software or a visit; what answers carry is the same for everybody and says nothing"
MEND = "let the proxy pass the app's headers on unchanged, as deploy/nginx/*.conf does"


@dataclass(frozen=True)
class Place:
    """Where pages are fetched: the beginning of their address, a unix socket if they come by one, and the Host."""

    url: str
    socket: Path | None = None
    host: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer's headers, by lower-case name."""

    path: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def date(self) -> str:
        return self.headers.get("date", "")


def fetch(place: Place, path: str) -> Answer:
    """Raises CannotLook when nothing answers. A certificate is not looked at here, but in tls.py."""
    transport = httpx.HTTPTransport(uds=str(place.socket) if place.socket else None, verify=_any_certificate())
    headers = {"User-Agent": "sealed-line", **({"Host": place.host} if place.host else {})}
    with httpx.Client(transport=transport, timeout=SECONDS, trust_env=False) as client:
        try:
            answer = client.get(place.url.rstrip("/") + path, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            where = place.socket or place.url
            raise CannotLook(f"{where} does not answer ({type(error).__name__}): is it serving?") from None
    return Answer(path, answer.status_code, dict(answer.headers))


def compare(answer: Answer, policy: Mapping[str, str], free: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """Headers that are missing, changed or too many. Those in `free`, by lower-case name, may be anything."""
    wanted = {name.lower(): (name, value) for name, value in policy.items()}
    for lower, (name, value) in wanted.items():
        found = answer.headers.get(lower)
        if lower not in free and (found or "") != value:
            what = f"says {found!r}" if found else "is missing"
            yield Finding(f"{answer.path}: the header {name} {what}", WHY_POLICY, MEND)
    for lower in sorted(set(answer.headers) - set(wanted) - PLAIN - free):
        yield Finding(f"{answer.path}: the header {lower} is added", WHY_MORE, MEND)


def _any_certificate() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
