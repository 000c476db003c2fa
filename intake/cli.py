"""The operator's commands. Each reads settings from the environment, does one thing, says what it did in one line.

Exit codes: 0 done, 1 refused or failed for the reason printed, 2 wrong settings or arguments.
"""

import os
import secrets
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from crypto.derivation import sha256
from intake import epochs, settings
from intake import publish as publishing
from intake import serve as serving
from intake.epochs import Place
from intake.errors import IntakeError
from intake.fillers import Fillers
from intake.line_context import facts_of
from intake.painting import Sources
from intake.publish import Edition
from intake.published import Published
from intake.settings import DEMO_KEY, KEY_BYTES, BadSettings, Settings
from intake.upgrade import upgrade_all
from intake.verify import differences

P = ParamSpec("P")
PAGES = Path(__file__).parent / "pages"
BUNDLES = Path(__file__).parent.parent / "build" / "bundles"


def _plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn the failures that an operator can mend into one sentence and an exit code."""

    @wraps(command)
    def _run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BadSettings as error:
            for problem in error.problems:
                click.echo(problem, err=True)
            sys.exit(2)
        except IntakeError as error:
            raise click.ClickException(str(error)) from None

    return _run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The intake of a sealed line: takes drops, serves the published pages.

    Settings come from INTAKE_* in the environment.
    """
    os.umask(0o077)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@_plainly
def keygen(file: Path) -> None:
    """Write a new random key to FILE, which must not exist. Keep a copy where no server backup goes."""
    value = secrets.token_bytes(KEY_BYTES)
    while value.startswith(DEMO_KEY):
        value = secrets.token_bytes(KEY_BYTES)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{file} exists; a key is never overwritten") from None
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(value)


@main.command("public-key")
@_plainly
def public_key() -> None:
    """Print the intake's public key, which the directory names (the reviewer's REVIEWER_INTAKE_KEY)."""
    click.echo(_settings().intake_key.hex())


@main.group()
def db() -> None:
    """The databases."""


@db.command()
@_plainly
def upgrade() -> None:
    """Bring the database files in INTAKE_DATA_DIR to this version, and make those that are missing."""
    for name in upgrade_all(_settings().data_dir):
        click.echo(f"{name} is up to date")


@main.command()
@click.option(
    "--courier", is_flag=True, help="Serve the courier's routes on INTAKE_COURIER_BIND instead of the public ones."
)
@_plainly
def serve(courier: bool) -> None:
    """Serve the public on INTAKE_BIND until stopped. Opens the first epoch if none is open."""
    known = settings.load(os.environ, courier=courier)
    if courier:
        serving.check_databases(known)
        serving.run("intake.wsgi:courier", known.courier_bind)
    else:
        serving.prepare(known, _place(known), _epoch_now(known))
        serving.run("intake.wsgi:public", known.bind)


@main.command()
@click.option(
    "--catch-up",
    is_flag=True,
    help="Close however many epochs are over. For after a very long stop, with a clock that is right.",
)
@_plainly
def close(catch_up: bool) -> None:
    """Close every epoch that is over. Run it once an epoch, at a fixed time, whether or not anything came."""
    known = _settings()
    now = _epoch_now(known)
    closed = epochs.close_until(_place(known), now, most=now if catch_up else epochs.MOST_BEHIND)
    click.echo(f"closed {len(closed)}, open is {now}" if closed else "nothing to close")


@main.command()
@_plainly
def reopen() -> None:
    """Open a new epoch after the open epoch's file was lost, as after a restored backup.

    What was sent since the last close stays lost.
    """
    click.echo(f"open is {epochs.reopen_after_loss(_place(_settings()))}")


@main.group(invoke_without_command=True)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write into this empty folder, and change nothing that is served."
)
@click.pass_context
@_plainly
def publish(context: click.Context, out: Path | None) -> None:
    """Build the public pages for the current directory and put them in place."""
    if context.invoked_subcommand:
        return
    known = _settings()
    edition = _edition(known)
    if out:
        publishing.write(edition, out)
    else:
        publishing.put_in_place(edition, known.site_dir)
    click.echo(f"published {len(edition)} files, manifest {sha256(publishing.manifest_of(edition)).hex()}")


@publish.command()
@click.argument("url")
@click.option(
    "--manifest",
    type=click.Path(exists=True, path_type=Path),
    help="Compare with this manifest instead of a fresh build.",
)
@_plainly
def verify(url: str, manifest: Path | None) -> None:
    """Fetch every published file from URL, from outside, and name each one that is not as it was published."""
    expected = manifest.read_bytes() if manifest else publishing.manifest_of(_edition(_settings()))
    found = differences(url, expected)
    for difference in found:
        click.echo(difference)
    if found:
        sys.exit(1)
    click.echo("as published")


def _edition(known: Settings) -> Edition:
    directory = Published(known.data_dir, known.instance, known.intake_key).current_directory()
    return publishing.build(facts_of(known, directory), Sources(PAGES, BUNDLES, known.notices_dir))


def _settings() -> Settings:
    return settings.load(os.environ)


def _place(known: Settings) -> Place:
    return Place(known.data_dir, known.wrap_key, Fillers(known.instance), known.work_bits)


def _epoch_now(known: Settings) -> int:
    """The one place where a clock is read, and only as an epoch."""
    return int(time.time()) // known.epoch_seconds
