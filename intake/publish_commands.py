"""The operator's commands that build the public pages and compare what is served with them."""

import sys
from pathlib import Path

import click

from crypto.derivation import sha256
from deploy.whole_help import Commands
from intake import publish as publishing
from intake.cli import known_settings, plainly
from intake.line_context import facts_of
from intake.painting import Sources
from intake.publish import Edition
from intake.published import Published
from intake.settings import Settings
from intake.stores import store_of
from intake.verify import differences

PAGES = Path(__file__).parent / "pages"
ROOT = Path(__file__).resolve().parent.parent
INSTALLED = ROOT / "deploy" / "bundles"  # where a wheel has them
BUNDLES = INSTALLED if INSTALLED.is_dir() else ROOT / "build" / "bundles"


@click.group(cls=Commands, invoke_without_command=True)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write into this empty folder, and change nothing that is served."
)
@click.pass_context
@plainly
def publish(context: click.Context, out: Path | None) -> None:
    """Build the public pages for the current directory and put them in place."""
    if context.invoked_subcommand:
        return
    known = known_settings()
    edition = _edition(known)
    if out:
        publishing.write(edition, out)
    else:
        publishing.put_in_place(edition, known.site_dir)
    click.echo(f"published {len(edition)} files, manifest {sha256(publishing.manifest_of(edition)).hex()}")


@publish.command()
@click.argument("url")
@click.option(
    "--manifest",
    type=click.Path(exists=True, path_type=Path),
    help="Compare with this manifest instead of a fresh build.",
)
@plainly
def verify(url: str, manifest: Path | None) -> None:
    """Fetch every published file from URL, from outside, and name each one that is not as it was published."""
    expected = manifest.read_bytes() if manifest else publishing.manifest_of(_edition(known_settings()))
    found = differences(url, expected)
    for difference in found:
        click.echo(difference)
    if found:
        sys.exit(1)
    click.echo("as published")


def _edition(known: Settings) -> Edition:
    directory = Published(store_of(known).published, known.instance, known.intake_key).current_directory()
    return publishing.build(facts_of(known, directory), Sources(PAGES, BUNDLES, known.notices_dir))
