"""How much is taken from everybody together.

There is one limit and one key for all: an address is never looked at, let alone kept.

A limit for each address would tell colleagues behind one connection that somebody reported, and would lock them out.
"""

from collections.abc import Callable

from flask import Flask
from flask_limiter import Limiter

from crypto.entropy import choose

EVERYBODY = "everybody"
# What one process writes is the true bound (intake/writer.py); this one keeps a flood from burning the processor. It is
# drawn anew each second: who uses up a fixed one could count what others send.
MOST_DROPS = range(300, 600)


class DrawnLimit:
    """So many a second, another number in each; `clock` gives Unix time, by which the limiter's seconds begin."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._second = 0
        self._drawn = ""

    def __call__(self) -> str:
        second = int(self._clock())
        if second != self._second or not self._drawn:
            self._second, self._drawn = second, f"{choose(MOST_DROPS)} per second"
        return self._drawn


def limiter_for(app: Flask) -> Limiter:
    """The limiter of one process, in memory; its answers carry no headers and it logs nothing."""
    return Limiter(lambda: EVERYBODY, app=app, storage_uri="memory://", strategy="fixed-window", headers_enabled=False)
