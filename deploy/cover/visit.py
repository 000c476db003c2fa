"""The four requests of every visit: directory, mix, board, one drop; the twin of intake/browser/trace.js.

What is waiting goes in the place of the cover, and nothing on the network differs: the same requests, the same headers
in the same order, the same lengths, the same tries.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException

from crypto.board import verify_board
from crypto.directory import verify_directory
from crypto.drop import Kind, seal_drop
from crypto.errors import ForeignMix
from crypto.mix import Mix, solve, verify_mix
from crypto.sealing import filler
from deploy.cover.outbox import Outbox
from deploy.cover.route import SECONDS, Route
from deploy.cover.schedule import chance
from deploy.cover.sender import Pace

TRIES = 4
LARGEST = 32 << 20  # a board of ninety full epochs has 12 MB
OK = 200
STORED = b"stored"
OCTETS = "application/octet-stream"


class NotReached(Exception):
    """The line did not answer, or not whole."""


class NotOpen(Exception):
    """It answered that it takes nothing now."""


class NotStored(Exception):
    """It did not take the drop: the mix must be fetched again."""


@dataclass(frozen=True)
class Line:
    """Which line it is: the fingerprint on its poster, and the length of its epochs."""

    route: Route
    fingerprint: bytes
    epoch_seconds: int


def visit(line: Line, outbox: Outbox, pace: Pace) -> None:
    """Visit until the drop was taken, a few times at most, whatever it carries.

    Raises NotReached, NotOpen, NotStored or a ProtocolError; what was waiting then waits for the next moment.
    """
    for again in range(1, TRIES):
        try:
            return _visit_once(line, outbox)
        except (NotOpen, NotStored, ForeignMix):
            pace.wait((1 + chance()) * 2**again)
    return _visit_once(line, outbox)


def _visit_once(line: Line, outbox: Outbox) -> None:
    """1. directory, 2. mix, 3. board, each verified; 4. the drop."""
    with _Talk(line.route) as talk:
        now = datetime.now(UTC).date()
        directory = verify_directory(talk.ask("/directory"), today=now, fingerprint=line.fingerprint)  # 1
        mix = verify_mix(talk.ask("/mix"), directory, int(time.time()) // line.epoch_seconds)  # 2
        verify_board(talk.ask("/board"), directory.current.board_key, directory.current.instance)  # 3
        cover = filler(directory.current.instance)  # also when it is not needed: a drop follows the board no sooner
        waiting = outbox.first(directory.current.instance)
        talk.post(_drop(Kind.ENVELOPE, waiting[1], mix) if waiting else _drop(Kind.COVER, cover, mix))  # 4
    if waiting:
        outbox.done(waiting[0])


def _drop(kind: Kind, envelope: bytes, mix: Mix) -> bytes:
    return seal_drop(kind, envelope, mix.mix_key, solve(mix.challenge, envelope, mix.bits))


class _Talk:
    """One connection to the line, for the requests of one visit."""

    def __init__(self, route: Route) -> None:
        self._route = route
        self._http = HTTPConnection(route.host, route.port, timeout=SECONDS)
        self._http.auto_open = 0  # which would lead past the proxy

    def __enter__(self) -> "_Talk":
        try:
            self._http.sock = self._route.open()
        except OSError as error:
            raise NotReached from error
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ask(self, path: str, body: bytes | None = None) -> bytes:
        """GET, or POST a body; the answer. Raises NotReached, NotOpen."""
        try:
            self._send(path, body)
            response = self._http.getresponse()
            answer = response.read(LARGEST + 1)
        except (OSError, HTTPException) as error:
            raise NotReached from error
        if len(answer) > LARGEST:
            raise NotReached
        if response.status != OK:
            raise NotOpen
        return answer

    def post(self, drop: bytes) -> None:
        if self.ask("/drop", drop).strip() != STORED:
            raise NotStored

    def _send(self, path: str, body: bytes | None) -> None:
        self._http.putrequest("GET" if body is None else "POST", path, skip_host=True, skip_accept_encoding=True)
        self._http.putheader("Host", self._route.authority)
        self._http.putheader("User-Agent", "sealed-line")
        self._http.putheader("Accept", "*/*")
        if body is not None:
            self._http.putheader("Content-Type", OCTETS)
            self._http.putheader("Content-Length", str(len(body)))
        self._http.endheaders(body)
