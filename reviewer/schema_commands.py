"""`db`: the tables, and whether they are those of this version."""

from contextlib import closing

import click

from deploy.whole_help import Commands
from reviewer import schema
from reviewer.database import Database
from reviewer.settings import Settings
from reviewer.shell import opened, with_settings


@click.group(cls=Commands)
def db() -> None:
    """Make the database, bring it to this version, or check it."""


@db.command("upgrade")
@with_settings
def db_upgrade(settings: Settings) -> None:
    """Create the tables, or bring them to this version."""
    with closing(Database(settings.database_url)) as database:
        schema.upgrade(database)
    click.echo("the database is up to date")


@db.command("check")
@with_settings
def db_check(settings: Settings) -> None:
    """Exit with 0 if the tables are those of this version, and a PostgreSQL server is set up as it must be."""
    with opened(settings):
        click.echo("the database is of this version")
