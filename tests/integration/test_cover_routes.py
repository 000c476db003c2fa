"""The command for workstations finds the line straight, through a company's proxy and through Tor's, and only there."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from deploy.cover.route import NoWay, Route, check
from deploy.cover.visit import NotOpen, NotReached, _Talk
from tests.integration.wire import Opening, Wire
from tests.security.proxy import certificate

NAME = "line.example"
HELLO = b"as it was published"


class Answering(BaseHTTPRequestHandler):
    """Answers everything but /closed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(503 if self.path == "/closed" else 200)
        self.send_header("Content-Length", str(len(HELLO)))
        self.end_headers()
        self.wfile.write(HELLO)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@contextmanager
def encrypted(folder: Path) -> Iterator[tuple[ssl.SSLContext, Path]]:
    """A server's side of TLS for NAME, and the file that trusts it."""
    chain, key = certificate(NAME)
    (folder / "chain.pem").write_bytes(chain)
    (folder / "key.pem").write_bytes(key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "chain.pem", folder / "key.pem")
    yield context, folder / "chain.pem"


def asked_of_socks(client: socket.socket) -> bytes:
    """RFC 1928, as a proxy: what the client wants to reach, which it is then led to."""
    assert client.recv(3) == b"\x05\x01\x00"
    client.sendall(b"\x05\x00")
    wanted = client.recv(262)
    client.sendall(b"\x05\x00\x00\x01" + bytes(6))
    return wanted


def asked_of_proxy(client: socket.socket) -> bytes:
    wanted = client.recv(4096)
    client.sendall(b"HTTP/1.1 200 Connection established\r\nVia: something\r\n\r\n")
    return wanted


PROXIES = {"socks5": asked_of_socks, "http": asked_of_proxy}
WANTED = {
    "socks5": b"\x05\x01\x00\x03" + bytes([len(NAME)]) + NAME.encode() + (443).to_bytes(2),
    "http": f"CONNECT {NAME}:443 HTTP/1.1\r\nHost: {NAME}:443\r\n\r\n".encode(),
}


@pytest.mark.parametrize("kind", PROXIES)
def test_a_proxy_is_asked_for_the_name_and_what_follows_is_encrypted(port: int, kind: str, tmp_path: Path) -> None:
    wanted: list[bytes] = []
    opening: Opening = lambda client: wanted.append(PROXIES[kind](client))  # noqa: E731
    with encrypted(tmp_path) as (tls, ca), Wire(port, opening=opening, tls=tls).listening() as wire:
        route = Route(f"https://{NAME}", f"{kind}://127.0.0.1:{wire.port}", ca)
        with _Talk(route) as talk:
            assert talk.ask("/directory") == HELLO
        assert wanted == [WANTED[kind]]
        assert wire.trace()[0].asked.split("\r\n")[1] == f"Host: {NAME}"


def test_a_certificate_that_is_not_trusted_ends_the_visit(port: int, tmp_path: Path) -> None:
    with encrypted(tmp_path) as (tls, _), Wire(port, opening=asked_of_proxy, tls=tls).listening() as wire:
        with pytest.raises(NotReached), _Talk(Route(f"https://{NAME}", f"http://127.0.0.1:{wire.port}")):
            raise AssertionError("it talked")
        assert not wire.trace()


def test_the_proxy_of_the_environment_is_not_asked(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with _Talk(Route(f"http://127.0.0.1:{port}")) as talk:
        assert talk.ask("/directory") == HELLO
        with pytest.raises(NotOpen):
            talk.ask("/closed")


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("socks5", b"\x05\xff"),
        ("socks5", b"\x05\x00\x05\x05\x00\x01"),
        ("socks5", b""),
        ("http", b"HTTP/1.1 407 Who is it?\r\n\r\n"),
        ("http", b"HTTP/1.1 200"),
    ],
)
def test_a_proxy_that_refuses_is_no_way(kind: str, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            with listener.accept()[0] as client:
                client.recv(4096)
                client.sendall(answer)

        thread = Thread(target=refuse)
        thread.start()
        with pytest.raises((NoWay, ConnectionError)):
            Route(f"https://{NAME}", f"{kind}://127.0.0.1:{listener.getsockname()[1]}").open()
        thread.join()


@pytest.mark.parametrize(
    "route",
    [
        Route("line.example"),
        Route("ftp://line.example"),
        Route("https://line.example/en/"),
        Route("https://somebody@line.example"),
        Route("https://line.example", "proxy:3128"),
        Route("https://line.example", "socks5://proxy"),
        Route("https://line.example", "https://proxy:3128"),
    ],
)
def test_an_address_of_another_form_is_refused(route: Route) -> None:
    with pytest.raises(ValueError, match="must be like"):
        check(route)
