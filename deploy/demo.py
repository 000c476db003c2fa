"""`./run demo`: a line with three demo members and short epochs on this machine, to be tried in a browser.

Not for real reports: its keys are made here, in one folder.
"""

import argparse
import selectors
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import httpx

from crypto.directory import verify_directory
from deploy.demo_folder import Account, Kept, NoDemo, keep, kept_in
from deploy.founding import enrol_auditor, found_line
from deploy.line import Founder, Line, LineError, Ports
from deploy.totp import code_at
from intake.settings import LONGEST_EPOCH_SECONDS
from reviewer.settings import load

EPOCH_SECONDS = 15
EPOCHS_SECONDS = range(1, LONGEST_EPOCH_SECONDS + 1)
MOST_BEHIND = 6_000
TOLD_BEHIND = 60
EPOCHS_A_MINUTE = 200  # closed and carried, on a slow machine
PORTS = range(1, 65_536 - 2)  # of the first of three
FOUNDERS = (
    Founder(0, "Chair of the Audit Committee", "chair", "violet ladder quietly mending seven kettles"),
    Founder(1, "Director", "director", "orchard lantern slowly counting nine sparrows"),
    Founder(2, "Counsel to the Audit Committee", "counsel", "harbour pencil gently folding four umbrellas"),
)

AUDITOR = "granite willow slowly mending nine compasses"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo until Ctrl-C; 0 when it was stopped, 1 when something failed, with a sentence that says what."""
    options = _options(arguments)
    folder = Path(options.data or tempfile.mkdtemp(prefix="sealed-line-demo-"))
    try:
        kept = kept_in(folder)
    except NoDemo as error:
        print(error, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `kill` stops it as cleanly as Ctrl-C
    line = _line(folder, options, kept)
    try:
        accounts = _begin(line) if kept is None else _go_on(line, kept)
        print(_welcome(line, accounts), flush=True)
        _live(line, accounts)
    except KeyboardInterrupt:
        print("\nStopping.")
    except LineError as error:
        print(f"The demo stopped: {error}", file=sys.stderr)
        print("./run demo --help tells how to choose ports and folder.", file=sys.stderr)
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave processes behind
        line.stop()
        if not options.data:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run demo", description="Start a line with three demo members on this machine."
    )
    parser.add_argument(
        "--data",
        metavar="FOLDER",
        help="keep the data in this folder, a new one or that of an earlier demo, which then goes on where it was "
        "(default: a temporary one, removed at the end)",
    )
    parser.add_argument(
        "--port",
        type=_number_in(PORTS),
        default=8001,
        help="first of three ports: reporters, members, courier (default 8001)",
    )
    parser.add_argument(
        "--epoch-seconds",
        type=_number_in(EPOCHS_SECONDS),
        help="length of an epoch (default 15; a demo that goes on keeps its own)",
    )
    return parser.parse_args(arguments)


def _number_in(allowed: range) -> Callable[[str], int]:
    """What argparse reads a number with, so that one out of range is named and not tried."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and int(text) in allowed):
            raise argparse.ArgumentTypeError(f"must be a number from {allowed[0]} to {allowed[-1]}")
        return int(text)

    return read


def _line(folder: Path, options: argparse.Namespace, kept: Kept | None) -> Line:
    """A new line, or the one that was kept: its instance and its epochs are in all that was signed."""
    ports = Ports(options.port, options.port + 2, options.port + 1)
    if kept is None:
        return Line(folder, ports, options.epoch_seconds or EPOCH_SECONDS, tied=True)
    if options.epoch_seconds not in (None, kept.epoch_seconds):
        print(f"This demo goes on with epochs of {kept.epoch_seconds} seconds, as it began.", file=sys.stderr)
    return Line(folder, ports, kept.epoch_seconds, instance=kept.instance, tied=True)


def _go_on(line: Line, kept: Kept) -> Sequence[Account]:
    """Take up a line that was stopped, or broke off: what is over since is closed with fillers, and carried.

    Raises LineError when it stood still for too long.
    """
    line.check_ports()
    line.upgrade()
    behind = line.behind()
    if behind > MOST_BEHIND:
        raise LineError(
            f"the demo in {line.folder} stood still for {behind} epochs, too many to catch up with. Begin a new one: "
            "name another folder, or remove this one."
        )
    if behind > TOLD_BEHIND:
        minutes = 2 + behind // EPOCHS_A_MINUTE
        print(
            f"The demo goes on where it was. First the {behind} epochs that passed meanwhile are closed and carried: "
            f"about {minutes} minutes. Another folder begins at once.",
            flush=True,
        )
    line.catch_up()
    line.start()
    line.open_site()
    return kept.accounts


def _begin(line: Line) -> Sequence[Account]:
    line.check_ports()
    line.prepare()
    settings = load(line.environment)
    founders = found_line(settings, FOUNDERS)
    secrets = {one.login: one.totp_secret for one in founders}
    auditor = enrol_auditor(settings, AUDITOR, founders[:2])
    members = [Account(one.login, one.passphrase, secrets[one.login]) for one in FOUNDERS]
    accounts = [*members, Account(auditor.login, AUDITOR, auditor.totp_secret)]
    keep(line.folder, Kept(line.instance, line.epoch_seconds, accounts))
    line.start()
    line.open_site()
    return accounts


def _welcome(line: Line, accounts: Sequence[Account]) -> str:
    served = httpx.get(f"{line.intake_url}/directory").raise_for_status().content
    fingerprint = verify_directory(served, today=None, fingerprint=None).current.hash
    minutes = 90 * line.epoch_seconds // 60
    return f"""
Sealed Line, demo. Not for real reports: its keys are in {line.folder.absolute()}

  As a reporter   open {line.intake_url}/
  As a member     open {line.reviewer_url}/ and sign in with one of these; the last is the auditor:

{_table(accounts)}
  {_more_codes()}

  What a reporter sends reaches the members when an epoch ends: here every {line.epoch_seconds} seconds. An answer
  reaches the reporter the same way, and stays for 90 epochs: here {minutes} minutes. In real life an epoch is a day.

  Fingerprint of the directory   {fingerprint.hex(" ", 2)}
  Poster                         {line.intake_url}/en/poster.html

Ctrl-C stops it."""


def _more_codes() -> str:
    if sys.stdin.isatty():
        return "Press Enter here for new authenticator codes: each is good once, for half a minute."
    return (
        "Each code is good once, for half a minute. New ones are shown when Enter is pressed, for which the demo\n"
        "  has to be started in a terminal: this one was not."
    )


def _table(accounts: Sequence[Account]) -> str:
    now = time.time()
    until = datetime.fromtimestamp((int(now) // 30 + 1) * 30, UTC).strftime("%H:%M:%S UTC")
    rows = [f"    {'sign-in name':<16}{'passphrase':<48}authenticator code (until {until})"]
    rows += [f"    {one.login:<16}{one.passphrase:<48}{code_at(one.totp_secret, now)}" for one in accounts]
    return "\n".join(rows) + "\n"


def _live(line: Line, accounts: Sequence[Account]) -> None:
    """Close each epoch when it ends, let the courier go and seal the record; answer Enter with new codes."""
    waiting = selectors.DefaultSelector()
    if sys.stdin.isatty():
        waiting.register(sys.stdin, selectors.EVENT_READ)
    while True:
        line.check_alive()
        line.keep_time()
        _answer_enter(waiting, min(max(line.seconds_left(), 0.0), 1.0), accounts)


def _answer_enter(waiting: selectors.BaseSelector, pause: float, accounts: Sequence[Account]) -> None:
    if not waiting.get_map():
        time.sleep(pause)
    for _ in waiting.select(pause) if waiting.get_map() else ():
        if not sys.stdin.readline():
            waiting.unregister(sys.stdin)
            return
        print(_table(accounts), flush=True)


if __name__ == "__main__":
    sys.exit(main())
