"""A line of weeks whose batches end by the calendar: five weeks stay where thirty days are asked for."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from crypto.limits import CELLS
from crypto.sealing import filler
from intake.epoch_store import EpochStore
from intake.epochs import Place, close_until
from intake.errors import CloseRunning
from intake.fillers import Fillers
from intake.published import Published
from intake.retention import Keeper, Plan
from intake.settings import Settings
from intake.standing import StandingOrders
from intake.stores import store_of
from tests.integration.intake_line import IntakeLine

WEEK = 7 * 86_400
CALENDAR, STAY = 30, 5
INSTANCE = bytes(range(16))
STOCKED = 12  # epochs
LONGEST_SECONDS = 60


class Stock(Fillers):
    """Fillers that were made once: every line gets the same ones in the same epochs, and gets them at once."""

    def __init__(self, epoch: int = 100) -> None:
        super().__init__(INSTANCE)
        self._given = (epoch - 100) * CELLS

    def take(self, count: int) -> list[bytes]:
        """The stock comes round again after so many epochs."""
        first, self._given = self._given, self._given + count
        return [_stock()[one % len(_stock())] for one in range(first, first + count)]


@lru_cache(maxsize=1)
def _stock() -> Sequence[bytes]:
    return [filler(INSTANCE) for _ in range(STOCKED * CELLS)]


def stocked(epoch: int = 100) -> dict[str, object]:
    """Options of a line that begins with this epoch and is filled from the stock."""
    return {"instance": INSTANCE, "fillers": Stock(epoch), "epoch": epoch}


@dataclass
class Weeks:
    """`line`, where each epoch is taken for a week."""

    line: IntakeLine
    keeper: Keeper = field(init=False)

    def __post_init__(self) -> None:
        self.keeper = keeper_of(self.line.settings, self.line.store)

    def pass_by(self, weeks: int) -> None:
        """Close so many epochs and let the courier go."""
        for _ in range(weeks):
            self.line.close()
        self.line.carry()

    def plan(self) -> Plan:
        return self.keeper.plan(self.line.store.epoch())

    def run(self, *, exactly: str | None = None, catch_up: bool = True) -> Plan:
        return self.keeper.run(self.line.store.epoch(), exactly=exactly, catch_up=catch_up)


def weeks(line: IntakeLine, passed: int = 8, calendar: int | None = CALENDAR) -> Weeks:
    """A line after so many weeks, with rules, if there is a calendar."""
    made = Weeks(line)
    if calendar:
        line.committee.adopt(calendar)
    made.pass_by(passed)
    return made


def keeper_of(settings: Settings, store: EpochStore) -> Keeper:
    """As the command makes it, but for the length of an epoch."""
    published = Published(store.published, settings.instance, settings.intake_key)
    return Keeper(store, published, StandingOrders(store.published, settings.instance), WEEK)


def run_once(settings: Settings, now: int) -> None:
    """What a process does that is killed."""
    when_nobody_else_works(lambda: keeper_of(settings, store_of(settings)).run(now, catch_up=True))


def close_once(settings: Settings, now: int) -> None:
    """What another does."""
    place = Place(store_of(settings), Fillers(settings.instance))
    when_nobody_else_works(lambda: close_until(place, now))


def when_nobody_else_works(step: Callable[[], object]) -> None:
    """Also a server notices only after a while that somebody was killed."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        with suppress(CloseRunning):
            step()
            return
        time.sleep(0.01)
    raise TimeoutError
