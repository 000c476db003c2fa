"""The one place that reads the time. Everything else is handed a day, a minute or an epoch."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime


@dataclass(frozen=True)
class Clock:
    """`now` gives seconds of Unix time."""

    now: Callable[[], float] = time.time

    def seconds(self) -> int:
        return int(self.now())

    def minute(self) -> int:
        return int(self.now()) // 60

    def today(self) -> date:
        return datetime.fromtimestamp(self.now(), UTC).date()

    def epoch(self, epoch_seconds: int) -> int:
        return int(self.now()) // epoch_seconds
