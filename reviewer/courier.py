"""Carries: batches from the intake to the reviewer, boards and directory back, imported files to the intake as drops.

It runs again and again and goes on where it was stopped. Nothing that it says or does at the intake's public door
depends on whether replies or imports were waiting.
"""

import fcntl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from crypto.directory import CurrentDirectory, verify_directory
from crypto.document import parse_signed
from crypto.drop import Kind, seal_drop
from crypto.errors import ProtocolError
from crypto.mix import Mix, solve, verify_mix
from crypto.orders import Orders
from crypto.sealing import filler
from deploy.backup import unheard
from reviewer import boards, inbox, orders, replies
from reviewer.alarms import Alarm, ForeignBoard, ForeignDirectory, ForeignIntake, ForeignOrders
from reviewer.clock import Clock
from reviewer.collecting import Collector, Say
from reviewer.database import Database
from reviewer.intake_client import CourierDoor, FrontDoor, IntakeState, NotTaken, Unreachable
from reviewer.models import Outbox, StoredBoard
from reviewer.settings import Settings

TRIES, PAUSE_SECONDS = 60, 0.5  # while another courier is at work


class Busy(Exception):
    """Another courier is running."""


@dataclass(frozen=True)
class Courier:
    """One run's surroundings. `front` is where imported files and covers are posted."""

    settings: Settings
    database: Database
    clock: Clock
    door: CourierDoor
    front: FrontDoor

    def run(self, say: Say, *, restored: bool = False) -> None:
        """Do all there is to do, saying each thing done. `restored` once, after the intake was restored from a backup.

        Raises Alarm (after boards were handed over all the same), Unreachable or Busy.
        """
        with self._alone():
            directory = self._directory()
            if directory is None:
                say("the committee has not been founded yet: nothing to carry")
                return
            state, slots = self._check_intake(), tuple(one.slot for one in directory.keys)
            ordered = self._orders()
            collector = Collector(self.settings, self.database, self.clock, self.door, slots, ordered)
            collector.start_boards()
            if restored:
                say(f"epochs before {collector.begin_anew()} are not compared any more")
            self._push_directory(directory, state)
            self._push_orders(state)  # before any board: by that the intake's calendar goes on
            alarm = _alarm_of(lambda: collector.collect(say))
            self._push_boards(state.board_sequence, say)  # also then: reporters should see the lists that are right
            if alarm is not None:
                raise alarm
            self._post_drops(directory, slots)

    def _directory(self) -> CurrentDirectory | None:
        with self.database.read() as session:
            file = inbox.directory(session)
        return None if file is None else verify_directory(file, today=None, fingerprint=None)

    def _check_intake(self) -> IntakeState:
        state = self.door.state()
        if (state.instance, state.intake_key) != (self.settings.instance, self.settings.intake_key):
            raise ForeignIntake("the intake is that of another line, or has another key than REVIEWER_INTAKE_KEY")
        return state

    def _push_directory(self, directory: CurrentDirectory, state: IntakeState) -> None:
        """Show the intake a directory newer than its own."""
        version, held = directory.current.version, state.directory_version
        if held is not None and held > version:
            raise ForeignDirectory(f"the intake shows version {held} of the directory, this reviewer has {version}")
        if held is None or held < version:
            try:
                self.door.put_directory(directory.bytes)
            except NotTaken:
                raise ForeignDirectory(
                    f"version {version} of the directory does not follow the one at the intake"
                ) from None

    def _orders(self) -> Orders:
        try:
            with self.database.read() as session:
                return orders.in_force(session)
        except orders.BrokenOrders:
            raise ForeignOrders("the standing orders that are stored do not follow from one another") from None

    def _push_orders(self, state: IntakeState) -> None:
        """Show the intake what has been ordered since; after a restore, all of it, so that both are the same."""
        folder = self.settings.data_dir
        with self.database.read() as session:
            documents = [parse_signed(one.encode()) for one in orders.documents(session)]
        if state.orders > len(documents):
            raise ForeignOrders(f"the intake holds {state.orders} standing orders, this reviewer {len(documents)}")
        if state.orders < len(documents) or (documents and unheard.is_marked(folder)):
            try:
                self.door.put_orders(documents)
            except NotTaken:
                raise ForeignOrders("the standing orders do not go on from those at the intake") from None
        unheard.clear(folder)

    def _push_boards(self, sequence: int | None, say: Say) -> None:
        """Hand over every board after number `sequence`, which is the intake's, one after the other."""
        while (board := self._board_after(sequence)) is not None:
            try:
                self.door.put_board(board.value)
            except NotTaken:
                raise ForeignBoard(f"board {board.sequence} does not follow the one at the intake") from None
            say(f"board {board.sequence}")
            sequence = board.sequence
            with self.database.write() as session:
                boards.forget(session, sequence)

    def _board_after(self, sequence: int | None) -> StoredBoard | None:
        with self.database.read() as session:
            newest = boards.newest_one(session)
            # An intake without a board takes any: the newest holds all that the older ones did.
            found = newest if sequence is None else boards.after(session, sequence)
        if found is None and sequence != newest.sequence:
            raise ForeignBoard(f"the intake is at board {sequence}, this reviewer at {newest.sequence}")
        return found

    def _post_drops(self, directory: CurrentDirectory, slots: Sequence[int]) -> None:
        """Visit as a page does, once for each member: post the first file of its lane, or a cover.

        So it never shows whether a file waited, nor to one member what waits of another's. What is not stored waits
        for the next run.
        """
        with self.database.read() as session:
            waiting = replies.first_imports(session, slots)
        for slot in slots:
            self._visit(directory, waiting.get(slot))

    def _visit(self, directory: CurrentDirectory, waiting: Outbox | None) -> None:
        mix = self._look(directory)
        if waiting is None:
            kind, envelope = Kind.COVER, filler(self.settings.instance)
        else:
            kind, envelope = Kind.ENVELOPE, waiting.value
        stored = self.front.post(seal_drop(kind, envelope, mix.mix_key, solve(mix.challenge, envelope, mix.bits)))
        if stored and waiting is not None:
            with self.database.write() as session:
                replies.done(session, waiting.id)

    def _look(self, directory: CurrentDirectory) -> Mix:
        raw = self.front.look()
        try:
            return verify_mix(raw, directory, self.clock.epoch(self.settings.epoch_seconds))
        except ProtocolError as error:
            raise Unreachable(f"the intake's mix is refused ({type(error).__name__})") from None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One courier at a time; the lock goes with the process, however it ends. Raises Busy after half a minute."""
        with (self.settings.data_dir / "courier.lock").open("w") as lock:
            for _ in range(TRIES):
                if _lock(lock):
                    break
                time.sleep(PAUSE_SECONDS)
            else:
                raise Busy("another courier is running")
            yield


def _alarm_of(step: Callable[[], None]) -> Alarm | None:
    try:
        step()
    except Alarm as alarm:
        return alarm
    return None


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
