"""The TLS of an address as a browser meets it: its certificate, its versions, and that plain HTTP is left for good."""

import socket
import ssl
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from deploy.machine.findings import CannotLook, Finding
from deploy.machine.served import Answer

SECONDS = 20.0
SOON_DAYS = 21
DAY_SECONDS = 86_400
PORT = 443
WHY_CERTIFICATE = "a browser that is warned turns reporters away, or teaches them to click warnings away"
RENEW = "certbot renew # or ask whoever issued it, and look why it was not renewed by itself"


@dataclass(frozen=True)
class Peer:
    host: str
    port: int


def peer_of(url: str) -> Peer | None:
    """Where an https:// address leads; None for another."""
    parts = urlsplit(url)
    return Peer(parts.hostname or "", parts.port or PORT) if parts.scheme == "https" else None


def certificate(
    peer: Peer, here: float, trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
) -> Iterator[Finding]:
    """Whether a browser believes it, and for how long. Raises CannotLook."""
    try:
        until = _not_after(peer, trust())
    except ssl.SSLCertVerificationError as error:
        yield Finding(f"the certificate of {peer.host} is refused: {error.verify_message}", WHY_CERTIFICATE, RENEW)
        return
    if until - here < SOON_DAYS * DAY_SECONDS:
        day = datetime.fromtimestamp(until, UTC).date()
        yield Finding(f"the certificate of {peer.host} ends on {day}", WHY_CERTIFICATE, RENEW)


def versions(peer: Peer) -> Iterator[Finding]:
    """Whether the server still speaks what was given up in 2021 (RFC 8996). Raises CannotLook."""
    if _speaks(peer, _only_old()):
        why = "TLS 1.0 and 1.1 can be broken into by who sits between"
        yield Finding(f"{peer.host} speaks TLS 1.0 or 1.1", why, "ssl_protocols TLSv1.2 TLSv1.3; # in nginx.conf")
    if not _speaks(peer, _newest()):
        why = "what browsers of today speak hides more of the handshake"
        yield Finding(f"{peer.host} does not speak TLS 1.3", why, "ssl_protocols TLSv1.2 TLSv1.3; # in nginx.conf")


def stays_on_https(answer: Answer) -> Iterator[Finding]:
    """Whether browsers are told to come by TLS alone from now on."""
    if "max-age=" not in answer.headers.get("strict-transport-security", ""):
        why = "a visit that begins in the clear can be led elsewhere, and is seen"
        yield Finding(
            "there is no Strict-Transport-Security", why, "set the app's ADDRESS to https://, or mend the proxy"
        )


def _not_after(peer: Peer, context: ssl.SSLContext) -> float:
    with _connection(peer) as plain, context.wrap_socket(plain, server_hostname=peer.host) as connection:
        found = (connection.getpeercert() or {}).get("notAfter")
    if not isinstance(found, str):
        raise CannotLook(f"{peer.host} showed no certificate")
    return float(ssl.cert_time_to_seconds(found))


def _speaks(peer: Peer, context: ssl.SSLContext) -> bool:
    with _connection(peer) as plain:
        try:
            context.wrap_socket(plain, server_hostname=peer.host).close()
        except (ssl.SSLError, ConnectionError):
            return False
    return True


def _only_old() -> ssl.SSLContext:
    context = _looking()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # they are looked for because they are old
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")  # else it is this side that would refuse
    return context


def _newest() -> ssl.SSLContext:
    context = _looking()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def _looking() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _connection(peer: Peer) -> socket.socket:
    try:
        return socket.create_connection((peer.host, peer.port), SECONDS)
    except OSError as error:
        raise CannotLook(f"{peer.host}:{peer.port} cannot be reached ({type(error).__name__})") from None
