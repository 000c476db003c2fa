"""P2: a sender of covers leaves the same trace whether nothing, one or three messages wait: times, requests, bytes."""

import base64
import json
import random
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest

from crypto.drop import Kind
from crypto.errors import ProtocolError
from crypto.limits import DROP
from crypto.mix import Mix
from deploy.cover import schedule
from deploy.cover import visit as visiting
from deploy.cover.outbox import Outbox
from deploy.cover.route import Route
from deploy.cover.sender import Pace, cover
from deploy.cover.visit import Line, visit
from tests.integration.intake_line import IntakeLine
from tests.integration.wire import Wire
from tests.security.intake_server import ROOT, running

SEED, VISITS, MEAN = 7, 4, 4 * 3600.0
WORLDS = (0, 1, 3)
Sent = list[bytes]


class Clock(Pace):
    """Waits without waiting."""

    def __init__(self) -> None:
        self.time = 0.0

    def wait(self, seconds: float) -> None:
        self.time += seconds

    def now(self) -> float:
        return self.time


@dataclass
class World:
    """A real intake with a board behind a wire that is listened to, and what waits to be sent to it."""

    line: IntakeLine
    wire: Wire
    clock: Clock
    outbox: Path
    waiting: Sent = field(default_factory=list)

    @property
    def fingerprint(self) -> bytes:
        return self.line.published.current_directory().current.hash

    def visited(self) -> Line:
        return Line(Route(self.wire.address), self.fingerprint, 86400)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("cover")
    line = IntakeLine(folder / "data", epoch=int(time.time()) // 86400)
    line.published.put_board(line.first_board())
    clock = Clock()
    with running(folder, line=line) as server, Wire(server.port, clock.now).listening() as wire:
        yield World(line, wire, clock, folder / "outbox")


def fill(world: World, count: int) -> None:
    """A new day: the clock at zero, nothing recorded, and `count` sealed files waiting."""
    world.clock.time = 0.0
    world.wire.forget()
    world.waiting = [world.line.envelope() for _ in range(count)]
    world.outbox.mkdir(exist_ok=True)
    for number, envelope in enumerate(world.waiting):
        (world.outbox / f"{number}.sealed").write_bytes(envelope)


Trace = tuple[object, ...]
Sender = Callable[[World, str], Trace]


def command(world: World, mutant: str) -> Trace:
    """The command for workstations, with a clock that does not wait."""
    outbox, pace, made = Outbox(world.outbox), world.clock, visiting._drop
    took, waits = False, islice(schedule.delays(MEAN), VISITS)

    def act() -> None:
        nonlocal took
        took = outbox.first(world.line.settings.instance) is not None
        if mutant == "another size" and not took:
            visiting._drop = lambda *given: made(*given)[1:]
        try:
            visit(world.visited(), outbox, pace)
        except visiting.NotOpen:
            assert mutant
        finally:
            visiting._drop = made

    def heeding() -> Iterator[float]:
        for delay in waits:
            now = mutant == "send now" and outbox.first(world.line.settings.instance)
            yield 0.0 if now else delay + 3600.0 if mutant == "pause after a send" and took else delay

    cover(heeding() if mutant else waits, act, pace)
    return world.wire.trace()


def browser(world: World, mutant: str) -> Trace:
    """The sender, the schedule and the visit of the cover frame, in Node."""
    orders = {
        "address": world.wire.address,
        "line": {"epoch_seconds": 86400},
        "fingerprint": base64.b64encode(world.fingerprint).decode(),
        "seed": SEED,
        "visits": VISITS,
        "mean": MEAN * 1000,
        "waiting": [base64.b64encode(one).decode() for one in world.waiting],
        "mutant": mutant,
    }
    done = subprocess.run(
        ["node", "tests/js/cover-run.mjs"],
        input=json.dumps(orders).encode(),
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr.decode()
    return tuple(json.loads(done.stdout)), world.wire.trace()


def traces(world: World, sender: Sender, monkeypatch: pytest.MonkeyPatch, mutant: str = "") -> dict[int, Trace]:
    """What is seen on the wire, by how many messages waited at the beginning."""
    found = {}
    for count in WORLDS:
        fill(world, count)
        monkeypatch.setattr(schedule, "fresh", random.Random(SEED).randbytes)
        found[count] = sender(world, mutant)
        if not mutant:
            assert set(world.waiting) <= world.line.accepted(), "what waited did not arrive"
        for left in world.outbox.iterdir():
            left.unlink()
    return found


@pytest.mark.promise("P2")
@pytest.mark.parametrize("sender", [command, browser])
def test_times_requests_order_headers_and_lengths_are_the_same_whatever_waits(
    world: World, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = traces(world, sender, monkeypatch)
    assert len(world.wire.trace()) == 4 * VISITS
    assert len(set(found.values())) == 1


@pytest.mark.mutant("P2")
@pytest.mark.parametrize("mutant", ["send now", "pause after a send", "another size"])
@pytest.mark.parametrize("sender", [command, browser])
def test_a_sender_that_heeds_what_waits_would_be_caught(
    world: World, sender: Sender, mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(set(traces(world, sender, monkeypatch, mutant).values())) == len(WORLDS)


def test_a_visit_is_four_requests_and_the_last_is_a_drop(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, 0)
    visit(world.visited(), Outbox(None), world.clock)
    lines = [one.asked.split("\r\n") for one in world.wire.trace()]
    assert [line[0] for line in lines] == [
        *(f"GET /{name} HTTP/1.1" for name in ("directory", "mix", "board")),
        "POST /drop HTTP/1.1",
    ]
    assert [one.partition(":")[0] for one in lines[3][1:]] == [
        "Host",
        "User-Agent",
        "Accept",
        "Content-Type",
        "Content-Length",
    ]
    assert world.wire.trace()[3].sent == DROP


def kinds(monkeypatch: pytest.MonkeyPatch) -> list[Kind]:
    """The kinds of the drops made from now on."""
    found: list[Kind] = []
    honest = visiting._drop

    def noted(kind: Kind, envelope: bytes, mix: Mix) -> bytes:
        found.append(kind)
        return honest(kind, envelope, mix)

    monkeypatch.setattr(visiting, "_drop", noted)
    return found


def test_what_waits_goes_one_at_a_time_the_oldest_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, 3)
    found = kinds(monkeypatch)
    left = []
    for _ in range(4):
        visit(world.visited(), Outbox(world.outbox), world.clock)
        left.append(sorted(path.name for path in world.outbox.iterdir()))
    assert found == [Kind.ENVELOPE] * 3 + [Kind.COVER]
    assert left == [["1.sealed", "2.sealed"], ["2.sealed"], [], []]


def test_what_was_not_stored_waits_for_the_next_moment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, 1)
    monkeypatch.setattr(visiting, "STORED", b"something else")
    with pytest.raises(visiting.NotStored):
        visit(world.visited(), Outbox(world.outbox), world.clock)
    assert len(world.wire.trace()) == 4 * visiting.TRIES
    assert [path.read_bytes() for path in world.outbox.iterdir()] == world.waiting


def test_a_line_with_another_fingerprint_gets_no_drop(world: World) -> None:
    fill(world, 1)
    stranger = Line(Route(world.wire.address), bytes(32), 86400)
    with pytest.raises(ProtocolError):
        visit(stranger, Outbox(world.outbox), world.clock)
    assert [one.asked.split()[1] for one in world.wire.trace()] == ["/directory"]


def run(world: World, *more: str) -> subprocess.CompletedProcess[str]:
    line = ["--line", world.wire.address, "--fingerprint", world.fingerprint.hex()]
    program = [str(ROOT / ".venv/bin/python"), "-m", "deploy.cover", *line, *more]
    return subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


HASTE: Sequence[str] = ("--once", "--every-minutes", "0.02", "--mean-hours", "0.00002")


def test_the_command_sends_what_waits_and_says_nothing(world: World) -> None:
    fill(world, 2)
    done = run(world, *HASTE, "--outbox", str(world.outbox))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert set(world.waiting) <= world.line.accepted()
    assert list(world.outbox.iterdir()) == []


def test_the_command_says_the_same_of_a_failure_whatever_waits(world: World) -> None:
    said = []
    for count in (0, 1):
        fill(world, count)
        world.wire.forget()
        done = run(world, *HASTE, "--outbox", str(world.outbox), "--epoch-seconds", "3600")
        said.append((done.returncode, done.stdout, set(done.stderr.splitlines())))
    assert (
        said[0]
        == said[1]
        == (1, "", {"what came from the line does not fit its fingerprint, or the clock of this machine"})
    )
