"""Makes a visit at each moment of a schedule.

It knows nothing of what waits to be sent: a visit takes along what is there when it comes, so nothing is sent sooner
because it is there, and nothing rests because something went.
"""

import time
from collections.abc import Callable, Iterable

SLICE = 60.0


class Pace:
    """The clock of this process; only differences count."""

    def wait(self, seconds: float) -> None:
        """Sleep that long, in slices: what the machine sleeps through costs one slice at most."""
        while seconds > 0:
            time.sleep(min(seconds, SLICE))
            seconds -= SLICE

    def now(self) -> float:
        return time.monotonic()


def cover(delays: Iterable[float], visit: Callable[[], None], pace: Pace) -> None:
    """Visit after each of the delays, counted from the moment before, however long a visit takes."""
    late = 0.0
    for delay in delays:
        pace.wait(max(0.0, delay - late))
        begun = pace.now()
        visit()
        late = max(0.0, late - delay) + pace.now() - begun
