"""What a reporter waits for in Firefox without a compiler for JavaScript, as Tor Browser's level "Safer" has it."""

from statistics import median

from tests.bench.browsing import open_line
from tests.e2e.firefox.driven import Firefox, firefox, onion_of

SENDS = 5


def measure_safer() -> dict[str, float]:
    """Sends from fresh pages in one Firefox; it shows its clock in steps of 17 ms."""
    with open_line() as line, firefox(onion_of(line.intake_url)) as visitor:
        return {"send_ms_safer": median(_send_ms(visitor) for _ in range(SENDS))}


def _send_ms(visitor: Firefox) -> float:
    visitor.do("open")
    visitor.do("begin")
    visitor.do("write", what="The second set of books is in the safe.")
    visitor.do("go")
    return float(visitor.do("send"))
