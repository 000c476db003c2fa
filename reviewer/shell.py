"""What every command of the operator begins and ends with: settings, the database, exit codes.

Exit codes: 0 done; 1 an alarm that people should look at, or refused for the reason printed; 2 wrong settings or
arguments; 3 the intake or the database could not be reached: try again later.
"""

import functools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, NoReturn, TypeVar

import click

from deploy.database_hints import hint
from reviewer import revision
from reviewer.database import Database, DatabaseAway, DatabaseFailed
from reviewer.server_settings import wrong_settings
from reviewer.settings import BadSettings, Settings, load

ALARM, WRONG, LATER = 1, 2, 3
LONGEST_PAUSE_SECONDS = 600

Result = TypeVar("Result")


def fail(code: int, text: str) -> NoReturn:
    """End with this code, and the text on stderr."""
    click.echo(text, err=True)
    raise SystemExit(code)


def database_failed(failed: DatabaseFailed) -> str:
    """Kind, code and what to do: nothing else is in a DatabaseFailed."""
    return f"the database failed: {failed}; {hint(failed.code)}"


def with_settings(command: Callable[..., Result]) -> Callable[..., Result]:
    """Hand the command its settings; what is wrong with them is printed, all of it."""

    @functools.wraps(command)
    def inner(*args: Any, **options: Any) -> Result:
        try:
            settings = load(os.environ)
        except BadSettings as bad:
            fail(WRONG, "\n".join(bad.problems))
        try:
            return command(settings, *args, **options)
        except DatabaseFailed as failed:  # its text holds no value, which a traceback would
            fail(LATER if isinstance(failed, DatabaseAway) else ALARM, database_failed(failed))

    return inner


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database, if it is as it should be."""
    with closing(Database(settings.database_url)) as database:
        if not revision.is_current(database):
            fail(WRONG, "the database is not of this version: run `python -m reviewer db upgrade`")
        if wrong := wrong_settings(database):
            fail(WRONG, "the PostgreSQL server is not set up as deploy/postgres/private.conf:\n" + "\n".join(wrong))
        yield database


def keep_at(settings: Settings, job: Callable[[Settings], int], *, once: bool) -> NoReturn:
    """Do a job that returns its exit code: once and end with it, or three times an epoch until there is an alarm."""
    pause = min(LONGEST_PAUSE_SECONDS, max(1, settings.epoch_seconds // 3))
    while True:
        code = job(settings)
        if once or code == ALARM:
            raise SystemExit(code)
        time.sleep(pause)
