"""nginx with a configuration of deploy/nginx/ as it is, but for names of this machine: paths, ports, and the user."""

import datetime
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from tests.security.intake_server import ANSWER_SECONDS, ROOT, connect, exchange, free_port, wait_for

CONFIGURATIONS = ROOT / "deploy" / "nginx"


class NotFound(Exception):
    """A word that a test wants to change is not in the configuration."""


@dataclass(frozen=True)
class Proxy:
    """A running nginx. `folder` holds all that it can write; `run` is what is memory in production."""

    folder: Path
    run: Path
    name: str
    tls_port: int
    plain_port: int
    pid: int

    @property
    def onion(self) -> Path:
        return self.run / "nginx" / "onion.sock"

    def send(self, request: bytes, patience: float = ANSWER_SECONDS) -> bytes:
        """Send these very bytes over TLS and return what comes back until the connection is closed."""
        with self.connect() as connection:
            return exchange(connection, request, patience)

    def connect(self, name: str | None = None) -> ssl.SSLSocket:
        """A connection over TLS to the server of this name."""
        plain = connect(self.tls_port)
        try:
            return trusting(self.folder / "tls" / "fullchain.pem").wrap_socket(plain, server_hostname=name or self.name)
        except OSError:
            plain.close()
            raise

    def connect_onion(self) -> socket.socket:
        """A connection as tor makes it."""
        return connect(self.onion)


def program() -> str:
    """Where nginx is: what administrators run is not on everybody's PATH."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, "nginx is not installed (./run test installs it)"
    return found


@contextmanager
def proxying(
    folder: Path, run: Path, configuration: str, name: str, changes: Mapping[str, str] | None = None
) -> Iterator[Proxy]:
    """nginx with this file of deploy/nginx/, for the server `name`; `changes` are made to its words first.

    Its upstream's socket is to be made in `run`. Raises NotFound.
    """
    tls_port, plain_port = free_port(), free_port()
    prepare(folder, run, name)
    (folder / "nginx.conf").write_text(instance_of(configuration, folder, run, tls_port, plain_port, changes or {}))
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            command(folder, "-g", "daemon off;"), cwd=folder / "cwd", stdin=subprocess.DEVNULL, stdout=out, stderr=err
        )
        try:
            wait_for(process, tls_port)
            yield Proxy(folder, run, name, tls_port, plain_port, process.pid)
        finally:
            process.terminate()
            process.wait(15)


def command(folder: Path, *more: str) -> list[str]:
    """nginx with the configuration in `folder`, which it takes for its own place."""
    return [program(), "-p", f"{folder}/", "-c", str(folder / "nginx.conf"), *more]


def prepare(folder: Path, run: Path, name: str) -> None:
    """Make the folders that the documentation asks for, and a certificate."""
    (folder / "tls").mkdir(parents=True, exist_ok=True)
    (folder / "cwd").mkdir(exist_ok=True)
    for room in ("nginx", "intake", "reviewer"):
        (run / room).mkdir(parents=True, exist_ok=True)
    chain, key = certificate(name)
    (folder / "tls" / "fullchain.pem").write_bytes(chain)
    (folder / "tls" / "privkey.pem").write_bytes(key)


def instance_of(
    configuration: str, folder: Path, run: Path, tls_port: int, plain_port: int, changes: Mapping[str, str]
) -> str:
    """The documented configuration for this machine. Raises NotFound when one of the words is not in it."""
    text = (CONFIGURATIONS / configuration).read_text()
    ours = {
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "/run/sealed-line": str(run),
        "/etc/sealed-line/tls": str(folder / "tls"),
        "listen 443 ": f"listen 127.0.0.1:{tls_port} ",
        "listen 80 ": f"listen 127.0.0.1:{plain_port} ",
    }
    for old, new in {**ours, **changes}.items():
        if old not in text:
            raise NotFound(old)
        text = text.replace(old, new)
    return text


@cache
def certificate(name: str) -> tuple[bytes, bytes]:
    """A certificate for this name, by itself, and its key, both as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    today = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signed.public_bytes(pem), private


@cache
def trusting(chain: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(chain))
