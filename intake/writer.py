"""The one thread that writes the open epoch: takes all drops that wait, commits once, answers after COMMIT.

Many threads that each write collide in SQLite's busy handler; one that commits for all of them does not. The file is
the truth:
it is read anew in every transaction, because a close may run in another process.
"""

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from crypto.drop import Kind
from intake import open_file
from intake.box import Answer, Box, Full, TakeFillers, place
from intake.database import writing
from intake.errors import Busy, IntakeError, log_failure
from intake.fillers import Fillers

# Each waiting drop holds a thread of the server (intake/serve.py), which must have others left for pages.
MOST_WAITING = 64
HEARTBEAT_SECONDS = 600
GATHER_SECONDS = 0.02  # a commit writes all cells, however few drops came: those of this moment share one
CLOSE_SECONDS = 15.0  # how long a group waits for the next epoch while a close runs
ANSWER_SECONDS = 30.0
PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Arrival:
    """One opened drop; `mix_epoch` is the epoch whose mix key opened it. Nothing else is known of it here."""

    kind: Kind
    envelope: bytes = field(repr=False)
    mix_epoch: int
    answer: "Future[Answer]" = field(default_factory=Future, repr=False)


class _EpochChanges(IntakeError):
    """The file at hand is closing or gone; there will be another in a moment."""


def settle(box: Box, epoch: int, arrivals: Sequence[Arrival], take_fillers: TakeFillers) -> tuple[Box, list[Answer]]:
    """The box after these arrivals, and the answer to each."""
    answers = []
    for arrival in arrivals:
        box, answer = _settle_one(box, epoch, arrival, take_fillers)
        answers.append(answer)
    return box, answers


def _settle_one(box: Box, epoch: int, arrival: Arrival, take_fillers: TakeFillers) -> tuple[Box, Answer]:
    # A mix key that died while the drop waited is not good any more: the hashes that stop its replays died with it.
    if arrival.mix_epoch < epoch - 1:
        return box, Answer.NOT_STORED
    try:
        match arrival.kind:
            case Kind.ENVELOPE:
                return place(box, arrival.envelope, take_fillers), Answer.STORED
            case Kind.COVER:  # the same work, and its result is dropped; it must not use up fillers
                place(box, arrival.envelope, lambda count: (arrival.envelope,) * count)
                return box, Answer.STORED
    except Full:
        return box, Answer.NOT_STORED


class Writer:
    """Writes arrivals into the open epoch in `folder`. One per process, one process per folder."""

    def __init__(
        self, folder: Path, wrap_key: bytes, fillers: Fillers, *, heartbeat_seconds: float = HEARTBEAT_SECONDS
    ) -> None:
        self._folder = folder
        self._wrap_key = wrap_key
        self._fillers = fillers
        self._heartbeat_seconds = heartbeat_seconds
        self._waiting: queue.Queue[Arrival | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, then end."""
        self._waiting.put(None)
        self._thread.join()

    def submit(self, kind: Kind, envelope: bytes, mix_epoch: int) -> Answer:
        """Returns once the drop is durable or refused.

        Raises Busy when too many wait, or when it could not be written.
        """
        arrival = Arrival(kind, envelope, mix_epoch)
        try:
            self._waiting.put_nowait(arrival)
            return arrival.answer.result(ANSWER_SECONDS)
        except (queue.Full, TimeoutError) as error:
            raise Busy from error

    def _run(self) -> None:
        # The heartbeat keeps its own time, whatever comes: else the times between writings would tell when something
        # came.
        beat = time.monotonic() + self._heartbeat_seconds
        while True:
            group, stopping = self._next_group(max(0.0, beat - time.monotonic()))
            if time.monotonic() >= beat:
                beat += self._heartbeat_seconds
            self._commit(group)
            if stopping:
                return

    def _next_group(self, patience: float) -> tuple[list[Arrival], bool]:
        """All that waits, once something does; nothing when patience ends. Also whether to stop afterwards."""
        group: list[Arrival] = []
        try:
            arrival = self._waiting.get(timeout=patience)
            time.sleep(GATHER_SECONDS)
            while arrival is not None:
                group.append(arrival)
                arrival = self._waiting.get_nowait()
        except queue.Empty:
            return group, False
        return group, True

    def _commit(self, group: Sequence[Arrival]) -> None:
        """Write a group and answer it; if that fails, one by one, so that one bad arrival fails alone."""
        try:
            answers = self._write(group)
        except Exception as error:
            log_failure("writer", error)
            if len(group) > 1:
                for arrival in group:
                    self._commit([arrival])
            elif group:
                group[0].answer.set_exception(Busy())
            return
        for arrival, answer in zip(group, answers, strict=True):
            arrival.answer.set_result(answer)

    def _write(self, group: Sequence[Arrival]) -> list[Answer]:
        """Write into the newest epoch; while a close replaces its file, wait for the next one."""
        deadline = time.monotonic() + CLOSE_SECONDS
        while True:
            epoch = open_file.newest(self._folder)
            try:
                return self._transaction(epoch, group)
            except (_EpochChanges, DatabaseError) as error:
                if isinstance(error, DatabaseError) and open_file.newest(self._folder) == epoch:
                    raise
                if time.monotonic() > deadline:
                    raise Busy from error
            time.sleep(PAUSE_SECONDS)

    def _transaction(self, epoch: int, group: Sequence[Arrival]) -> list[Answer]:
        with writing(open_file.path_of(self._folder, epoch)) as connection:
            found = open_file.read(connection, self._wrap_key)
            if found.state != open_file.OPENED:
                raise _EpochChanges
            box, answers = settle(found.box, epoch, group, self._fillers.take)
            open_file.rewrite(connection, box, found.keys)
        return answers
