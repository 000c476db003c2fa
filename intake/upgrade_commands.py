"""The operator's commands for the databases."""

import click

from deploy.whole_help import Commands
from intake.cli import known_settings, plainly
from intake.upgrade import upgrade_all


@click.group(cls=Commands)
def db() -> None:
    """The databases."""


@db.command()
@plainly
def upgrade() -> None:
    """Bring the database, or the files in INTAKE_DATA_DIR, to this version; what is missing is made."""
    for name in upgrade_all(known_settings()):
        click.echo(f"{name} is up to date")
