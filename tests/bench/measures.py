"""What is measured and what we aim for. Ratios are good only between numbers of one run."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One row of the table. `aim` is the most that we want; None where there is nothing to aim for."""

    key: str
    aim: float | None
    what: str

    def verdict(self, value: float) -> str:
        """A word for the table; empty where there is no aim."""
        return "" if self.aim is None else "ok" if value <= self.aim else "over"


MEASURES = (
    Measure("drop_cpu_ms", 1.5, "server CPU of a drop all told, 32 an epoch from 8 clients"),
    Measure("drop_vs_bare_loop", 2, "the same beside opening a box and a durable SQLite insert in a bare loop"),
    Measure("empty_route_cpu_ms", None, "server CPU of an empty Flask route, launched alike"),
    Measure("drop_p95_ms_8_clients", 100, "what 95 of 100 of those drops were answered within"),
    Measure("errors_50_clients", 0, "of 200 drops from 50 clients at once, those not stored"),
    Measure("intake_peak_mb", 80, "most memory of all processes of the intake during these loads"),
    Measure("close_ms", None, "closing an epoch of 32 cells, without the start of Python"),
    Measure("cover_cpu_ms", None, "server CPU of a cover, 256 in an epoch from 8 clients"),
    Measure("flood_cpu_ms", None, "server CPU of a drop, 256 into one epoch from 8 clients"),
    Measure("send_ms", None, 'Chromium, from "Send" to "It is stored", four requests'),
    Measure("send_ms_safer", 2000, 'Firefox with the preferences of Tor Browser\'s "Safer", the same'),
    Measure("first_page_kb", 100, "Chromium, bytes on the wire for the first page and all it fetches"),
    Measure("first_page_requests", 6, "its requests"),
    Measure("scan_32_ms", 500, "Node.js, the first step of opening over 32 envelopes, fresh process"),
    Measure("scan_1024_ms", None, "the same over 1 024, after those"),
    Measure("fold_200_ms", 50, "Node.js, the fold of a case of 200 entries, fresh process"),
    Measure("list_10000_first_ms", 300, "Chromium, from a sealed index of 10 000 cases to the first page of the list"),
    Measure("list_10000_filter_ms", 50, "the same, from a key to the cases that it leaves"),
    Measure("purge_100k_s", None, "one `retention run` over 100 000 destroyed cases on SQLite, certificates included"),
    Measure("purge_peak_mb", 256, "most memory of that run"),
    Measure("filler_ms", None, "CPU of sealing one filler"),
)
BY_KEY = {measure.key: measure for measure in MEASURES}


def table(found: Mapping[str, float]) -> str:
    """The rows that were measured, in the order above."""
    rows = [("measure", "value", "aim", "", "what it is")]
    rows += [_row(measure, found[measure.key]) for measure in MEASURES if measure.key in found]
    return "\n".join(f"{key:<22}{value:>9}{aim:>8}  {verdict:<5} {what}" for key, value, aim, verdict, what in rows)


def _row(measure: Measure, value: float) -> tuple[str, str, str, str, str]:
    aim = "" if measure.aim is None else f"<={measure.aim:g}"
    return measure.key, f"{value:g}", aim, measure.verdict(value), measure.what
