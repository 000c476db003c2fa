"""What somebody on the network sees of TLS: the lengths of its records both ways, from a tap that passes bytes on."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

HEADER = 5  # type, version, length
APPLICATION_DATA = 23
OVERHEAD = 17  # of an encrypted record of TLS 1.3: the inner type and the tag
ALERT = 2  # bytes in a record that says goodbye; no message of HTTP is so short
PIECE = 65536


class Way(StrEnum):
    """Who sent a record."""

    BROWSER = "browser"
    SERVER = "server"


@dataclass(frozen=True)
class Record:
    """One record: which connection it went over, which way, its type, and the length of what follows its header."""

    connection: int
    way: Way
    kind: int
    length: int


@dataclass(frozen=True)
class Turn:
    """What one side sent before the other spoke again: how many records, and bytes inside them without the overhead."""

    way: Way
    records: int
    bytes: int


@dataclass
class Tap:
    """Listens on `port`, forwards to another, and notes every record in the order in which it passed."""

    port: int = 0
    records: list[Record] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, connection: int, way: Way, kind: int, length: int) -> None:
        with self._lock:
            self.records.append(Record(connection, way, kind, length))

    def mark(self) -> int:
        """A place in the recording, to be read from later."""
        return len(self.records)


@contextmanager
def tapping(server_port: int) -> Iterator[Tap]:
    """A tap before the server on this machine's `server_port`."""
    tap, over = Tap(), threading.Event()
    threads: list[threading.Thread] = []
    sockets: list[socket.socket] = []

    def accept(listener: socket.socket) -> None:
        while not over.is_set():
            try:
                browser, _ = listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", server_port))
            number = len(sockets)
            sockets.extend((browser, server))
            for source, sink, way in ((browser, server, Way.BROWSER), (server, browser, Way.SERVER)):
                # An observer sees what was sent at once; small pieces must not wait for each other here.
                sink.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threads.append(threading.Thread(target=_pass_on, args=(tap, number, source, sink, way), daemon=True))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        tap.port = listener.getsockname()[1]
        accepting = threading.Thread(target=accept, args=(listener,), daemon=True)
        accepting.start()
        try:
            yield tap
        finally:
            over.set()
            listener.shutdown(socket.SHUT_RDWR)
            for one in sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            for thread in (accepting, *threads):
                thread.join(10)


def _pass_on(tap: Tap, connection: int, source: socket.socket, sink: socket.socket, way: Way) -> None:
    """Notes a record before its last byte goes on, so that no answer can be noted earlier than what it answers."""
    held = b""
    with suppress(OSError):
        while piece := source.recv(PIECE):
            held += piece
            while len(held) >= HEADER and len(held) >= HEADER + (length := int.from_bytes(held[3:5])):
                tap.note(connection, way, held[0], length)
                held = held[HEADER + length :]
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)


def turns(records: Sequence[Record], before: Sequence[Record] = ()) -> tuple[tuple[Turn, ...], ...]:
    """Who sent how much in turn, connection by connection, without greeting and goodbye; `before` passed earlier.

    How a server cuts a long answer into records depends on when its bytes reach it. So records are counted, and what
    stands inside them is added up, until the other side speaks.
    """
    numbers = dict.fromkeys(record.connection for record in records)
    return tuple(found for number in numbers if (found := _turns(number, records, before)))


def _turns(connection: int, records: Sequence[Record], before: Sequence[Record]) -> tuple[Turn, ...]:
    known = len([one for one in before if one.connection == connection])
    every = [one for one in (*before, *records) if one.connection == connection]
    said = [one for one in every[max(known, _greeting(every)) :] if one.length > ALERT + OVERHEAD]
    runs = [(way, list(run)) for way, run in groupby(said, key=lambda one: one.way)]
    return tuple(Turn(way, len(run), sum(one.length - OVERHEAD for one in run)) for way, run in runs)


def _greeting(records: Sequence[Record]) -> int:
    """How many records of a connection are its handshake: it ends with the browser's first encrypted record."""
    for place, one in enumerate(records):
        if one.way is Way.BROWSER and one.kind == APPLICATION_DATA:
            return place + 1
    return len(records)
