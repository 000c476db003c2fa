"""Destroys batches that the calendar has reached, whole epochs, oldest first: what `plan` shows is what `run` does.

It needs no clock to know what is due. Orders that members have signed say for how many days batches are kept, and the
board that is served, which the reviewer has signed, says which epoch was carried last: days are counted back from its
end. Nothing is destroyed without rules, under a freeze, or of an epoch that no board has reached.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from crypto.board import parse_board
from crypto.derivation import sha256
from crypto.errors import ProtocolError
from crypto.keeping import DAY_SECONDS, first_kept
from crypto.limits import HASH
from crypto.orders import Orders
from crypto.version import Directory
from intake.database import Database
from intake.epoch_store import EpochStore
from intake.errors import BoardOfTomorrow, BrokenOrders, NeverCarried, NotReady, OrdersCame, OtherPlan, TooMuchAtOnce
from intake.models import batch
from intake.published import Published
from intake.standing import StandingOrders, count_orders

FIRST_DAY = date(1970, 1, 1)
# A run a day has one day's epochs to destroy. Many more are rather two wrong clocks, or new rules: let somebody look.
MOST_DAYS = 31


@dataclass(frozen=True)
class Plan:
    """What a run would do. `first` to `last` are the epochs to be destroyed, both None where there are none; `held` the
    oldest and the newest that are there, `carried` the newest that a board has reached; `order` the hash of the order
    whose rules are in force.
    """

    orders: int
    order: str
    calendar: int | None
    freezes: int
    carried: int | None
    held: tuple[int, int] | None
    first: int | None = None
    last: int | None = None

    @property
    def epochs(self) -> int:
        """How many epochs are to be destroyed."""
        return 0 if self.first is None or self.last is None else self.last - self.first + 1

    @property
    def kept(self) -> int:
        """How many epochs stay."""
        return self.held[1] - self.held[0] + 1 - self.epochs if self.held else 0

    @property
    def digest(self) -> str:
        """By which a run can be told to do this and nothing else."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hex()

    @property
    def why(self) -> str:
        """In one word why nothing is due, or "due"."""
        if self.calendar is None:
            return "no rules"
        if self.freezes:
            return "frozen"
        return "due" if self.epochs else "nothing due"


@dataclass(frozen=True)
class Keeper:
    """One line's batches, and what decides how long they stay."""

    store: EpochStore
    published: Published
    orders: StandingOrders
    epoch_seconds: int

    def plan(self, now: int) -> Plan:
        """What is due; `now` is the epoch of the clock. Reads only.

        Raises BoardOfTomorrow, NeverCarried, BrokenOrders.
        """
        ordered, held, carried = self._ordered(), _held(self.store.batches), self._carried(now)
        adopted = ordered.adopted
        found = Plan(
            orders=len(ordered.orders),
            order=(adopted.hash if adopted else bytes(HASH)).hex(),
            calendar=ordered.rules.calendar if ordered.rules else None,
            freezes=len(ordered.frozen),
            carried=carried[-1] if carried else None,
            held=held,
        )
        if found.calendar is None or found.freezes or not carried or held is None:
            return found
        # The newest stays, whatever was carried: without a batch a line would seem never to have been opened.
        end = min(first_kept(carried[-1], self.epoch_seconds, found.calendar), held[1])
        if end <= held[0]:
            return found
        first = max(held[0], self._founded())  # nobody could seal a report before, so that batches hold fillers alone
        if first < min(end, carried[0]):
            raise NeverCarried(
                f"epochs {first} to {min(end, carried[0]) - 1} stood in no stored list: they may never have come to "
                "the reviewer, and the committee's directory is older. They are kept: docs/operations.md, "
                "\"After a long stop\""
            )
        return replace(found, first=held[0], last=end - 1)

    def run(self, now: int, *, exactly: str | None = None, catch_up: bool = False) -> Plan:
        """Destroy what is due and return the plan that was carried out.

        Raises CloseRunning, OtherPlan, TooMuchAtOnce, OrdersCame, BatchesBusy, LogIsKept, LogLingers, and as `plan`.

        1. nobody closes or destroys meanwhile, 2. the plan is the one that was asked for, 3. it is not too much, 4. no
        order came since, in the transaction that destroys, 5. what remains outside the tables goes as well.
        """
        with self.store.alone():  # 1
            plan = self.plan(now)
            if exactly not in (None, plan.digest):  # 2
                raise OtherPlan("what is due is not what was asked for: look at the plan again")
            if not catch_up and plan.epochs * self.epoch_seconds > MOST_DAYS * DAY_SECONDS:  # 3
                raise TooMuchAtOnce(
                    f"{plan.epochs} epochs are due, of more than {MOST_DAYS} days. "
                    "If the clocks are right: sealed-line-intake retention run --catch-up"
                )
            if plan.last is not None and not self.store.keep_from(plan.last + 1, _no_order_since(plan)):  # 4
                raise OrdersCame("an order came meanwhile: nothing was destroyed. Run it again")
            self.store.scrub()  # 5
        return plan

    def _ordered(self) -> Orders:
        chain: Sequence[Directory] = ()
        if self.published.directory() is not None:
            chain = self.published.current_directory().chain
        try:
            return self.orders.held(chain)
        except ProtocolError as error:
            raise BrokenOrders("the standing orders held are not good by the directory held") from error

    def _founded(self) -> int:
        """The epoch in which the first version of the directory was signed."""
        day = self.published.current_directory().chain[0].day
        return (day - FIRST_DAY).days * DAY_SECONDS // self.epoch_seconds

    def _carried(self, now: int) -> range:
        """The epochs that stood in the stored list of the board served, or of one before it."""
        board = self.published.board()
        if board is None:
            return range(0)
        known = parse_board(board.value)
        if known.epoch >= min(now, _open(self.store, now)):  # what is not over cannot have been carried
            raise BoardOfTomorrow(f"the board is of epoch {known.epoch}, which is not over: a clock is or was wrong")
        return range(known.epoch - known.sequence + 1, known.epoch + 1)


def oldest_batch(database: Database) -> int | None:
    """The oldest epoch that has a batch."""
    held = _held(database)
    return held[0] if held else None


def _held(database: Database) -> tuple[int, int] | None:
    with database.reading() as connection:
        first, last = connection.execute(select(func.min(batch.c.epoch), func.max(batch.c.epoch))).one()
    return None if first is None else (first, last)


def _open(store: EpochStore, now: int) -> int:
    try:
        return store.epoch()
    except NotReady:
        return now


def _no_order_since(plan: Plan) -> Callable[[Connection], bool]:
    """Asked in the transaction that destroys. Orders are only ever added, so their number says it all."""
    return lambda connection: count_orders(connection) == plan.orders
