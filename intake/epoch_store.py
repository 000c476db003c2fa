"""What the intake asks of the place where its open epoch rests: files (intake/epoch_files.py) or a PostgreSQL server
(intake/epoch_tables.py).
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

from intake.database import Database
from intake.epoch_keys import EpochKeys
from intake.errors import IntakeError

FIRST_BOX = 0


class EpochChanges(IntakeError):
    """The epoch at hand is closing or gone; there will be another in a moment."""


@dataclass(frozen=True)
class OpenEpoch:
    """The open epoch within one transaction that nobody else writes to this box in.

    `pages_elsewhere` counts the pages of all other boxes, and lets none of them grow before this transaction ends.
    """

    connection: Connection = field(repr=False)
    keys: EpochKeys = field(repr=False)
    box: int
    pages_elsewhere: Callable[[], int]


class EndingEpoch(Protocol):
    """An epoch that takes no envelope any more. Its steps may be taken again after a kill, in the same order."""

    @property
    def keys(self) -> EpochKeys:
        """Its keys."""

    @property
    def envelopes(self) -> frozenset[bytes]:
        """What it took."""

    @property
    def pages(self) -> int:
        """On how many pages that rests."""

    def written_batch(self) -> Sequence[bytes] | None:
        """The envelopes of its batch, if that was written before a kill."""

    def write_batch(self, envelopes: Sequence[bytes]) -> None:
        """Write its batch, sorted, in one transaction."""

    def open_next(self, keys: EpochKeys, seen: Iterable[bytes], cells: int) -> None:
        """Begin the epoch that follows."""


class EpochStore(Protocol):
    """The open epoch of one line, and the two groups of tables beside it."""

    @property
    def batches(self) -> Database:
        """Where closed batches rest."""

    @property
    def published(self) -> Database:
        """Where the board and the directory rest."""

    def epoch(self) -> int:
        """The open epoch. Raises NotReady."""

    def keys(self) -> EpochKeys:
        """The keys of the open epoch and of the one before. Raises NotReady."""

    def pages(self) -> int:
        """How many pages the open epoch has by now. Raises NotReady."""

    def changing(self) -> AbstractContextManager[OpenEpoch]:
        """A transaction for the one writer of this process. Raises EpochChanges, NotReady."""

    def alone(self) -> AbstractContextManager[None]:
        """One opening, closing or destruction at a time. Raises CloseRunning."""

    def begin(self, keys: EpochKeys) -> None:
        """Open an epoch where none is."""

    def ending(self) -> AbstractContextManager[EndingEpoch]:
        """Stop the open epoch, to end it. What it was is gone when the block is left without an error."""

    def interrupted(self) -> bool:
        """Whether an epoch is stopped and not ended. Clears away what an earlier close left."""

    def keep_from(self, first: int, still: Callable[[Connection], bool]) -> bool:
        """Destroy all batches of epochs before `first`, if `still` says so in the very transaction in which that
        counts; while that lasts, nobody else writes to what is published. Returns what it said. Raises BatchesBusy.
        """

    def scrub(self) -> None:
        """Remove what a destruction that was cut short has left, and on a server the log of what was written."""

    def check(self) -> None:
        """Raises NotUpgraded when a database is missing or of another version."""

    def release(self) -> None:
        """Close what is open to the place. Called by the thread that used `changing`."""
