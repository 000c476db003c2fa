"""Told to stop, a command first takes away what it has begun: a drill or a restore that is just ended leaves a line's
data behind, which no later destruction reaches.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# Of an operator, of systemd, of a terminal that went away. Ctrl-C is raised by Python itself.
SIGNALS = (signal.SIGTERM, signal.SIGHUP)
KILLED = 128


@contextmanager
def tidily() -> Iterator[None]:
    """Meanwhile a signal to stop raises SystemExit where the program is; one more changes nothing. Main thread only."""
    before = {one: signal.signal(one, _stop) for one in SIGNALS}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _stop(number: int, frame: FrameType | None) -> None:
    for one in SIGNALS:
        signal.signal(one, signal.SIG_IGN)
    raise SystemExit(KILLED + number)
