"""The operator's commands about the record of all cases: sealing it into the tree, checking it, exporting it."""

import time

import click

from reviewer import record_tree
from reviewer.alarms import Alarm
from reviewer.clock import Clock
from reviewer.database import DatabaseAway
from reviewer.settings import Settings
from reviewer.shell import ALARM, LATER, opened, with_settings

LONGEST_PAUSE_SECONDS = 600


@click.group()
def audit() -> None:
    """The record of all cases, which can be checked without any key."""


@audit.command(epilog="Example, from a timer after the courier: python -m reviewer audit seal --once")
@click.option("--once", is_flag=True, help="Seal once and end, as a timer wants it. Without it: again and again.")
@with_settings
def seal(settings: Settings, once: bool) -> None:
    """Add a block of leaves and a signed checkpoint for every epoch that is over. May be stopped and started any time.

    Ends with 1, and signs nothing, when the tree is not the one that was signed last: then run `audit verify`.
    """
    pause = min(LONGEST_PAUSE_SECONDS, max(1, settings.epoch_seconds // 3))
    while True:
        code = _seal(settings)
        if once or code == ALARM:
            raise SystemExit(code)
        time.sleep(pause)


def _seal(settings: Settings) -> int:
    epoch = Clock().epoch(settings.epoch_seconds) - 1
    try:
        with opened(settings) as database, database.write() as session:
            made = record_tree.seal(session, settings.instance, settings.board_seed, epoch)
    except Alarm as alarm:
        click.echo(str(alarm), err=True)
        return ALARM
    except DatabaseAway as away:
        click.echo(f"the database failed: {away}", err=True)
        return LATER
    for one in made:
        click.echo(f"checkpoint of epoch {one.epoch}, {one.size} leaves")
    return 0
