"""Stands between a client and the intake and writes down all that passes, as a proxy in a company does."""

import itertools
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

SECONDS = 60.0
Opening = Callable[[socket.socket], object]


class Exchange(NamedTuple):
    """A request and its answer; `number` gives the order of requests on all connections."""

    number: int
    moment: float
    asked: str
    sent: int
    answered: str
    received: int


@dataclass
class Talk:
    """One connection: when it was made, and what was said in each direction."""

    moment: float
    asked: bytearray = field(default_factory=bytearray)
    answered: bytearray = field(default_factory=bytearray)
    arrivals: list[tuple[int, int]] = field(default_factory=list)  # number among all, and how much had come before

    def exchanges(self) -> Iterator[Exchange]:
        """Of each request and its answer: the whole head, and the length of the body."""
        answers, begin = messages(bytes(self.answered)), 0
        for head, length, size in messages(bytes(self.asked)):
            number = max(one for one, before in self.arrivals if before <= begin)
            yield Exchange(number, self.moment, head, length, *next(answers, ("", 0))[:2])
            begin += size


def messages(said: bytes) -> Iterator[tuple[str, int, int]]:
    """HTTP/1.1 messages with a Content-Length, one after the other: head, length of the body and of the whole."""
    while said:
        head, _, rest = said.partition(b"\r\n\r\n")
        lengths = [
            line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        ]
        length = int(lengths[0]) if lengths else 0
        yield _undated(head.decode()), len(rest[:length]), len(head) + 4 + length
        said = rest[length:]


def _undated(head: str) -> str:
    """The server's clock ticks by itself."""
    return re.sub(r"(?im)^date: .*?$", "date", head)


class Wire:
    """Listens on a port of its own and leads to `port`.

    `now` is the clock by which it dates connections; `opening` is what a client must say first, as to a SOCKS proxy;
    `tls` is for a client that wants encryption up to here.
    """

    def __init__(
        self,
        port: int,
        now: Callable[[], float] = lambda: 0.0,
        opening: Opening | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.talks: list[Talk] = []
        self._target, self._now, self._opening, self._tls = port, now, opening, tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._count = itertools.count()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def listening(self) -> Iterator["Wire"]:
        self._start(self._accept)
        try:
            yield self
        finally:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            for thread in self._threads:
                thread.join(SECONDS)

    def trace(self) -> tuple[Exchange, ...]:
        """All exchanges since `forget`, in order and numbered by it."""
        found = sorted(exchange for talk in self.talks for exchange in talk.exchanges())
        return tuple(one._replace(number=place) for place, one in enumerate(found))

    def forget(self) -> None:
        self.talks.clear()

    def _start(self, act: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=act, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._start(self._lead, self._listener.accept()[0])

    def _lead(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            client.settimeout(SECONDS)
            if self._opening:
                self._opening(client)
            ours = self._tls.wrap_socket(client, server_side=True) if self._tls else client
            talk = Talk(self._now())
            self.talks.append(talk)
            with ours, socket.create_connection(("127.0.0.1", self._target), SECONDS) as server:
                back = threading.Thread(target=_carry, args=(server, ours, talk.answered), daemon=True)
                back.start()
                _carry(ours, server, talk.asked, lambda: talk.arrivals.append((next(self._count), len(talk.asked))))
                back.join(SECONDS)


def _carry(
    source: socket.socket, sink: socket.socket, record: bytearray, note: Callable[[], None] = lambda: None
) -> None:
    with suppress(OSError):
        while said := source.recv(65536):
            note()
            record += said
            sink.sendall(said)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
