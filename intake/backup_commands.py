"""`backup` and `restore` of the public side: the commands of deploy.backup, over this app's settings."""

import click

from deploy.backup.commands import Commands, Run
from intake.backup_line import IntakeLine
from intake.cli import known_settings, plainly
from intake.models import board, directory, standing_order
from intake.published import forget
from intake.stores import store_of


def _bound(command: Run) -> Run:
    @plainly
    def _with_line(*arguments: object) -> None:
        command(IntakeLine(known_settings()), *arguments)

    return _with_line


backup = Commands(_bound).backup()
restore = Commands(_bound).restore()


@click.command(epilog="Example: python -m intake unpublish --orders, then the courier at once")
@click.option("--orders", is_flag=True, help="The standing orders too. A freeze among them must be ordered again.")
@plainly
def unpublish(orders: bool) -> None:
    """Forget board and directory, after the reviewer was restored from a backup: the next courier brings its own.

    An intake takes no board, directory or orders that do not follow from those it has; of a restored reviewer none do.
    """
    store = store_of(known_settings())
    store.check()
    forget(store.published, board, directory, *((standing_order,) if orders else ()))
    click.echo("nothing is published until the courier comes")
