"""What a run of the job goes by: the day, the rules in force, the committee's directory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from crypto.order import Rules
from crypto.version import Directory
from reviewer import committee, orders
from reviewer.clock import Clock
from reviewer.settings import Settings

DAY_SECONDS = 86_400
FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True)
class Occasion:
    """`order` is the hash of the order that adopted `rules`; `minute` is of Unix time, for sessions alone."""

    settings: Settings
    today: date
    minute: int
    rules: Rules
    order: bytes
    chain: Sequence[Directory] = field(repr=False)

    def days_of(self, epoch: int) -> tuple[date, date]:
        """The first and the last day of an epoch."""
        length = self.settings.epoch_seconds
        return _day(epoch * length), _day((epoch + 1) * length - 1)

    def due_since(self, day: date) -> date:
        """The first day on which what ended on `day` is beyond the calendar."""
        return day + timedelta(days=self.rules.calendar + 1)

    def is_beyond(self, day: date) -> bool:
        """Whether what ended on `day` is beyond the calendar today."""
        return self.due_since(day) <= self.today


def find_occasion(session: Session, settings: Settings, clock: Clock) -> Occasion | None:
    """None before the founding, and before two members have adopted rules. Raises BrokenOrders."""
    directory = committee.current(session)
    adopted = orders.in_force(session).adopted
    if directory is None or adopted is None or adopted.rules is None:
        return None
    return Occasion(settings, clock.today(), clock.minute(), adopted.rules, adopted.hash, directory.chain)


def _day(seconds: int) -> date:
    return FIRST_DAY + timedelta(days=seconds // DAY_SECONDS)
