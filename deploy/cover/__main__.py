"""Cover traffic as a command: for a service that runs all day, or for a scheduler that starts it every few minutes.

It says nothing when all is well, and never what it sent. Exit codes: 0 done or stopped, 1 a visit failed (with --once),
2 wrong arguments.
"""

import argparse
import contextlib
import re
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from crypto.errors import ProtocolError
from deploy.cover import route, schedule
from deploy.cover.outbox import Outbox
from deploy.cover.route import Route
from deploy.cover.sender import Pace, cover
from deploy.cover.visit import Line, NotOpen, NotReached, NotStored, visit

HOUR, MINUTE = 3600.0, 60.0
SENTENCES = {
    NotReached: "the line could not be reached",
    NotOpen: "the line is not open",
    NotStored: "the line took nothing",
    ProtocolError: "what came from the line does not fit its fingerprint, or the clock of this machine",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Cover until stopped, or for the minutes that a scheduler leaves between two starts."""
    options, line = _options(arguments)
    pace, outbox = Pace(), Outbox(options.outbox)
    waits = schedule.delays(options.mean_hours * HOUR)
    if options.once:
        waits = schedule.within(waits, options.every_minutes * MINUTE)
    failures: list[str] = []

    def visit_and_say() -> None:
        if problem := _problem_of(lambda: visit(line, outbox, pace)):
            failures.append(problem)
            print(problem, file=sys.stderr, flush=True)

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):
        cover(waits, visit_and_say, pace)
    return 1 if options.once and failures else 0


def _problem_of(act: Callable[[], None]) -> str:
    """What went wrong, in a sentence that is the same for a cover and for a sealed file; "" when nothing did."""
    try:
        act()
    except tuple(SENTENCES) as error:
        return next(SENTENCES[kind] for kind in type(error).__mro__ if kind in SENTENCES)
    return ""


def _options(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, Line]:
    parser = _parser()
    options = parser.parse_args(arguments)
    way = Route(options.line.rstrip("/"), options.proxy, options.ca)
    try:
        route.check(way)
    except ValueError as error:
        parser.error(str(error))
    if not re.fullmatch(r"[0-9a-f]{64}", options.fingerprint):
        parser.error("the fingerprint has 64 hexadecimal digits: the poster shows them")
    if options.once != (options.every_minutes is not None):
        parser.error("--once and --every-minutes belong together")
    return options, Line(way, bytes.fromhex(options.fingerprint), options.epoch_seconds)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m deploy.cover",
        description="Visits a line again and again, at random times that depend on nothing, as a reporter's browser "
        "would: so that a visit says little to who watches the network. It sends nothing, or in the place of one visit "
        "a sealed file that waits in the outbox. It goes on until it is stopped, says nothing when all is well, and "
        "never what it sent.",
        epilog="Exit codes: 0 done or stopped, 1 a visit failed (with --once), 2 wrong arguments. Example: "
        "python -m deploy.cover --line https://line.example --fingerprint '3fd1 ...' --outbox ~/outbox. "
        "More: docs/cover-traffic.md.",
    )
    parser.add_argument("--line", required=True, metavar="ADDRESS", help="address of the line, as on its poster")
    parser.add_argument(
        "--fingerprint",
        required=True,
        type=_hex,
        metavar="HEX",
        help="that on the poster, spaces and all; a line that does not fit it gets nothing",
    )
    parser.add_argument(
        "--outbox", type=Path, metavar="FOLDER", help="where *.sealed files wait; without it there are only covers"
    )
    parser.add_argument(
        "--mean-hours", type=_positive, default=4.0, metavar="N", help="hours between two visits on average (default 4)"
    )
    parser.add_argument(
        "--epoch-seconds",
        type=_seconds,
        default=86400,
        metavar="N",
        help="INTAKE_EPOCH_SECONDS of the line (default a day)",
    )
    parser.add_argument("--proxy", default="", metavar="ADDRESS", help="go by http://HOST:PORT or socks5://HOST:PORT")
    parser.add_argument("--ca", type=Path, metavar="FILE", help="certificates to trust instead of the system's")
    parser.add_argument(
        "--once", action="store_true", help="end before a scheduler starts it again; with --every-minutes"
    )
    parser.add_argument(
        "--every-minutes", type=_positive, metavar="N", help="minutes between two starts by the scheduler"
    )
    return parser


def _hex(text: str) -> str:
    """Posters show the fingerprint in groups."""
    return "".join(text.split()).lower()


def _seconds(text: str) -> int:
    if int(text) < 1:
        raise ValueError
    return int(text)


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError
    return value


if __name__ == "__main__":
    sys.exit(main())
