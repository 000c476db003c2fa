"""The operator's command that prints the procedure for the committee to adopt."""

import click

from reviewer.clock import Clock
from reviewer.orders import BrokenOrders
from reviewer.procedure import facts, markdown
from reviewer.procedure_page import page
from reviewer.settings import Settings
from reviewer.shell import ALARM, fail, opened, with_settings

TITLE = "Procedure for complaints"


@click.command(epilog="Example: python -m reviewer procedure --html >procedure.html")
@click.option("--html", is_flag=True, help="A page that prints on one sheet, in place of Markdown.")
@with_settings
def procedure(settings: Settings, html: bool) -> None:
    """Print the procedure on one page, as settings, directory, standing orders and rules are now.

    For the committee to adopt, and to print again when something was changed.
    """
    try:
        with opened(settings) as database, database.read() as session:
            text = markdown(facts(session, settings, Clock().today()))
    except BrokenOrders:
        fail(ALARM, "the standing orders are no chain: python -m reviewer audit verify")
    click.echo(page(text, f"{TITLE}, {settings.company}") if html else text)
