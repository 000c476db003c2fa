"""The courier's way in: batches are compared with what was seen before, fetched, checked and stored, each with its
board.

Nothing that is held is ever overwritten; the first thing that is wrong stops the collecting and is named.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.batch import batch_hash, check_batch, object_of, sort_and_cut, split
from crypto.errors import ProtocolError
from crypto.keeping import first_surely_kept
from crypto.limits import ENVELOPE
from crypto.orders import Orders
from deploy.backup import durable
from reviewer import boards
from reviewer.alarms import BrokenBatch, ChangedBatch, MissingBatch, ShrunkBatch, WrongClock
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.intake_client import Closed, CourierDoor, Listing, Unreachable
from reviewer.models import Batch, BatchState
from reviewer.settings import Settings

COMPARED_FROM = "compared-from"  # in the data folder: the first epoch that is compared, after the intake was restored
COMPARED = 100  # epochs held already that are compared again at every run
GRACE_SECONDS = 600  # for a close that is on its way, where epochs are short

Say = Callable[[str], None]


@dataclass(frozen=True)
class Collector:
    """Brings in what the intake has closed. `slots` are those of the directory's members, ascending; by `orders` the
    intake destroys what is old.
    """

    settings: Settings
    database: Database
    clock: Clock
    door: CourierDoor
    slots: tuple[int, ...]
    orders: Orders

    def start_boards(self) -> None:
        """The first board, before the intake ever gets a directory: no report can come in an epoch that the stored
        list does not reach.
        """
        with self.database.read() as session:
            if boards.newest(session) is not None:
                return
        listing = self.door.latest()
        opened = self._check_clock(listing)
        first = min((one.epoch for one in listing.closed), default=opened)
        with self.database.write() as session:
            boards.start(session, self.settings.instance, self.settings.board_seed, first - 1)

    def collect(self, say: Say) -> None:
        """Compare what is held, store what is new, in order. Raises Alarm at the first thing that is wrong."""
        last, held = self._last_held(), self._held()
        first = self._first_there(last, held)
        try:
            for closed in self._closed_since(first):
                if closed.epoch > last:
                    self._pull(closed)
                    say(f"epoch {closed.epoch}: {closed.envelopes} envelopes")
                elif closed.epoch in held:  # else it came, and was destroyed here by the calendar
                    _compare(closed, held[closed.epoch])
        except MissingBatch:
            if self._first_there(last, held) > first:
                raise Unreachable("the intake destroyed old batches meanwhile") from None
            raise

    def begin_anew(self) -> int:
        """From the next epoch on: an intake that was restored from a backup has closed some epochs once more, with
        other envelopes, and what is held of them is the right one. Returns the first epoch that will be compared.
        """
        first = self._last_held() + 1
        durable.write_whole(self.settings.data_dir / COMPARED_FROM, str(first).encode())
        return first

    def _compared_from(self) -> int:
        path = self.settings.data_dir / COMPARED_FROM
        return int(path.read_text()) if path.exists() else 0

    def _first_there(self, last: int, held: Collection[int]) -> int:
        """The oldest epoch that is compared: from there on none may be missing.

        One before it may be gone if 1. rules that were in force allowed it, 2. it came here once, whether we hold it
        still or have destroyed it, and 3. the intake has nothing that is older: the calendar leaves no holes.
        """
        oldest = max(last - COMPARED + 1, min(held, default=last + 1), self._compared_from())
        allowed = first_surely_kept(self.orders, last, self.settings.epoch_seconds)  # 1
        gone = min(allowed, self.door.state().first or 0)  # 3
        return max(oldest, min(gone, last + 1))  # 2

    def _closed_since(self, wanted: int) -> Iterator[Closed]:
        """Every epoch from `wanted` on that is over, once each. Raises MissingBatch at the first gap."""
        while True:
            listing, start = self.door.listing(wanted - 1), wanted
            opened = self._check_clock(listing)
            for closed in listing.closed:
                if wanted <= closed.epoch < opened:
                    if closed.epoch > wanted:
                        raise MissingBatch(wanted)
                    yield closed
                    wanted += 1
            if wanted >= opened:
                return
            if wanted == start:
                raise MissingBatch(wanted)

    def _check_clock(self, listing: Listing) -> int:
        """The open epoch. An intake that stops closing holds reports back, so that is named too."""
        if listing.open is None:
            raise Unreachable("the intake has not opened its first epoch yet")
        length, now = self.settings.epoch_seconds, self.clock.seconds()
        if listing.open * length > now + max(length, GRACE_SECONDS):
            raise WrongClock(f"epoch {listing.open} is open at the intake, but lies in the future: a clock is wrong")
        if (listing.open + 1) * length < now - max(length, GRACE_SECONDS):
            raise WrongClock(f"epoch {listing.open} is over, but the intake has not closed it")
        return listing.open

    def _pull(self, closed: Closed) -> None:
        """Fetch, check and store one batch, with its board, in one transaction.

        1. as many bytes as listed, 2. the hash that is listed, 3. whole, sorted, of this line.
        """
        value = self.door.batch(closed.epoch)
        if len(value) < closed.envelopes * ENVELOPE:  # 1
            raise ShrunkBatch(closed.epoch)
        if batch_hash([value]) != closed.sha256 or len(value) != closed.envelopes * ENVELOPE:  # 2
            raise ChangedBatch(closed.epoch)
        try:
            envelopes = split([value])
            check_batch(envelopes, self.settings.instance)  # 3
        except ProtocolError:
            raise BrokenBatch(closed.epoch) from None
        with self.database.write() as session:
            _store(session, closed, envelopes)
            boards.advance(session, self.settings.board_seed, [object_of(one) for one in envelopes], self.slots)

    def _last_held(self) -> int:
        with self.database.read() as session:
            return boards.newest_one(session).epoch

    def _held(self) -> dict[int, BatchState]:
        with self.database.read() as session:
            return {one.epoch: one for one in session.scalars(select(BatchState))}


def _compare(closed: Closed, held: BatchState) -> None:
    """What is listed now against what was stored then."""
    if closed.envelopes < held.envelopes:
        raise ShrunkBatch(closed.epoch)
    if (closed.envelopes, closed.sha256) != (held.envelopes, held.sha256):
        raise ChangedBatch(closed.epoch)


def _store(session: Session, closed: Closed, envelopes: list[bytes]) -> None:
    session.add(BatchState(epoch=closed.epoch, sha256=closed.sha256, envelopes=closed.envelopes))
    session.flush()
    for number, value in enumerate(sort_and_cut(envelopes)):
        session.add(Batch(epoch=closed.epoch, number=number, value=value))
