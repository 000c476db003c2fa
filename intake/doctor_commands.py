"""The operator's command that looks over a whole host and says how to mend what it finds."""

import os
import sys
from pathlib import Path

import click

from deploy.machine import clock
from deploy.machine.findings import ending, examine
from deploy.machine.report import as_json, table
from intake.cli import known_settings, plainly
from intake.doctor import Asked, Now, all_checks
from intake.settings import Settings
from intake.stores import store_of


@click.command(
    epilog="Exit codes: 0 good, 1 findings, 2 wrong settings, 3 something could not be looked at. "
    "Example: python -m intake doctor --url https://line.example --nginx /etc/nginx/nginx.conf"
)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
@click.option("--url", help="Look from outside at this address too, in place of INTAKE_ADDRESS.")
@click.option(
    "--nginx",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The proxy's configuration: a file, or what `nginx -T` printed. Without it nginx is asked, as root.",
)
@plainly
def doctor(json_wanted: bool, url: str | None, nginx: Path | None) -> None:
    """Look at files, clock, headers, logs, databases, disks and jobs; say what is wrong, why, and how to mend it.

    It changes nothing. docs/operations.md explains every check.
    """
    known = known_settings()
    looked = examine(all_checks(known, store_of(known), Asked(dict(os.environ), url, nginx), _now(known)))
    click.echo(as_json(looked) if json_wanted else table(looked))
    sys.exit(ending(looked))


def _now(known: Settings) -> Now:
    seconds = clock.now()
    return Now(int(seconds) // known.epoch_seconds, clock.day_of(seconds))
