"""The operator's commands. They reach no content: what they print is names, roles, epochs and sequence numbers.

Exit codes: 0 done; 1 an alarm that people should look at, or refused for the reason printed; 2 wrong settings or
arguments;
3 the intake or the database could not be reached, or another courier runs: try again later.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from crypto.entropy import fresh
from crypto.limits import MEMBER_SLOTS
from crypto.signatures import public_key
from deploy.whole_help import Commands
from reviewer import enrolment, founding
from reviewer.alarms import Alarm
from reviewer.clock import Clock
from reviewer.courier import Busy, Courier
from reviewer.database import DatabaseAway
from reviewer.digest_commands import mail
from reviewer.errors import NotFound, Refused
from reviewer.intake_client import CourierDoor, FrontDoor, Unreachable, connect
from reviewer.pepper import Peppers
from reviewer.settings import DEMO_MARK, KEY, Settings
from reviewer.shell import ALARM, LATER, WRONG, database_failed, fail, keep_at, opened, with_settings

EPILOG = (
    "Settings come from REVIEWER_* variables. "
    "Exit codes: 0 done, 1 alarm or refusal, 2 settings or arguments, 3 try again later."
)


# A job starts every few hours, or seconds in a demo: it loads no more than itself.
LATER_COMMANDS = {
    "audit": "audit_commands.audit",
    "backup": "backup_commands.backup",
    "db": "schema_commands.db",
    "destruction": "retention_commands.destruction",
    "digest": "digest_commands.digest_command",
    "doctor": "doctor_commands.doctor",
    "procedure": "procedure_commands.procedure",
    "restore": "backup_commands.restore",
    "retention": "retention_commands.retention",
}


class _Commands(Commands):
    """A group some of whose commands are imported when they are called."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted([*super().list_commands(context), *LATER_COMMANDS])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in LATER_COMMANDS:
            return super().get_command(context, name)
        module, _, command = LATER_COMMANDS[name].partition(".")
        found: click.Command = getattr(import_module(f"reviewer.{module}"), command)
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
def main() -> None:
    """The committee's side of a sealed line."""
    os.umask(0o077)  # the database and everything beside it belong to one user


@main.command(epilog="Example: python -m reviewer keygen /etc/sealed-line/reviewer.key")
@click.argument("file", type=click.Path(path_type=Path))
def keygen(file: Path) -> None:
    """Write a new key to FILE, which must not exist. Keep a copy where no backup of the database goes."""
    key = fresh(KEY)
    while key.startswith(DEMO_MARK):
        key = fresh(KEY)
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        fail(ALARM, f"{file}: {error.strerror}")
    with open(descriptor, "wb") as made:
        made.write(key)
    click.echo(f"wrote {file}: keep a copy of it where no backup of the database goes")


@main.command("board-key")
@with_settings
def board_key(settings: Settings) -> None:
    """Print the public key that signs reply boards, in hexadecimal."""
    click.echo(public_key(settings.board_seed).hex())


@main.command(epilog="Example: REVIEWER_BIND=unix:/run/sealed-line/reviewer.sock python -m reviewer serve")
@with_settings
def serve(settings: Settings) -> None:
    """Serve the members' pages on REVIEWER_BIND until stopped."""
    from reviewer import serving  # noqa: PLC0415  the other commands do not load the server

    with opened(settings):
        pass
    serving.serve(settings.bind)


@main.group(cls=Commands)
def members() -> None:
    """Invite the first members, list them, and keep the addresses for the daily note."""


members.add_command(mail)


@members.command(
    epilog='Example: python -m reviewer members invite --slot 0 --role "Chair of the Audit Committee" --login chair'
)
@click.option("--slot", type=click.IntRange(0, MEMBER_SLOTS - 1), required=True, help="Place in the directory, 0 to 7.")
@click.option("--role", required=True, help="What reporters read, at most 80 characters.")
@click.option("--login", required=True, help="Sign-in name: letters, digits and . _ @ + -")
@with_settings
def invite(settings: Settings, slot: int, role: str, login: str) -> None:
    """Keep a place and print the link for it.

    The link works once, for 14 days; send it by a way that only this person reads.
    """
    with _refusals(), opened(settings) as database, database.write() as session:
        founding.demand_open(session)
        token = enrolment.invite(session, settings.wrap_key, slot, role, login, _today())
    click.echo(f"{settings.address}/enrol#{token.hex()}")


@members.command()
@click.option("--slot", type=click.IntRange(0, MEMBER_SLOTS - 1), required=True)
@with_settings
def withdraw(settings: Settings, slot: int) -> None:
    """Take an unused invitation back."""
    with _refusals(), opened(settings) as database, database.write() as session:
        taken_back = enrolment.withdraw(session, slot)
    Peppers(settings.pepper_dir).destroy(taken_back)
    click.echo(f"the invitation to place {slot} is withdrawn: its link leads nowhere")


@members.command(epilog="Example: python -m reviewer members remove --slot 3")
@click.option("--slot", type=click.IntRange(0, MEMBER_SLOTS - 1), required=True)
@with_settings
def remove(settings: Settings, slot: int) -> None:
    """Before the founding, and with no draft standing: take an enrolled person off again, keys and all.

    For when somebody else used the link, or passphrase and recovery sheet are lost. Then invite anew.
    """
    with _refusals(), opened(settings) as database, database.write() as session:
        founding.demand_open(session)
        removed = enrolment.remove(session, slot)
    Peppers(settings.pepper_dir).destroy(removed)
    click.echo(f"place {slot} is free again")


@members.command("list")
@with_settings
def list_members(settings: Settings) -> None:
    """Print slot, state, sign-in name and role of everyone, a line each."""
    with opened(settings) as database, database.read() as session:
        people = founding.overview(session, _today())["members"]
    for one in people:
        click.echo(f"{one['slot']}\t{one['state']}\t{one['login']}\t{one['role']}")


@main.command(epilog="Example, from a timer after the intake's close: python -m reviewer courier --once")
@click.option("--once", is_flag=True, help="Go once and end, as a timer wants it. Without it: again and again.")
@click.option(
    "--intake-was-restored",
    "restored",
    is_flag=True,
    help="Once, after the intake was restored from a backup: what it closed anew is not compared with what was held.",
)
@with_settings
def courier(settings: Settings, once: bool, restored: bool) -> None:
    """Carry batches in, boards and directory out. May be stopped and started at any time.

    Ends with 1 when an epoch is missing, shrank or changed, or the intake has stopped closing: the text names it.
    """
    if restored:
        raise SystemExit(_carry(settings, restored=True))
    keep_at(settings, _carry, once=once)


class _Said:
    """Prints a line, and knows how many there were."""

    lines = 0

    def __call__(self, line: str) -> None:
        self.lines += 1
        click.echo(line)


def _carry(settings: Settings, *, restored: bool = False) -> int:
    if settings.courier is None:
        fail(WRONG, "REVIEWER_INTAKE_URL, REVIEWER_INTAKE_PUBLIC_URL and REVIEWER_COURIER_TOKEN_FILE are needed")
    known = settings.courier
    try:
        with (
            opened(settings) as database,
            connect(known.intake_url, known.token) as inner,
            connect(known.intake_public_url) as outer,
        ):
            courier = Courier(settings, database, Clock(), CourierDoor(inner), FrontDoor(outer))
            said = _Said()
            courier.run(said, restored=restored)
            if not said.lines:
                click.echo("nothing new to carry: the intake has every board and order")
    except Alarm as alarm:
        click.echo(str(alarm), err=True)
        return ALARM
    except (Unreachable, Busy) as error:
        click.echo(str(error), err=True)
        return LATER
    except DatabaseAway as away:
        click.echo(database_failed(away), err=True)
        return LATER
    return 0


@contextmanager
def _refusals() -> Iterator[None]:
    """Turns a refusal into one line and exit code 1."""
    try:
        yield
    except NotFound:
        fail(ALARM, "there is nobody in this slot")
    except Refused as error:
        fail(ALARM, f"refused: {error.code}")


def _today() -> date:
    return Clock().today()
