"""A mail server on this machine that notes what it takes, or refuses; with a certificate of its own where asked for."""

import ssl
from asyncio import Server
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ELSEWHERE = "127.0.0.2"  # this machine, by an address that does not count as it
USER, PASSWORD = "line", "a long password"


@dataclass
class MailServer:
    """`taken` are the mails; `sizes` the bytes of whatever came in, piece by piece; `refuses` is an address; so many
    recipients are told to come again as `busy` says.
    """

    taken: list[Envelope] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    refuses: str = ""
    busy: int = 0
    port: int = 0

    async def handle_RCPT(  # noqa: N802  the name is aiosmtpd's, like the one below
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address == self.refuses:
            return f"550 {address} is not here"
        if self.busy > 0:
            self.busy -= 1
            return "451 come again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 OK"

    def by_address(self) -> dict[str, bytes]:
        """The mails, each of which has one recipient."""
        assert all(len(one.rcpt_tos) == 1 for one in self.taken)
        return {one.rcpt_tos[0]: _octets(one) for one in self.taken}


@contextmanager
def serving(
    host: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None, secure: bool = False, login: bool = False
) -> Iterator[MailServer]:
    """A server on a port of its own: `tls` with STARTTLS, or from the first byte on if `secure`."""
    made = MailServer()

    class Counting(SMTP):
        def data_received(self, data: bytes) -> None:
            made.sizes.append(len(data))
            super().data_received(data)

    class Served(Controller):
        def factory(self) -> SMTP:
            return Counting(self.handler, **self.SMTP_kwargs)

        def _trigger_server(self) -> None:
            assert isinstance(self.server, Server)
            self.port = self.server.sockets[0].getsockname()[1]  # it was asked for any
            super()._trigger_server()  # type: ignore[no-untyped-call]

    options: dict[str, Any] = {"ssl_context": tls if secure else None, "enable_SMTPUTF8": False}
    if tls is not None and not secure:
        options["tls_context"] = tls
    if login:
        options |= {"authenticator": _check, "auth_required": True, "auth_require_tls": tls is not None and not secure}
    controller = Served(made, hostname=host, port=0, **options)
    controller.start()
    try:
        made.port = controller.port
        yield made
    finally:
        controller.stop()


def _check(_server: object, _session: object, _envelope: object, _mechanism: str, shown: object) -> AuthResult:
    right = isinstance(shown, LoginPassword) and (shown.login, shown.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right)


def _octets(envelope: Envelope) -> bytes:
    assert isinstance(envelope.content, bytes)
    return envelope.content


def certified(folder: Path, *names: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate for these addresses that signs itself: the file to trust it by, and the server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(one)) for one in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / "mail.pem", folder / "mail.key"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return file, context
