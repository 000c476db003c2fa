"""When covers go out: at the moments of a Poisson process, drawn without looking at anything.

The wait for the next one has no memory. Whoever is stopped, by a night or by the scheduler, draws anew and is in the
same process still. Times are in seconds.
"""

import math
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise, takewhile

from crypto.entropy import fresh


def delays(mean: float) -> Iterator[float]:
    """One wait after the other, without end. Raises ValueError unless `mean` is above zero."""
    if not 0 < mean < math.inf:
        raise ValueError("a mean wait is more than zero")
    while True:
        yield -mean * math.log(chance())


def within(waits: Iterable[float], span: float) -> Iterator[float]:
    """Those of the waits that end before `span` is over: none of them, with a chance of exp(-span / mean)."""
    moments = takewhile(lambda moment: moment < span, accumulate(waits, initial=0.0))
    return (after - before for before, after in pairwise(moments))


def chance() -> float:
    """Above 0 and at most 1."""
    return (int.from_bytes(fresh(4)) + 1) / 2**32
