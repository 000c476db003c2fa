"""The operator's commands. Each reads settings from the environment, does one thing, says what it did in one line.

Exit codes: 0 done; 1 refused or failed for the reason printed; 2 wrong settings or arguments; 3 somebody else is at
work, or the database is away: try again later.
"""

import os
import sys
import time
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from crypto.entropy import fresh
from deploy.database_hints import code_of, hint
from deploy.whole_help import Commands
from intake import epochs, settings
from intake import serve as serving
from intake.epochs import Place
from intake.errors import BatchesBusy, CloseRunning, IntakeError, LogLingers, NothingLost, OrdersCame, OrdersUnheard
from intake.fillers import Fillers
from intake.settings import DEMO_KEY, KEY_BYTES, BadSettings, Settings
from intake.stores import store_of

P = ParamSpec("P")
Result = TypeVar("Result")
# Publishing, migrating and backups need large libraries; `serve` stays small without them.
ON_DEMAND = {
    "backup": "intake.backup_commands",
    "db": "intake.upgrade_commands",
    "doctor": "intake.doctor_commands",
    "publish": "intake.publish_commands",
    "restore": "intake.backup_commands",
    "retention": "intake.retention_commands",
    "unpublish": "intake.backup_commands",
}
LATER = (CloseRunning, BatchesBusy, LogLingers, OrdersCame, OrdersUnheard)  # what another try mends by itself
PATIENCE_SECONDS, PAUSE_SECONDS = 60.0, 0.1


class _Later(click.ClickException):
    exit_code = 3


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn the failures that an operator can mend into one sentence and an exit code."""

    @wraps(command)
    def _run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BadSettings as error:
            for problem in error.problems:
                click.echo(problem, err=True)
            sys.exit(2)
        except LATER as error:
            raise _Later(str(error)) from None
        except IntakeError as error:
            raise click.ClickException(str(error)) from None
        except OperationalError as error:  # its text may hold values, as that of the next
            raise _Later(_of_database("does not answer", error)) from None
        except DatabaseError as error:
            raise click.ClickException(_of_database("refused", error)) from None

    return _run


def _of_database(said: str, error: DBAPIError) -> str:
    """Kind, code and what to do; never its text."""
    code = code_of(error.orig)
    return f"The database {said}: {type(error).__name__}{f' {code}' if code else ''}; {hint(code)}"


class _Commands(Commands):
    """A group some of whose commands are imported when they are called."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted([*super().list_commands(context), *ON_DEMAND])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name in ON_DEMAND:
            command: click.Command = getattr(import_module(ON_DEMAND[name]), name)
            return command
        return super().get_command(context, name)


EPILOG = (
    "Exit codes: 0 done, 1 refused or an alarm, 2 settings or arguments, 3 try again later. "
    "Example: python -m intake close"
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
def main() -> None:
    """The intake of a sealed line: takes drops, serves the published pages.

    Settings come from INTAKE_* in the environment.
    """
    os.umask(0o077)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@plainly
def keygen(file: Path) -> None:
    """Write a new random key to FILE, which must not exist. Keep a copy where no server backup goes."""
    value = fresh(KEY_BYTES)
    while value.startswith(DEMO_KEY):
        value = fresh(KEY_BYTES)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{file} exists; a key is never overwritten") from None
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(value)
    click.echo(f"wrote {file}: keep a copy of it where no backup of the database goes")


@main.command("public-key")
@plainly
def public_key() -> None:
    """Print the intake's public key, which the directory names (the reviewer's REVIEWER_INTAKE_KEY)."""
    click.echo(known_settings().intake_key.hex())


@main.command()
@click.option(
    "--courier", is_flag=True, help="Serve the courier's routes on INTAKE_COURIER_BIND instead of the public ones."
)
@plainly
def serve(courier: bool) -> None:
    """Serve the public on INTAKE_BIND until stopped. Opens the first epoch if none is open."""
    known = settings.load(os.environ, courier=courier)
    if courier:
        store_of(known).check()
        serving.run("intake.wsgi:courier", known.courier_bind)
    else:
        patiently(lambda: serving.prepare(_place(known), epoch_now(known)))
        serving.run("intake.wsgi:public", known.bind)


@main.command()
@click.option(
    "--catch-up",
    is_flag=True,
    help="Close however many epochs are over. For after a very long stop, with a clock that is right.",
)
@plainly
def close(catch_up: bool) -> None:
    """Close every epoch that is over, and open the first.

    Run it once an epoch, at a fixed time, whether or not anything came.
    """
    known = known_settings()
    place, now = _place(known), epoch_now(known)
    begun = epochs.is_open(place)
    patiently(lambda: epochs.open_first(place, now))
    closed = patiently(lambda: epochs.close_until(place, now, most=now if catch_up else epochs.MOST_BEHIND))
    click.echo(f"closed {len(closed)}, open is {now}" if closed else _not_yet(place, begun, now))


@main.command()
@plainly
def reopen() -> None:
    """Open a new epoch after the open one was lost, as after a restored backup. Stop `serve` before.

    What was sent since the last close stays lost.
    """
    place = _place(known_settings())
    try:
        opened = patiently(lambda: epochs.reopen_after_loss(place))
    except NothingLost as nothing:
        click.echo(f"nothing to do: {nothing}")
    else:
        click.echo(f"opened epoch {opened}, in place of the one that was lost; now `close`")


def _not_yet(place: Place, begun: bool, now: int) -> str:
    """Why nothing was closed."""
    if not begun:
        return f"opened epoch {now}, the first: it is closed when it is over"
    return f"nothing to close: epoch {place.store.epoch()} is open and not over"


def known_settings() -> Settings:
    return settings.load(os.environ)


def _place(known: Settings) -> Place:
    return Place(store_of(known), Fillers(known.instance))


def patiently(step: Callable[[], Result]) -> Result:
    """Do this when whoever closes epochs or destroys batches is done. Raises CloseRunning after a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return step()
        except CloseRunning:
            if time.monotonic() > deadline:
                raise
        time.sleep(PAUSE_SECONDS)


def epoch_now(known: Settings) -> int:
    """The one place where a clock is read, and only as an epoch."""
    return int(time.time()) // known.epoch_seconds
