"""The operator's commands by which batches end: what the calendar has reached, and nothing else.

Exit codes as in intake/cli.py; 0 also when nothing was due, 1 where people have to look.
"""

import json
from dataclasses import asdict

import click

from deploy.backup import unheard
from deploy.whole_help import Commands
from intake.cli import epoch_now, known_settings, plainly
from intake.errors import OrdersUnheard
from intake.published import Published
from intake.retention import Keeper, Plan
from intake.settings import Settings
from intake.standing import StandingOrders
from intake.stores import store_of

# Of one length, whatever was done.
SUMMARY = "destroyed {epochs:>9} epochs, kept {kept:>9}; {why:<11}"


@click.group(cls=Commands)
def retention() -> None:
    """What the calendar has reached: whole epochs, by the rules that the committee has adopted."""


@retention.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, with the digest that `run --exactly` takes.")
@plainly
def plan(as_json: bool) -> None:
    """Print exactly what `run` would destroy. Reads only."""
    known = known_settings()
    found = _keeper(known).plan(epoch_now(known))
    described = {**asdict(found), "epochs": found.epochs, "why": found.why, "digest": found.digest}
    click.echo(json.dumps(described, sort_keys=True) if as_json else _table(found))


@retention.command()
@click.option("--exactly", metavar="DIGEST", help="Do what this plan said, or nothing.")
@click.option(
    "--catch-up",
    is_flag=True,
    help="However many epochs are due. For a first run, or after a long stop, with clocks that are right.",
)
@plainly
def run(exactly: str | None, catch_up: bool) -> None:
    """Destroy the batches that are due, and all that is left of them in files or in the server's log.

    Run it once a day, at a fixed time, whether or not anything is due.
    """
    known = known_settings()
    done = _keeper(known).run(epoch_now(known), exactly=exactly, catch_up=catch_up)
    click.echo(SUMMARY.format(epochs=done.epochs, kept=done.kept, why=done.why))


def _keeper(known: Settings) -> Keeper:
    if unheard.is_marked(known.data_dir):
        raise OrdersUnheard(unheard.WHY)
    store = store_of(known)
    store.check()
    published = Published(store.published, known.instance, known.intake_key)
    return Keeper(store, published, StandingOrders(store.published, known.instance), known.epoch_seconds)


def _table(found: Plan) -> str:
    held = f"{found.held[0]} to {found.held[1]}" if found.held else "none"
    due = f"{found.first} to {found.last}, {found.epochs} in all" if found.epochs else "none"
    rows = [
        ("rules", f"order {found.order}" if found.calendar else "none adopted: nothing is destroyed"),
        ("days kept", found.calendar or "-"),
        ("freezes", found.freezes),
        ("carried to epoch", "-" if found.carried is None else found.carried),
        ("epochs held", held),
        ("to be destroyed", due),
        ("digest", found.digest),
    ]
    return "\n".join(f"{name:<18}{value}" for name, value in rows)
