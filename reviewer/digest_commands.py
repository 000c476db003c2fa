"""The operator's commands about mail: to whom the daily digest goes, and sending it.

What they print, and how they end, is the same whatever came or did not come; no address is ever printed.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import click

from reviewer import committee, digest, mailboxes
from reviewer.clock import Clock
from reviewer.database import DatabaseAway
from reviewer.digest import Recipient
from reviewer.errors import NotFound, Refused
from reviewer.mail import NotTaken, TurnedAway, hand_over
from reviewer.settings import Settings
from reviewer.shell import ALARM, LATER, fail, opened, with_settings

DAY_SECONDS = 86_400
HOUR_SECONDS = 3_600
PAUSES = (0, 60, 600)  # seconds before each try; after the last one it is given up for the day


@click.command("digest", epilog="Example, from a timer at one hour of every day: python -m reviewer digest --once")
@click.option("--once", is_flag=True, help="Send once and end, as a timer wants it. Without it: each day at the hour.")
@with_settings
def digest_command(settings: Settings, once: bool) -> None:
    """Send every member with a mailbox the note of the day, or write it to DATA_DIR/digest.

    It says the same whatever came. A mail server that is away or busy is tried three times within eleven minutes.

    Ends with 0 when all were handed over, with 1 when one was refused for good (an address, a password or a certificate
    has to be mended), with 2 for wrong settings, with 3 when the mail server or the database stayed away, or when
    another one is at work: nobody gets two notes at once.
    """
    while not once:
        time.sleep(seconds_until(settings.digest_hour, Clock().seconds()))
        _send_all(settings)
    raise SystemExit(_send_all(settings))


@click.command(epilog="Example: python -m reviewer members mail --login chair --address chair@company.example")
@click.option("--login", required=True, help="Sign-in name of a member of the committee.")
@click.option("--address", help="Where the daily digest goes from now on.")
@click.option("--remove", is_flag=True, help="Send this member none any more.")
@with_settings
def mail(settings: Settings, login: str, address: str | None, remove: bool) -> None:
    """Keep or remove the address of a member's daily digest."""
    if remove == (address is not None):
        raise click.UsageError("either --address or --remove")
    try:
        with opened(settings) as database, database.write() as session:
            if address is None:
                mailboxes.remove(session, login)
            else:
                mailboxes.keep(session, login, address)
    except NotFound:
        fail(ALARM, "there is no member with this sign-in name")
    except Refused:
        fail(ALARM, "refused: this is no sign-in name, or no address like chair@company.example")


def seconds_until(hour: int, now: int) -> int:
    """From `now`, in seconds of Unix time, to the next time that it is this hour, UTC; never 0."""
    return DAY_SECONDS - (now - hour * HOUR_SECONDS) % DAY_SECONDS


class Busy(Exception):
    """Another digest is being sent."""


def _send_all(settings: Settings) -> int:
    """Send the note of the day to everybody who gets one, unless another run is at it. Returns the exit code."""
    try:
        with _alone(settings):
            return _send(settings, Clock().today())
    except Busy:
        click.echo("another digest is being sent", err=True)
        return LATER


def _send(settings: Settings, today: date) -> int:
    try:
        with opened(settings) as database, database.read() as session:
            directory = committee.current(session)
            if directory is None:
                click.echo("the committee has not been founded yet: nobody gets a digest")
                return 0
            recipients = digest.recipients(session, directory)
            words = digest.text(session, directory, settings.terms, settings.address, today)
    except DatabaseAway:
        click.echo("the database is away", err=True)
        return LATER
    away, refused = _deliver(settings, today, recipients, words)
    click.echo(f"digest of {today}: {len(recipients) - away - refused} of {len(recipients)}")
    if refused:
        click.echo(f"{refused} refused for good by the mail server", err=True)
        return ALARM
    return LATER if away else 0


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """One at a time; the lock goes with the process, however it ends. Raises Busy at once."""
    with (settings.data_dir / "digest.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


def _deliver(settings: Settings, today: date, recipients: tuple[Recipient, ...], words: bytes) -> tuple[int, int]:
    """Hand each mail over, whatever becomes of the others. Returns how many were not taken, and how many for good."""
    left, refused, deliver = list(recipients), 0, _way(settings, recipients)
    for pause in PAUSES:
        if left:
            time.sleep(pause)
        for to in tuple(left):
            made = digest.message(to, settings.mail_from, settings.address, words, today, settings.digest_hour)
            try:
                deliver(to, made)
            except TurnedAway:
                refused += 1
            except NotTaken:
                continue
            left.remove(to)
    return len(left), refused


def _way(settings: Settings, recipients: tuple[Recipient, ...]) -> Callable[[Recipient, bytes], None]:
    server, hello = settings.mail_server, urlsplit(settings.address).hostname or ""
    if server is not None:
        return lambda to, made: hand_over(server, hello, settings.mail_from, to.address, made)
    folder = settings.data_dir / "digest"
    folder.mkdir(exist_ok=True)
    for old in set(folder.iterdir()) - {_file(folder, to) for to in recipients}:
        old.unlink()  # of somebody who gets none any more
    return lambda to, made: _write(_file(folder, to), made)


def _file(folder: Path, to: Recipient) -> Path:
    return folder / f"member-{to.slot}.eml"


def _write(file: Path, made: bytes) -> None:
    """Put the mail of the day in place of the last one, whole or not at all."""
    part = file.with_suffix(".part")
    part.write_bytes(made)
    part.replace(file)
