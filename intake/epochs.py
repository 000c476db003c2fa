"""Opening and closing epochs. A close writes one batch, opens the next epoch and destroys the old one.

Every step leaves a state from which a close that runs again goes on: nothing acknowledged is lost, no epoch comes twice
or is left out.
Nothing here looks at a clock: which epoch it is, the caller says.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, insert, select

from crypto.batch import sort_and_cut
from crypto.limits import CELLS
from intake import open_file
from intake.box import hashes_of, new_box
from intake.database import BATCHES_FILE, reading, writing
from intake.epoch_keys import new_keys
from intake.errors import CloseRunning, NotReady, OpenEpochLost, TooFarBehind
from intake.fillers import Fillers
from intake.models import batch
from intake.open_file import OpenEpoch

MOST_BEHIND = 400  # epochs; more than that is rather a wrong clock than a long stop


@dataclass(frozen=True)
class Place:
    """Where the epochs of one line are kept, and what new ones are made of."""

    folder: Path
    wrap_key: bytes = field(repr=False)
    fillers: Fillers = field(repr=False)
    work_bits: int = 0


def last_batch(folder: Path) -> int | None:
    """The newest epoch that has a batch."""
    with reading(folder / BATCHES_FILE) as connection:
        epoch: int | None = connection.execute(select(func.max(batch.c.epoch))).scalar()
    return epoch


def open_first(place: Place, now: int) -> int:
    """Open epoch `now` if none is open, and return the one that is.

    Raises OpenEpochLost when there are batches already.
    """
    with _alone(place.folder):
        if epochs := open_file.epochs_in(place.folder):
            return epochs[-1]
        if last_batch(place.folder) is not None:
            raise OpenEpochLost(
                "there are batches, but the file of the open epoch is gone. See: sealed-line-intake reopen --help"
            )
        _open_empty(place, now)
    return now


def reopen_after_loss(place: Place) -> int:
    """After the open epoch's file was lost: open the epoch that follows the last batch.

    What was sent and not yet closed stays lost.
    """
    with _alone(place.folder):
        last = last_batch(place.folder)
        if open_file.epochs_in(place.folder) or last is None:
            raise NotReady("nothing is lost: an epoch is open, or none ever was")
        _open_empty(place, last + 1)
    return last + 1


def finish_interrupted(place: Place) -> None:
    """Go on with a close that was cut short: while its epoch is marked as closing, no drop finds a place."""
    with _alone(place.folder):
        _destroy_older(place.folder)
        epoch = open_file.newest(place.folder)
        if _read(place, epoch).state == open_file.CLOSING:
            _close(place, epoch)


def close_until(place: Place, now: int, *, most: int = MOST_BEHIND) -> list[int]:
    """Close every epoch before `now`, oldest first, and return those closed.

    Epochs in which nobody ran get batches of fillers.

    Raises CloseRunning, NotReady, and TooFarBehind when more than `most` epochs would be closed.
    """
    with _alone(place.folder):
        _destroy_older(place.folder)
        first = open_file.newest(place.folder)
        if now - first > most:
            raise TooFarBehind(
                f"{now - first} epochs are over, more than {most}. "
                "If the clock is right: sealed-line-intake close --catch-up"
            )
        for epoch in range(first, now):
            _close(place, epoch)
        return list(range(first, now))


def _close(place: Place, epoch: int) -> None:
    fillers = place.fillers.take(CELLS)  # first, so that senders wait no longer than they must
    open_file.mark_closing(place.folder, epoch)
    found = _read(place, epoch)
    _write_batch(place.folder, epoch, found.box.cells)
    _open_next(place, found, fillers)
    _destroy_older(place.folder)


def _read(place: Place, epoch: int) -> OpenEpoch:
    with reading(open_file.path_of(place.folder, epoch)) as connection:
        return open_file.read(connection, place.wrap_key)


def _write_batch(folder: Path, epoch: int, cells: tuple[bytes, ...]) -> None:
    """All cells, sorted, in one transaction.

    The one write that this file sees in an epoch; a second call changes nothing.
    """
    with reading(folder / BATCHES_FILE) as connection:
        if connection.execute(select(batch.c.number).where(batch.c.epoch == epoch)).first():
            return
    rows = [{"epoch": epoch, "number": number, "value": value} for number, value in enumerate(sort_and_cut(cells))]
    with writing(folder / BATCHES_FILE) as connection:
        connection.execute(insert(batch), rows)


def _open_next(place: Place, closed: OpenEpoch, fillers: list[bytes]) -> None:
    keys = new_keys(closed.keys.epoch + 1, place.work_bits, closed.keys.mix)
    box = new_box(fillers, hashes_of(closed.box))
    open_file.create(place.folder, keys, box, place.wrap_key, seen_cells=len(closed.box.cells))


def _open_empty(place: Place, epoch: int) -> None:
    keys = new_keys(epoch, place.work_bits, None)
    open_file.create(place.folder, keys, new_box(place.fillers.take(CELLS)), place.wrap_key, seen_cells=CELLS)


def _destroy_older(folder: Path) -> None:
    """All files of epochs but the newest: their batches are written, and the newest carries on what is still needed."""
    for epoch in open_file.epochs_in(folder)[:-1]:
        open_file.destroy(open_file.path_of(folder, epoch))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One opening or closing at a time. The lock goes with its process, however that ends."""
    with (folder / "close.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CloseRunning("another close is running on this folder") from error
        yield
