"""P12: a hold stops destruction, and so does a freeze, also when they are placed while the job runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from reviewer.database import Database
from reviewer.retention.cases import SEALED, Cases
from reviewer.retention.job import Job, Outcome
from reviewer.retention.occasion import Occasion
from tests.integration.reviewer.committee import Reviewers
from tests.integration.reviewer.record_line import Story
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.stores import Store

CASES = 5
WAIT = 60
Act = Callable[[Retaining, list[Story]], None]


@pytest.fixture
def line(reviewers: Reviewers, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Retaining:
    """With a job that takes one case at a time."""
    monkeypatch.setattr(Cases, "at_once", 1)
    return Retaining(reviewers.copy(tmp_path), store).adopt()


class Slow(Database):
    """Waits before each transaction that destroys: so somebody else always comes in between."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.portions = 0
        self.first_done, self.go_on = threading.Event(), threading.Event()

    @contextmanager
    def erase(self) -> Iterator[Session]:
        self.portions += 1
        if self.portions == 2:
            self.first_done.set()
            assert self.go_on.wait(WAIT)
        with super().erase() as session:
            yield session


def race(line: Retaining, act: Act, kind: type[Job] = Job) -> tuple[list[Story], list[Outcome]]:
    """While the job stands after its first case, somebody acts; then it goes on to its end."""
    stories = sorted((line.case(destroyed=True) for _ in range(CASES)), key=lambda one: one.case)
    slow, outcomes = Slow(line.line.settings.database_url), list[Outcome]()
    job = kind(line.line.settings, slow, line.line.time.clock())
    thread = threading.Thread(target=lambda: outcomes.append(job.run()))
    thread.start()
    try:
        assert slow.first_done.wait(WAIT)
        act(line, stories)
    finally:
        slow.go_on.set()
        thread.join()
        slow.close()
    return stories, outcomes


def left(line: Retaining, stories: list[Story]) -> list[bool]:
    return [line.sealed_rows(one.case) > 0 for one in stories]


def freeze(line: Retaining, stories: list[Story]) -> None:
    line.freeze()


def hold(line: Retaining, stories: list[Story]) -> None:
    line.hold(stories[3])


@pytest.mark.promise("P12")
def test_a_freeze_that_is_placed_while_the_job_runs_stops_it(line: Retaining) -> None:
    stories, (outcome,) = race(line, freeze)
    assert (outcome.state, left(line, stories)) == ("frozen", [False] + [True] * (CASES - 1))
    assert line.certificates() == []


@pytest.mark.promise("P12")
def test_a_hold_that_is_placed_while_the_job_runs_keeps_its_case_whole(line: Retaining) -> None:
    stories, _ = race(line, hold)
    assert left(line, stories) == [index == 3 for index in range(CASES)]
    held = stories[3]
    assert line.sealed_rows(held.case) == len(held.sealed) + 1
    assert {one.case for one in line.certificates()} == {one.case for one in stories} - {held.case}


class LooksBefore(Job):
    """Looks for a freeze once, in a transaction of its own, before it begins."""

    def look_again(self, session: Session, on: Occasion) -> None:
        pass


@pytest.mark.mutant("P12")
def test_a_job_that_looks_for_a_freeze_outside_the_transaction_is_caught(line: Retaining) -> None:
    stories, _ = race(line, freeze, LooksBefore)
    assert left(line, stories) == [False] * CASES


@pytest.mark.mutant("P12")
def test_a_job_that_looks_for_a_hold_outside_the_transaction_is_caught(
    line: Retaining, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cases, "destroy", destroys_what_was_planned)
    stories, _ = race(line, hold)
    assert left(line, stories) == [False] * CASES


def destroys_what_was_planned(
    self: Cases, session: Session, keys: list[str], on: Occasion, witness: object
) -> list[str]:
    for one in SEALED:
        session.execute(delete(one).where(one.case.in_(keys)))
    return keys
