"""A disk without room: what was acknowledged before, meanwhile and afterwards is carried, what could not be written is
refused, and the line takes drops again as soon as there is room.

A limit on the size of files stands in for the full disk, because a test that is not root can set it on a running
server and take it off again. Files cannot be made or grow; where in a transaction that is noticed depends on the limit.
"""

import json
import resource
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crypto.batch import split
from tests.integration.intake_line import TOKEN, IntakeLine
from tests.integration.killing import descendants
from tests.security.intake_server import LAUNCH, ROOT, START_SECONDS, Server, environment, running
from tests.security.test_intake_traces import post

DAY = 86400
SOME = 6
CLOSE_SECONDS = 60
HASTY_SECONDS = 5.0
ROOM = resource.RLIM_INFINITY
HASTY = ("-m", "tests.integration.hasty_intake", "answers", "serve")
CLOSE_IN = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
from intake.cli import main
main(["close"])
"""


@dataclass
class Ordeal:
    """A line whose disk is full for a while, and what its senders were answered."""

    folder: Path
    room: int
    patience: float
    stored: set[bytes] = field(default_factory=set)
    refused: set[bytes] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.line = IntakeLine(self.folder / "data", epoch=int(time.time()) // DAY - 1)

    def run(self, launch: tuple[str, ...], *, closing: bool) -> None:
        """Raises AssertionError when something that was acknowledged is lost, or the line does not recover."""
        with running(self.folder, launch, self.line) as server:
            self.send(server, set())
            assert not self.refused
            squeeze(server, self.room)
            self.send(server, set())
            failed = set(self.refused)
            if closing:
                assert self.close(self.room) != 0, "a close that could not write was called done"
            squeeze(server, ROOM)
            self.send(server, failed)
            assert not self.refused, "the line did not recover"
        assert self.close() == 0
        self.line.close()
        lost = self.stored - carried(self.line)
        assert not lost, f"{len(lost)} of {len(self.stored)} acknowledged envelopes were lost"
        assert failed, "the disk was not full"

    def send(self, server: Server, again: set[bytes]) -> None:
        """Some new envelopes and these, all at once, each as a drop of its own."""
        envelopes = [*again, *(self.line.envelope() for _ in range(SOME))]
        drops = [post(self.line.drop(one)) for one in envelopes]
        with ThreadPoolExecutor(len(drops)) as pool:
            answers = list(pool.map(lambda drop: server.send(drop, self.patience), drops))
        for envelope, answer in zip(envelopes, answers, strict=True):
            stored = answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"stored".ljust(32))
            (self.stored if stored else self.refused).add(envelope)
        self.refused -= self.stored

    def close(self, room: int = ROOM) -> int:
        """Close the epochs that are over, in a process of its own with so much room; its exit code."""
        command, env = [sys.executable, "-c", CLOSE_IN, str(room)], environment(self.folder, self.line, port=1)
        with (self.folder / "closing").open("ab") as out:
            return subprocess.run(
                command, env=env, cwd=ROOT, stdout=out, stderr=out, timeout=CLOSE_SECONDS, check=False
            ).returncode


def squeeze(server: Server, room: int) -> None:
    """Let no file of the server have more bytes than these."""
    for pid in descendants(server.pid):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (room, ROOM))


def carried(line: IntakeLine) -> set[bytes]:
    """All envelopes in closed batches, as the courier gets them."""
    courier, token = line.courier(), {"Authorization": f"Bearer {TOKEN.decode()}"}
    listed = json.loads(courier.get("/courier/batches", headers=token).data)["closed"]
    batches = [courier.get(f"/courier/batches/{one['epoch']}", headers=token).data for one in listed]
    return {envelope for batch in batches for envelope in split([batch])}


@pytest.mark.promise("P14")
@pytest.mark.parametrize("room", [0, 60_000])
@pytest.mark.parametrize("closing", [False, True], ids=["drops", "drops and a close"])
def test_what_was_acknowledged_survives_a_full_disk(tmp_path: Path, room: int, closing: bool) -> None:
    Ordeal(tmp_path, room, START_SECONDS).run(LAUNCH, closing=closing)


@pytest.mark.mutant("P14")
def test_an_intake_that_answers_before_it_has_written_would_be_caught(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"were lost|did not recover"):
        Ordeal(tmp_path, 0, HASTY_SECONDS).run(HASTY, closing=False)
