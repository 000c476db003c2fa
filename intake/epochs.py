"""Opening and closing epochs. A close writes one batch, opens the next epoch and destroys the old one.

Every step leaves a state from which a close that runs again goes on: nothing acknowledged is lost, no epoch comes twice
or is left out.
Nothing here looks at a clock: which epoch it is, the caller says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crypto.derivation import sha256
from crypto.limits import CELLS
from intake.batches import last_batch
from intake.epoch_keys import new_keys
from intake.epoch_store import EpochStore
from intake.errors import CloseRunning, NothingLost, NotReady, OpenEpochLost, TooFarBehind
from intake.fillers import Fillers

MOST_BEHIND = 400  # epochs; more than that is rather a wrong clock than a long stop


@dataclass(frozen=True)
class Place:
    """Where the epochs of one line are kept, and what their batches are filled with."""

    store: EpochStore
    fillers: Fillers = field(repr=False)


def is_open(place: Place) -> bool:
    """Whether there is an open epoch at all."""
    return _open_epoch(place.store) is not None


def open_first(place: Place, now: int) -> int:
    """Open epoch `now` if none is open, and return the one that is.

    Raises OpenEpochLost when there are batches already.
    """
    with place.store.alone():
        if (epoch := _open_epoch(place.store)) is not None:
            return epoch
        if last_batch(place.store.batches) is not None:
            raise OpenEpochLost("there are batches, but no epoch is open. See: sealed-line-intake reopen --help")
        place.store.begin(new_keys(now, None))
    return now


def reopen_after_loss(place: Place) -> int:
    """After the open epoch was lost: open the one that follows the last batch.

    What was sent and not yet closed stays lost. Raises NothingLost when one is open, or there is no batch.
    """
    with place.store.alone():
        last = last_batch(place.store.batches)
        if is_open(place):
            raise NothingLost("an epoch is open")
        if last is None:
            raise NothingLost("no epoch was ever closed here; `close` opens the first")
        place.store.begin(new_keys(last + 1, None))
    return last + 1


def finish_interrupted(place: Place) -> None:
    """Go on with a close that was cut short: while its epoch is marked as closing, no drop finds a place."""
    with place.store.alone():
        if place.store.interrupted():
            _close(place, place.store.epoch())


def close_until(place: Place, now: int, *, most: int = MOST_BEHIND) -> list[int]:
    """Close every epoch before `now`, oldest first, and return those closed.

    Epochs in which nobody ran get batches of fillers.

    Raises CloseRunning, NotReady, and TooFarBehind when more than `most` epochs would be closed.
    """
    with place.store.alone():
        place.store.interrupted()  # clears away what an earlier close left; an epoch half closed is closed below
        first = place.store.epoch()
        if now - first > most:
            raise TooFarBehind(
                f"{now - first} epochs are over, more than {most}. "
                "If the clock is right: sealed-line-intake close --catch-up"
            )
        for epoch in range(first, now):
            _close(place, epoch)
        return list(range(first, now))


def fill(envelopes: Iterable[bytes], pages: int, fillers: Sequence[bytes], more: Fillers) -> list[bytes]:
    """The envelopes of a batch: those that came, and as many fillers as the cells of its pages that are left."""
    came = list(envelopes)
    made = [*fillers, *more.take(max(0, pages * CELLS - len(fillers)))]
    return [*came, *made[: pages * CELLS - len(came)]]


def hashes_of(batch: Iterable[bytes]) -> frozenset[bytes]:
    """The hashes of all that stands in a batch, fillers too, for the next epoch's `seen`."""
    return frozenset(map(sha256, batch))


def _close(place: Place, epoch: int) -> None:
    # A filler for every cell, needed or not, so that the time it takes does not count what came; and before anybody has
    # to wait for it.
    fillers = place.fillers.take(place.store.pages() * CELLS)
    with place.store.ending() as ending:
        if ending.keys.epoch != epoch:
            raise CloseRunning("somebody else closed this epoch meanwhile")
        batch = ending.written_batch()
        if batch is None:
            batch = fill(ending.envelopes, ending.pages, fillers, place.fillers)
            ending.write_batch(batch)
        ending.open_next(new_keys(ending.keys.epoch + 1, ending.keys.mix), hashes_of(batch), len(batch))


def _open_epoch(store: EpochStore) -> int | None:
    try:
        return store.epoch()
    except NotReady:
        return None
