"""The operator's commands about what is destroyed. The operator decides nothing: members have, by rules and approvals.

Exit codes: 0 done, also when nothing was due, no rules are adopted, or the committee keeps everything; 1 something for
people to look at, named; 2 wrong settings, or a role that may not do it; 3 another run is at work, the line was
restored and the intake's orders are not known yet, or something outside keeps what was deleted: run it again later.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import select

from deploy.backup import unheard
from deploy.destruction.scanning import Found, files_of, scan
from deploy.destruction.witness import FOLDER, forget, read
from deploy.whole_help import Commands
from reviewer.alarms import Alarm
from reviewer.certificate_commands import verify_command
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.destruction_models import Destruction, Kind
from reviewer.orders import BrokenOrders
from reviewer.retention.job import Busy, Job, OtherPlan, Outcome, Unheard
from reviewer.retention.plan import Plan, make_plan
from reviewer.retention.scrubbing import NotScrubbed, WrongRole
from reviewer.settings import Settings
from reviewer.shell import ALARM, LATER, WRONG, fail, opened, with_settings

PLACES = 10  # of one kind of finding that are printed
DIGITS = 7
STATES = {"open": "done", "frozen": "frozen", "no rules": "no rules", "new rules": "new rules"}
BROKEN = "the standing orders are not as they were signed: nothing was destroyed; run `audit verify`"


@click.group(cls=Commands)
def retention() -> None:
    """What is destroyed by rule: cases that two members have destroyed, batches beyond the calendar, and what is over.

    Nothing is, before two members have adopted rules, and while anything is frozen.
    """


@retention.command("plan", epilog="Example: python -m reviewer retention plan --json")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, with everything that is due.")
@with_settings
def plan_command(settings: Settings, as_json: bool) -> None:
    """Print exactly what `retention run` would do now. Changes nothing.

    Numbers of cases and epochs, no content. The digest is for `retention run --exactly`.
    """
    if unheard.is_marked(settings.data_dir):
        fail(LATER, unheard.WHY)
    with opened(settings) as database:
        plan = _planned(settings, database)
    click.echo(json.dumps(plan.to_json()) if as_json else "\n".join(plan.lines()))


@retention.command("run", epilog="Example, from a timer once a day: python -m reviewer retention run")
@click.option("--exactly", metavar="DIGEST", help="That of a plan: nothing is done if it is another now.")
@with_settings
def run_command(settings: Settings, exactly: str | None) -> None:
    """Destroy what is due, scrub the database, and sign certificates. May be stopped at any time and run again.

    Ends with 0 when all is done; with 1 when a batch has waited for more than 14 days beyond the calendar to be read,
    when a record does not say that two members have destroyed its case, or when DIGEST is that of another plan; with 2
    for wrong settings or a role that may not do it; with 3 when another run is at work, or something outside, like a
    dump, keeps what was deleted: then run it again later. On SQLite nobody can use the database while its file is made
    anew, about ten seconds for a gigabyte.
    """
    with opened(settings) as database:
        outcome = _run(Job(settings, database, Clock(), _progress), exactly)
    click.echo(summary(outcome))
    late = outcome.overdue()
    for line in late[:PLACES]:
        click.echo(line, err=True)
    raise SystemExit(ALARM if late else 0)


@click.group(cls=Commands)
def destruction() -> None:
    """Whether what was destroyed is gone."""


destruction.add_command(verify_command)


@destruction.command("check", epilog="Example: python -m reviewer destruction check /var/lib/postgresql/17/main")
@click.argument("paths", type=click.Path(exists=True, path_type=Path), nargs=-1)
@with_settings
def check_command(settings: Settings, paths: tuple[Path, ...]) -> None:
    """Look in every file of DATA_DIR, and of each PATH, for pieces of what was destroyed.

    Each run of `retention run` leaves such pieces in DATA_DIR/witness; when they are found nowhere, they go. With
    PostgreSQL name the server's data folder, as somebody who may read it; add snapshots and backups that should hold
    nothing any more. About ten seconds for a gigabyte.

    Ends with 0 when nothing is found; with 1 when something is, naming file and place; with 2 when on PostgreSQL no
    PATH is given; with 3 when a run was cut off and has to be gone on with first.
    """
    with opened(settings) as database:
        if database.on_postgres and not paths:
            fail(WRONG, "name the server's data folder")
        if _is_unfinished(settings, database):
            fail(LATER, "something is due or half done: run `python -m reviewer retention run` first")
    try:
        found = list(_search(settings, paths))
    except OSError as error:
        fail(ALARM, f"{error.filename} cannot be read: nothing can be said of it")
    for one in found[:PLACES]:
        click.echo(f"{one.path}: {one.offset}", err=True)
    if found:
        fail(ALARM, f"pieces of what was destroyed are there: {len(found)}")
    forget(settings.data_dir / FOLDER)
    click.echo("nothing of what was destroyed was found")


def summary(outcome: Outcome) -> str:
    """One line of one length, whatever was done."""
    counts = ", ".join(f"{kind} {outcome.done.get(kind, 0):{DIGITS}}" for kind in Kind)
    kept = sum(1 for _ in outcome.plan.kept())
    return f"retention: {counts}, kept {kept:{DIGITS}}; {STATES[outcome.state]:<9}"


def _planned(settings: Settings, database: Database) -> Plan:
    try:
        with database.read() as session:
            return make_plan(session, settings, Clock())
    except BrokenOrders:
        fail(ALARM, BROKEN)


def _run(job: Job, exactly: str | None) -> Outcome:
    try:
        return job.run(exactly)
    except Busy:
        fail(LATER, "another run is at work")
    except Unheard:
        fail(LATER, unheard.WHY)
    except NotScrubbed as error:
        fail(LATER, error.what)
    except WrongRole:
        fail(WRONG, "this role cannot scrub the database: be reviewer_retention of deploy/postgres/reviewer.sql")
    except OtherPlan as other:
        fail(ALARM, f"refused: the plan is another now: {other.digest}")
    except BrokenOrders:
        fail(ALARM, BROKEN)
    except Alarm as alarm:
        fail(ALARM, str(alarm))
    except OSError as error:
        fail(ALARM, f"{error.filename}: {error.strerror}")


def _progress(kind: Kind, done: int, of: int) -> None:
    """For a person who watches; in a log it would say when something was destroyed."""
    if sys.stderr.isatty():
        click.echo(f"\r{kind}: {done} of {of}", err=True, nl=done >= of)


def _is_unfinished(settings: Settings, database: Database) -> bool:
    """Whether the witness may hold pieces of what lives, or of what is not scrubbed yet."""
    with database.read() as session:
        noted = session.scalar(select(Destruction.target).limit(1)) is not None
    return noted or any(one.keys for one in _planned(settings, database).targets if one.kind is not Kind.VISITS)


def _search(settings: Settings, paths: tuple[Path, ...]) -> Iterator[Found]:
    """In one go for each witness: a run of a day has one."""
    witness = (settings.data_dir / FOLDER).resolve()
    for windows in filter(None, read(witness)):
        files = (one for path in (settings.data_dir, *paths) for one in files_of(path))
        yield from scan((one for one in files if witness not in one.resolve().parents), windows)
