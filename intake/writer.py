"""The one thread of a process that writes the open epoch: takes all drops that wait, commits once, answers after
COMMIT.

Many threads that each write collide in SQLite's busy handler, and on a server each would rewrite the same page; one
that commits for all of them does not.
The store is the truth: what is remembered here is used only while the store holds what was last written.
"""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field

from crypto.drop import Kind
from intake import epoch_rows
from intake.box import Answer, Box, Full, new_page
from intake.epoch_store import EpochChanges, EpochStore, OpenEpoch
from intake.errors import Busy, CloseRunning, log_failure

# Each waiting drop holds a thread of the server (intake/serve.py), which must have others left for pages.
MOST_WAITING = 64
HEARTBEAT_SECONDS = 600
GATHER_SECONDS = 0.04  # a commit writes all cells, however few drops came: those of this moment share one
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


def settle(box: Box, epoch: int, arrivals: Sequence[Arrival], allowed_pages: int) -> list[Answer]:
    """Put these arrivals into the box; the answer to each."""
    return [_settle_one(box, epoch, arrival, allowed_pages) for arrival in arrivals]


def _settle_one(box: Box, epoch: int, arrival: Arrival, allowed_pages: int) -> Answer:
    # A mix key that died while the drop waited is not good any more: the hashes that stop its replays died with it.
    if arrival.mix_epoch < epoch - 1:
        return Answer.NOT_STORED
    try:
        match arrival.kind:
            case Kind.ENVELOPE:
                box.place(arrival.envelope, allowed_pages)
            case Kind.COVER:  # refused where an envelope would be
                box.admits(arrival.envelope, allowed_pages)
    except Full:
        return Answer.NOT_STORED
    return Answer.STORED


@dataclass(frozen=True)
class _Remembered:
    """The box as this process last wrote it, and the mark by which the store shows that nobody else did since."""

    epoch: int
    number: int
    mark: bytes
    box: Box


class Writer:
    """Writes arrivals into the open epoch. One per process.

    `pages_allowed` says how many pages the epoch with this number may have by now; `finish` ends a close that was cut
    short, or raises CloseRunning while one is at work. `each_beat` is called at each heartbeat.
    """

    def __init__(
        self,
        store: EpochStore,
        pages_allowed: Callable[[int], int],
        finish: Callable[[], None],
        *,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
    ) -> None:
        self._store = store
        self._pages_allowed = pages_allowed
        self._finish = finish
        self._heartbeat_seconds = heartbeat_seconds
        self._waiting: queue.Queue[Arrival | None] = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._remembered: _Remembered | None = None
        self.each_beat: Callable[[], object] = lambda: None

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
        beat = time.monotonic()
        while True:
            group, stopping = self._next_group(max(0.0, beat - time.monotonic()))
            if time.monotonic() >= beat:
                beat += self._heartbeat_seconds
                self._beat()
            self._commit(group)
            if stopping:
                self._store.release()
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

    def _beat(self) -> None:
        try:
            self.each_beat()
        except Exception as error:
            log_failure("writer", error)

    def _commit(self, group: Sequence[Arrival], *, again: bool = True) -> None:
        """Write a group and answer it; if that fails, once more one by one, so that one bad arrival fails alone."""
        try:
            answers = self._write(group)
        except Exception as error:
            log_failure("writer", error)
            for arrival in group:
                if again:
                    self._commit([arrival], again=False)
                else:
                    arrival.answer.set_exception(Busy())
            return
        for arrival, answer in zip(group, answers, strict=True):
            arrival.answer.set_result(answer)

    def _write(self, group: Sequence[Arrival]) -> list[Answer]:
        """Write into the open epoch; while a close replaces it, wait for the next one."""
        deadline = time.monotonic() + CLOSE_SECONDS
        while True:
            try:
                return self._transaction(group)
            except EpochChanges as error:
                if time.monotonic() > deadline:
                    raise Busy from error
            with suppress(CloseRunning):  # a close that was killed, or had no room on the disk, would block us for ever
                self._finish()
            time.sleep(PAUSE_SECONDS)

    def _transaction(self, group: Sequence[Arrival]) -> list[Answer]:
        remembered, self._remembered = self._remembered, None  # whatever fails, the store is asked again
        with self._store.changing() as opened:
            epoch = opened.keys.epoch
            box = self._box(opened, remembered)
            if box.may_grow(len(group)):
                box.pages_elsewhere = opened.pages_elsewhere()
            answers = settle(box, epoch, group, self._pages_allowed(epoch))
            mark = epoch_rows.write_pages(opened.connection, opened.keys, opened.box, box.take_changed())
        self._remembered = _Remembered(epoch, opened.box, mark, box)
        return answers

    def _box(self, opened: OpenEpoch, remembered: _Remembered | None) -> Box:
        """What this process took in the open epoch: from memory if the store still holds just that."""
        epoch, number = opened.keys.epoch, opened.box
        held = epoch_rows.last_mark(opened.connection, epoch, number)
        if remembered and (remembered.epoch, remembered.number, remembered.mark) == (epoch, number, held):
            return remembered.box
        pages = epoch_rows.read_box(opened.connection, opened.keys, number) or [new_page()]
        return Box(pages, epoch_rows.read_seen(opened.connection, opened.keys))
