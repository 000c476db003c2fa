"""How much proof of work drops owe: none in peace, more while they come faster than a line's people send them.

All drops that pay count alike, whatever they carry. The bound is drawn anew for each window, so that nobody who sends
just below it learns whether another drop came (docs/decisions/0023-work-follows-the-load.md).
"""

import threading
from collections import deque

from crypto.entropy import choose

WINDOW_SECONDS = 20.0
MANY = range(600, 1200)  # drops in a window: a company of 100 000 whose computers cover six times a day stays below
FEW_SHARE = 4  # below a quarter of that bound, less is asked again
FIRST_BITS = 8
STEP = 2
# A browser without a compiler for scripts tries 190 000 a second: 5 s on average, under 17 s nineteen times in twenty.
MOST_BITS = 20
# As long as that, work for the bits asked before is taken: a browser that solves it slowly must not find them raised.
GRACE_SECONDS = 120.0


class WorkAsked:
    """The bits that one process asks for; `least` in peace. Times are seconds of a clock that only goes forward."""

    def __init__(self, least: int, now: float) -> None:
        self._least = least
        self._windows: deque[int] = deque([least], maxlen=1 + int(GRACE_SECONDS / WINDOW_SECONDS))
        self._ends = now + WINDOW_SECONDS
        self._counted = set[bytes]()
        self._many = choose(MANY)
        self._lock = threading.Lock()

    def bits(self, now: float) -> int:
        """What a new mix asks for."""
        with self._lock:
            self._turn(now)
            return self._windows[-1]

    def enough(self, now: float) -> int:
        """What a drop must bring: the least that was asked for lately."""
        with self._lock:
            self._turn(now)
            return min(self._windows)

    def count(self, now: float, envelope_hash: bytes) -> None:
        """A drop came that brought enough. One that comes again has paid once, and counts once in a window."""
        with self._lock:
            self._turn(now)
            if len(self._counted) <= self._many:
                self._counted.add(envelope_hash)

    def _turn(self, now: float) -> None:
        """Judge each window that is over; after a long silence nothing is left to judge."""
        if now - self._ends > GRACE_SECONDS + MOST_BITS * WINDOW_SECONDS:
            self._windows.extend([self._least] * (self._windows.maxlen or 1))
            self._ends, self._counted = now + WINDOW_SECONDS, set()
        while now >= self._ends:
            self._windows.append(self._next_bits())
            self._ends, self._counted, self._many = self._ends + WINDOW_SECONDS, set(), choose(MANY)

    def _next_bits(self) -> int:
        bits = self._windows[-1]
        if len(self._counted) > self._many:
            return max(self._least, min(MOST_BITS, max(bits + STEP, FIRST_BITS)))
        if len(self._counted) < self._many // FEW_SHARE:
            return max(self._least, bits - 1 if bits > FIRST_BITS else 0)
        return bits
