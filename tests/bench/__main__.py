"""Measures what we promise about speed and size: a table, or with --json one object and nothing else on stdout."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence

from tests.bench.baseline import bare_loop_ms, measure_empty_route
from tests.bench.browsing import measure_browsing
from tests.bench.closing import measure_close, measure_filler
from tests.bench.drops import measure_drops
from tests.bench.folding import measure_fold
from tests.bench.listing import measure_listing
from tests.bench.measures import BY_KEY, table
from tests.bench.purging import measure_purge
from tests.bench.safer import measure_safer
from tests.bench.scanning import measure_scan

DIGITS = 3


def measure_drops_beside_bare_loop() -> dict[str, float]:
    """The drops, with the bare loop before and after them: the machine may slow down in between."""
    before, drops = bare_loop_ms(), measure_drops()
    return drops | {"drop_vs_bare_loop": drops["drop_cpu_ms"] / ((before + bare_loop_ms()) / 2)}


STAGES: Sequence[tuple[Callable[[], dict[str, float]], Sequence[str]]] = (
    (
        measure_drops_beside_bare_loop,
        (
            "drop_cpu_ms",
            "drop_vs_bare_loop",
            "drop_p95_ms_8_clients",
            "errors_50_clients",
            "intake_peak_mb",
            "cover_cpu_ms",
            "flood_cpu_ms",
        ),
    ),
    (measure_empty_route, ("empty_route_cpu_ms",)),
    (measure_close, ("close_ms",)),
    (measure_filler, ("filler_ms",)),
    (measure_scan, ("scan_32_ms", "scan_1024_ms")),
    (measure_fold, ("fold_200_ms",)),
    (measure_listing, ("list_10000_first_ms", "list_10000_filter_ms")),
    (measure_browsing, ("send_ms", "first_page_kb", "first_page_requests")),
    (measure_safer, ("send_ms_safer",)),
    (measure_purge, ("purge_100k_s", "purge_peak_mb")),
)


def run(keys: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Every measurement of each stage that gives one of these keys; of all stages without any."""
    for stage, gives in STAGES:
        if not keys or set(keys) & set(gives):
            print(f"measuring {', '.join(gives)}", file=sys.stderr, flush=True)
            yield from stage().items()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of the table")
    parser.add_argument("keys", nargs="*", metavar="KEY", help=f"measure these only, of: {', '.join(BY_KEY)}")
    options = parser.parse_args(arguments)
    if unknown := set(options.keys) - set(BY_KEY):
        parser.error(f"nothing is called {', '.join(sorted(unknown))}")
    measured = dict(run(options.keys))
    found = {key: round(measured[key], DIGITS) for key in BY_KEY if key in measured}
    print(json.dumps(found) if options.json else table(found))


if __name__ == "__main__":
    main()
