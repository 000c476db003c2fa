"""The way to the line: straight, through a proxy that knows CONNECT, or through SOCKS5 as Tor offers it.

Names are resolved at the far end of a proxy. No proxy of the environment is asked.
"""

import socket
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

SECONDS = 120.0
LONGEST_HEAD = 16 * 1024
PORTS = {"https": 443, "http": 80}


class NoWay(OSError):
    """The proxy does not lead there."""


@dataclass(frozen=True)
class Route:
    """`address` is that of the line; `proxy` is empty, http://HOST:PORT or socks5://HOST:PORT; `ca` a file of
    certificates to trust instead of the system's.
    """

    address: str
    proxy: str = ""
    ca: Path | None = None

    @property
    def host(self) -> str:
        return _parts(self.address).hostname or ""

    @property
    def port(self) -> int:
        parts = _parts(self.address)
        return parts.port or PORTS[parts.scheme]

    @property
    def authority(self) -> str:
        """As a Host header names it."""
        return _parts(self.address).netloc

    def open(self) -> socket.socket:
        """A connection to the line. Raises OSError."""
        raw = self._reach()
        if not self.address.startswith("https:"):
            return raw
        trusted = ssl.create_default_context(cafile=self.ca)
        trusted.keylog_filename = None  # type: ignore[assignment] # which the environment may have set
        return trusted.wrap_socket(raw, server_hostname=self.host)

    def _reach(self) -> socket.socket:
        if not self.proxy:
            return socket.create_connection((self.host, self.port), SECONDS)
        proxy = _parts(self.proxy)
        raw = socket.create_connection((proxy.hostname or "", proxy.port or 1080), SECONDS)
        lead = _socks if proxy.scheme == "socks5" else _connect
        try:
            lead(raw, self.host, self.port)
        except BaseException:
            raw.close()
            raise
        return raw


def check(route: Route) -> None:
    """ValueError with a sentence for people, if the route's addresses are not of a form that is known here."""
    line, proxy = _parts(route.address), _parts(route.proxy)
    if line.scheme not in PORTS or not line.hostname or line.path not in ("", "/") or "@" in line.netloc:
        raise ValueError("the line's address must be like https://line.example, without a path")
    if route.proxy and (proxy.scheme not in ("http", "socks5") or not proxy.hostname or not proxy.port):
        raise ValueError("the proxy must be like http://proxy.example:3128 or socks5://127.0.0.1:9050")


def _parts(address: str) -> SplitResult:
    return urlsplit(address)


def _connect(raw: socket.socket, host: str, port: int) -> None:
    """RFC 9110, 9.3.6."""
    place = f"{host}:{port}"
    raw.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n") and len(head) < LONGEST_HEAD:
        head += _exactly(raw, 1)  # what comes after the head belongs to the line
    if head.split(b" ", 2)[1:2] != [b"200"]:
        raise NoWay("the proxy refuses")


def _socks(raw: socket.socket, host: str, port: int) -> None:
    """RFC 1928: no authentication, the name as it is."""
    raw.sendall(b"\x05\x01\x00")
    if _exactly(raw, 2) != b"\x05\x00":
        raise NoWay("the proxy wants to know who asks")
    name = host.encode("idna")
    raw.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + port.to_bytes(2))
    reply = _exactly(raw, 4)
    if reply[:2] != b"\x05\x00":
        raise NoWay("the proxy refuses")
    length = {1: 4, 4: 16}.get(reply[3]) or _exactly(raw, 1)[0]
    _exactly(raw, length + 2)


def _exactly(raw: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        more = raw.recv(length - len(got))
        if not more:
            raise NoWay("the proxy hung up")
        got += more
    return got
