"""The retention job, killed at random moments, and what must be true of the line afterwards.

The job runs in a process of its own, by the clock of the test. A mutant is another way to certify.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from sqlalchemy import delete, func, select

from crypto.certificate import What
from deploy.backup.keys import TOMBSTONE, TOMBSTONES
from reviewer.clock import Clock
from reviewer.database import Database, DatabaseFailed
from reviewer.destruction_models import Destruction
from reviewer.retention import certifying
from reviewer.retention.cases import Cases
from reviewer.retention.job import Job
from reviewer.settings import load
from tests.called import PROCESSES
from tests.integration.reviewer.record_line import Story
from tests.integration.reviewer.retaining import Retaining
from tests.integration.reviewer.stores import PostgresDatabases

AWAY = 3
LONGEST_SECONDS = 1.0  # that a run is waited for before it is killed
Certify = Callable[..., None]


def forgets_first(database: Database, *others: object) -> None:
    """Drops the notes before the certificates are stored; and is killed between."""
    with database.write() as session:
        session.execute(delete(Destruction))
    os.kill(os.getpid(), signal.SIGKILL)


def run(env: Mapping[str, str], seconds: float, begun: Connection, certify: Certify) -> None:
    """One run; says when it begins. Ends with 3 when the database breaks off."""
    settings = load(env)
    Cases.at_once = 1
    with closing(Database(settings.database_url)) as database:
        begun.send(None)
        try:
            Job(settings, database, Clock(lambda: seconds), certify=certify).run()
        except DatabaseFailed:
            raise SystemExit(AWAY) from None


@dataclass
class Ordeal:
    """Runs that are killed, on a line on which something becomes due again and again."""

    line: Retaining
    chance: random.Random
    stories: list[Story] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    certify: Certify = certifying.certify
    length: float = 0  # of a run, in seconds
    killed: int = 0

    def kill(self, times: int) -> None:
        """kill -9 of the job so many times, wherever it then is."""
        self._run_in_peace()
        while self.killed < times:
            self._prepare()
            process = self._start()
            time.sleep(self.chance.uniform(0, self.length))
            process.kill()
            process.join()
            self.killed += process.exitcode == -signal.SIGKILL

    def crash(self, times: int) -> None:
        """The same of the database's server."""
        assert isinstance(self.line.store, PostgresDatabases)
        self._run_in_peace()
        for _ in range(times):
            self._prepare()
            process = self._start()
            time.sleep(self.chance.uniform(0, self.length))
            self.line.store.server.restart(immediate=True)
            process.join()
            self.killed += process.exitcode == AWAY

    def check(self) -> None:
        """After a last run all is done, once, and all of it is certified; what lives is whole."""
        self._run_in_peace()
        line = self.line
        with line.line.database.read() as session:
            assert session.scalar(select(func.count()).select_from(Destruction)) == 0
        certificates = line.certificates()
        cases = {one.case: one for one in certificates if one.what is What.CASE}
        assert len(cases) == sum(one.what is What.CASE for one in certificates), "a case was certified twice"
        for story in self.stories:
            assert line.sealed_rows(story.case) == 0
            assert len(cases[story.case].sealed) == len(story.sealed) + 1, "a value is not certified"
        epochs = [one for one in certificates if one.what is What.EPOCHS]
        assert sum(len(one.sealed) for one in epochs) == len(self.batches)
        assert line.sealed_rows() == len(line.stays)
        assert line.found(line.gone) == set()
        self._check_tombstones()

    def _check_tombstones(self) -> None:
        store = self.line.line.settings.backup.keys
        assert store is not None
        written = {one.stem for one in (store / TOMBSTONES).glob("*.json") if TOMBSTONE.fullmatch(one.name)}
        assert len(written) >= len(self.line.certificates())

    def _prepare(self) -> None:
        """One case more is due, beside what a run that was killed has left."""
        self.stories.append(self.line.case(destroyed=True))

    def _run_in_peace(self) -> None:
        self._prepare()
        process, begin = self._start(), time.monotonic()
        process.join()
        self.length = min(LONGEST_SECONDS, time.monotonic() - begin)
        assert process.exitcode == 0, "a run that nobody killed failed"

    def _start(self) -> BaseProcess:
        here, there = PROCESSES.Pipe()
        arguments = (self.line.line.environment, self.line.line.time.seconds, there, self.certify)
        process = PROCESSES.Process(target=run, args=arguments)
        process.start()
        there.close()
        here.recv()
        here.close()
        return process
