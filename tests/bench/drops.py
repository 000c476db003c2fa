"""What drops cost the intake as it is really launched. They are sealed beforehand: their CPU is the senders'."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crypto.drop import Kind
from crypto.limits import CELLS
from tests.bench.clients import Answer, post, send
from tests.bench.processes import Peak, settle
from tests.security.intake_server import Server, running

CLIENTS = 8
PER_SECOND = 240  # the intake takes 300 in a second from everybody together
EPOCHS = 8
FLOOD = 256  # envelopes into one epoch: the open epoch is written whole with each commit, so its size counts
MANY_CLIENTS, MANY_DROPS = 50, 200


@dataclass(frozen=True)
class Load:
    """What a load cost the server in all, and how it answered each request."""

    cpu_seconds: float
    answers: Sequence[Answer]

    def __add__(self, other: "Load") -> "Load":
        return Load(self.cpu_seconds + other.cpu_seconds, [*self.answers, *other.answers])

    @property
    def cpu_ms(self) -> float:
        """For each request."""
        return self.cpu_seconds / len(self.answers) * 1000

    @property
    def p95_ms(self) -> float:
        times = sorted(answer.seconds for answer in self.answers)
        return times[int(len(times) * 0.95)] * 1000

    @property
    def errors(self) -> int:
        return sum(not answer.body.startswith(b"stored") for answer in self.answers)


def measure_drops() -> dict[str, float]:
    """Ordinary epochs, covers, a flood, and fifty clients who come at once, one after the other."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        peak = Peak(server.pid)
        with peak.watched():
            drops, covers, flood = _epochs(server), _covers(server), _flood(server)
            many = _next_epoch(server, Kind.ENVELOPE, MANY_DROPS, clients=MANY_CLIENTS)
    for name, done in (("drops", drops), ("covers", covers), ("envelopes of a flood", flood)):
        if done.errors:
            raise RuntimeError(f"{done.errors} {name} of {len(done.answers)} were not stored")
    return {
        "drop_cpu_ms": drops.cpu_ms,
        "drop_p95_ms_8_clients": drops.p95_ms,
        "cover_cpu_ms": covers.cpu_ms,
        "flood_cpu_ms": flood.cpu_ms,
        "errors_50_clients": many.errors,
        "intake_peak_mb": peak.mb,
    }


def load(pid: int, port: int, requests: Sequence[bytes], *, clients: int, per_second: float = float("inf")) -> Load:
    """Send these to a server whose first process is `pid`; what it does in the background because of them counts."""
    before = settle(pid)
    answers = send(port, requests, clients=clients, per_second=per_second)
    return Load(settle(pid) - before, answers)


def _epochs(server: Server) -> Load:
    """As many envelopes as an epoch begins with cells, so that each costs one filler."""
    first, *more = (_next_epoch(server, Kind.ENVELOPE, CELLS) for _ in range(EPOCHS))
    return sum(more, first)


def _covers(server: Server) -> Load:
    return _next_epoch(server, Kind.COVER, EPOCHS * CELLS)


def _flood(server: Server) -> Load:
    return _next_epoch(server, Kind.ENVELOPE, FLOOD)


def _next_epoch(server: Server, kind: Kind, count: int, *, clients: int = CLIENTS) -> Load:
    """Close the epoch, then send so many drops into the next one."""
    server.line.close()
    requests = [post(server.line.drop(kind=kind)) for _ in range(count)]
    per_second = PER_SECOND if clients == CLIENTS else float("inf")
    return load(server.pid, server.port, requests, clients=clients, per_second=per_second)
