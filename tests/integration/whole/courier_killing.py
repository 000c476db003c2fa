"""Runs the courier and kills it with -9 at a random moment; run as a program: SEED [hasty].

It forks for each run, since to load the app takes longer than to carry. Each line that it reads is the time in seconds
of Unix time and "kill" or "let"; it answers with "killed", or with the exit code. `hasty` is a mutant that takes what
waits for the intake out of the outbox before it is posted.
"""

import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from random import Random

from crypto.directory import CurrentDirectory
from reviewer import replies
from reviewer.clock import Clock
from reviewer.collecting import Say
from reviewer.courier import Courier
from reviewer.database import Database
from reviewer.intake_client import CourierDoor, FrontDoor, connect
from reviewer.models import Outbox
from reviewer.settings import load

SPARE = 1.2  # of the time that a run takes, the latest kill comes


class HastyCourier(Courier):
    """The mutant."""

    taken: Mapping[int, Outbox]

    def run(self, say: Say, *, restored: bool = False) -> None:
        with self.database.write() as session:
            taken = replies.first_imports(session, range(8))
            for one in taken.values():
                replies.done(session, one.id)
        object.__setattr__(self, "taken", taken)
        super().run(say, restored=restored)

    def _post_drops(self, directory: CurrentDirectory, slots: Sequence[int]) -> None:
        for slot in slots:
            self._visit(directory, self.taken.get(slot))


def carry(kind: type[Courier], seconds: float) -> None:
    """One run, as the command does it."""
    settings = load(os.environ)
    assert settings.courier is not None
    inner = connect(settings.courier.intake_url, settings.courier.token)
    outer = connect(settings.courier.intake_public_url)
    database = Database(settings.database_url)
    made = kind(settings, database, Clock(lambda: seconds), CourierDoor(inner), FrontDoor(outer))
    made.run(lambda said: None)


def start(kind: type[Courier], seconds: float) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        carry(kind, seconds)
    except BaseException as failed:
        sys.stderr.write(f"{failed!r}\n")
        os._exit(1)
    os._exit(0)


def finish(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    chance, longest = Random(sys.argv[1]), 0.0
    kind = HastyCourier if "hasty" in sys.argv[2:] else Courier
    for line in sys.stdin:
        seconds, what = line.split()
        started, pid = time.monotonic(), start(kind, float(seconds))
        if what == "kill":
            time.sleep(chance.uniform(0, longest * SPARE))
            os.kill(pid, signal.SIGKILL)
        code = finish(pid)
        if what == "let":
            longest = time.monotonic() - started
        print("killed" if code == -signal.SIGKILL else code, flush=True)


if __name__ == "__main__":
    main()
