"""The operator's command that looks over a whole host and says how to mend what it finds."""

import os
from contextlib import closing
from pathlib import Path

import click

from deploy.machine.findings import ending, examine
from deploy.machine.report import as_json, table
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.doctor import Asked, all_checks
from reviewer.doctor_database import Now
from reviewer.settings import Settings
from reviewer.shell import with_settings


@click.command(
    epilog="Exit codes: 0 good, 1 findings, 2 wrong settings, 3 something could not be looked at. "
    "Example: python -m reviewer doctor --url https://committee.example --nginx /etc/nginx/nginx.conf"
)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
@click.option("--url", help="Look from outside at this address, in place of REVIEWER_ADDRESS.")
@click.option(
    "--nginx",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The proxy's configuration: a file, or what `nginx -T` printed. Without it nginx is asked, as root.",
)
@with_settings
def doctor(settings: Settings, json_wanted: bool, url: str | None, nginx: Path | None) -> None:
    """Look at files, clock, headers, logs, databases, disks, jobs and members; say what is wrong, why, and how to mend
    it.

    It changes nothing. docs/operations.md explains every check.
    """
    clock = Clock()
    now = Now(clock.epoch(settings.epoch_seconds), clock.today(), clock.seconds())
    with closing(Database(settings.database_url)) as database:
        looked = examine(all_checks(settings, database, Asked(dict(os.environ), url, nginx), now))
    click.echo(as_json(looked) if json_wanted else table(looked))
    raise SystemExit(ending(looked))
