"""kill -9 of runs and of closes, one beside the other: what should stay is whole, what should go is gone in the end."""

import random
import signal
import time
from pathlib import Path

import pytest

from intake.epoch_files import BATCHES_FILE
from intake.epochs import close_until
from tests.called import PROCESSES
from tests.integration.intake_databases import MakeLine
from tests.integration.intake_line import IntakeLine, post
from tests.integration.retaining import STAY, close_once, run_once, stocked, weeks, when_nobody_else_works

KILLS, ROUNDS = 25, 100  # in each round two programs, of which some end before they are killed
MOST_SECONDS = 0.5  # after its start a program is killed
WHOLE = {BATCHES_FILE, f"{BATCHES_FILE}-journal", f"{BATCHES_FILE}.lock"}


@pytest.mark.promise("P14")
def test_runs_and_closes_that_are_killed_at_any_moment_lose_nothing_and_leave_nothing(make_line: MakeLine) -> None:
    line, chance = make_line(**stocked()), random.Random()
    made, client, batches, killed = weeks(line), line.client(), dict[int, list[bytes]](), 0
    batches |= {epoch: line.batch(epoch) for epoch in line.epochs()}
    for _ in range(ROUNDS):
        if killed >= KILLS:
            break
        envelope, now = line.envelope(), line.store.epoch() + 1
        assert post(client, line.drop(envelope)).data.startswith(b"stored")
        killed += kill_both(line, now, chance)
        line.store.check()
        when_nobody_else_works(lambda until=now: close_until(line.place, until))  # type: ignore[misc]
        batches[now - 1] = line.batch(now - 1)
        assert envelope in batches[now - 1]
        check_what_is_there(line, batches)
        line.carry()
    assert killed >= KILLS
    when_nobody_else_works(made.run)
    assert line.epochs() == sorted(batches)[-STAY:]
    check_what_is_there(line, batches)
    assert names_beside(line.folder) in (set(), WHOLE)


def kill_both(line: IntakeLine, now: int, chance: random.Random) -> int:
    """A run and a close at once, each killed at a moment of its own; how many had not ended before."""
    programs = [PROCESSES.Process(target=one, args=(line.settings, now)) for one in (run_once, close_once)]
    for program in programs:
        program.start()
    for program in chance.sample(programs, 2):
        time.sleep(chance.uniform(0, MOST_SECONDS / 2))
        program.kill()  # which does nothing to one that has ended
    for program in programs:
        program.join()
    codes = [program.exitcode for program in programs]
    assert set(codes) <= {0, -signal.SIGKILL}, "a program failed that nobody had killed"
    return codes.count(-signal.SIGKILL)


def check_what_is_there(line: IntakeLine, batches: dict[int, list[bytes]]) -> None:
    """The newest epochs without a gap, five at least, each as it was written."""
    there = line.epochs()
    assert there == sorted(batches)[-len(there) :]
    assert len(there) >= STAY
    assert all(line.batch(epoch) == batches[epoch] for epoch in there)


def names_beside(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("batches*")}
