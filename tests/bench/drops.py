"""What drops cost the intake as it is really launched. They are sealed beforehand: their CPU is the senders'."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crypto.drop import Kind
from tests.bench.clients import Answer, post, send
from tests.bench.processes import Peak, cpu_seconds
from tests.security.intake_server import Server, running

DROPS = 256
PER_SECOND = 240  # the intake takes 300 in a second from everybody together
MANY_CLIENTS, MANY_DROPS = 50, 200
SETTLE_SECONDS = 1.5  # what goes on in the background after a load: fillers are sealed for those taken


@dataclass(frozen=True)
class Load:
    """What one load cost the server for each request, and how it answered."""

    cpu_ms: float
    answers: Sequence[Answer]

    @property
    def p95_ms(self) -> float:
        times = sorted(answer.seconds for answer in self.answers)
        return times[int(len(times) * 0.95)] * 1000

    @property
    def errors(self) -> int:
        return sum(not answer.body.startswith(b"stored") for answer in self.answers)


def measure_drops() -> dict[str, float]:
    """An epoch that takes envelopes, one that takes covers, and one that fifty clients come to at once."""
    drops, peak = _one_epoch(Kind.ENVELOPE, DROPS, clients=8, per_second=PER_SECOND)
    covers, cover_peak = _one_epoch(Kind.COVER, DROPS, clients=8, per_second=PER_SECOND)
    many, many_peak = _one_epoch(Kind.ENVELOPE, MANY_DROPS, clients=MANY_CLIENTS)
    if drops.errors or covers.errors:
        raise RuntimeError(f"{drops.errors} drops and {covers.errors} covers of {DROPS} were not stored")
    return {
        "drop_cpu_ms": drops.cpu_ms,
        "drop_p95_ms_8_clients": drops.p95_ms,
        "cover_cpu_ms": covers.cpu_ms,
        "errors_50_clients": many.errors,
        "intake_peak_mb": max(peak, cover_peak, many_peak),
    }


def load(pid: int, port: int, requests: Sequence[bytes], *, clients: int, per_second: float = float("inf")) -> Load:
    """Send these to a server whose first process is `pid`."""
    before = cpu_seconds(pid)
    answers = send(port, requests, clients=clients, per_second=per_second)
    time.sleep(SETTLE_SECONDS)
    return Load((cpu_seconds(pid) - before) / len(requests) * 1000, answers)


def _one_epoch(kind: Kind, count: int, *, clients: int, per_second: float = float("inf")) -> tuple[Load, float]:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as server:
        requests = _sealed(server, kind, count)
        time.sleep(SETTLE_SECONDS)
        peak = Peak(server.pid)
        with peak.watched():
            return load(server.pid, server.port, requests, clients=clients, per_second=per_second), peak.mb


def _sealed(server: Server, kind: Kind, count: int) -> list[bytes]:
    return [post(server.line.drop(kind=kind)) for _ in range(count)]
