"""An intake under load whose processes are killed at random moments, and what must be true of it afterwards.

Nothing here is patched: a launch command says which program is killed, and a mutant is another program.
"""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.process import BaseProcess
from pathlib import Path

from crypto.batch import batch_hash, is_batch_size, split
from crypto.limits import ENVELOPE
from intake.batches import Batches
from intake.epochs import finish_interrupted
from tests.called import begin
from tests.integration.intake_line import IntakeLine
from tests.integration.senders import Senders
from tests.postgres import Postgres
from tests.security.intake_server import Server, environment, running

EPOCH_SECONDS = 2
SERVE_SECONDS = 0.5  # at most so long after an answer, a server is killed
WORK_SECONDS = 0.3  # and a close after it took its lock
CLOSE_SECONDS = 600  # a busy machine is given time; what is asked is that it ends well
INTAKE = ("-m", "intake")


@dataclass
class Toll:
    """What was done and what came back."""

    killed: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    stored: set[bytes] = field(default_factory=set)
    epochs: int = 0

    def __str__(self) -> str:
        killed = ", ".join(f"{count} {name}" for name, count in sorted(self.killed.items()))
        answers = ", ".join(f"{count} {name}" for name, count in self.answers.most_common())
        return f"killed {killed}; answers: {answers}; {len(self.stored)} envelopes stored, over {self.epochs} epochs"


class Ordeal:
    """One line in `folder`, or on `server`, which can then be crashed as well, as the program `database`.

    `launch` is the program that is killed, without its last word, `serve` or `close`.
    """

    def __init__(
        self,
        folder: Path,
        chance: random.Random,
        launch: tuple[str, ...] = INTAKE,
        server: Postgres | None = None,
    ) -> None:
        url = server.new_database() if server else ""
        line = IntakeLine(folder / "data", epoch=_now(), database_url=url)
        line.settings = replace(line.settings, epoch_seconds=EPOCH_SECONDS)
        self.line, self.toll = line, Toll()
        self._folder, self._chance, self._launch, self._server = folder, chance, launch, server

    def run(self, kills: int, programs: tuple[str, ...] = ("serve", "worker", "close")) -> Toll:
        """Kill at least so many times, each time one of these; then close in peace and check what was carried."""
        with Senders(self.line.settings.instance) as senders:
            while self.toll.killed.total() < kills:
                with running(self._folder, (*self._launch, "serve"), self.line) as server:
                    senders.send_to(server.port)
                    self._one_life(server, senders, kills, programs)
                    senders.pause()
        self.toll.answers, self.toll.stored = senders.answers, senders.stored
        finish_interrupted(self.line.place)
        self._wait_for_the_end()
        self._close_in_peace()
        self._check()
        self.line.stop()
        return self.toll

    def _one_life(self, server: Server, senders: Senders, kills: int, programs: tuple[str, ...]) -> None:
        """Until the server is killed. Its worker may be killed once: granian gives up soon after the second time."""
        left = list(programs)
        while self.toll.killed.total() < kills:
            senders.wait_for_another()
            program = self._chance.choice(left)
            if program == "close":
                self._kill_close()
                if "serve" not in programs or self._chance.random() < 0.5:
                    self._close_in_peace()
                    continue
                program = "serve"  # which, when it starts anew, ends the close as well
            self._kill(server, program)
            if program == "serve":
                return
            if program == "worker":
                left.remove(program)

    def _kill(self, server: Server, program: str) -> None:
        time.sleep(self._chance.uniform(0, SERVE_SECONDS))
        if program == "database":
            assert self._server
            self._server.restart(immediate=True)
            self.toll.killed[program] += 1
            return
        pids = descendants(server.pid)
        for pid in pids if program == "serve" else pids[1:]:
            os.kill(pid, signal.SIGKILL)
        self.toll.killed[program] += 1

    def _kill_close(self) -> None:
        """Close the epochs that are over, and kill that, unless it is done before."""
        self._wait_for_the_end()
        process = self._start_close()
        while process.is_alive() and not _works(process.pid):
            time.sleep(0.005)
        time.sleep(self._chance.uniform(0, WORK_SECONDS))
        process.kill()  # which does nothing to one that has ended
        process.join()
        self.toll.killed["close"] += process.exitcode == -signal.SIGKILL

    def _close_in_peace(self) -> None:
        process = self._start_close()
        process.join(CLOSE_SECONDS)
        assert process.exitcode == 0, "a close that nobody killed failed"

    def _wait_for_the_end(self) -> None:
        while self.line.store.epoch() >= _now():
            time.sleep(0.05)

    def _start_close(self) -> BaseProcess:
        said = self._folder / "close"
        return begin(*self._launch[1:], "close", env=environment(self._folder, self.line, port=1), said=(said, said))

    def _check(self) -> None:
        """Every epoch has one batch in shape, all that was acknowledged is in them, and nothing is there twice."""
        batches, carried, last = Batches(self.line.store.batches), list[bytes](), -1
        while listed := batches.closed(last):
            for one in listed:
                values = list(batches.values(one.epoch))
                assert is_batch_size(sum(map(len, values)) // ENVELOPE)
                assert batch_hash(values) == one.sha256
                assert last in (-1, one.epoch - 1), "an epoch has no batch"
                carried, last, self.toll.epochs = carried + split(values), one.epoch, self.toll.epochs + 1
        lost = self.toll.stored - set(carried)
        assert not lost, f"{len(lost)} of {len(self.toll.stored)} acknowledged envelopes were lost"
        assert len(carried) == len(set(carried)), "an envelope was carried twice"


def descendants(pid: int) -> list[int]:
    """The process and all that descend from it."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [pid, *(one for child in children for one in descendants(child))]


def _works(pid: int | None) -> bool:
    """Whether a close has taken the lock that it works under, or speaks with its database."""
    with suppress(OSError):
        opened = [os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir()]
        return any(one.endswith("close.lock") or one.startswith("socket:") for one in opened)
    return False


def _now() -> int:
    return int(time.time()) // EPOCH_SECONDS
