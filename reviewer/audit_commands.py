"""The operator's and the auditor's commands about the record of all cases: sealing it into the tree, exporting it,
checking it.

`audit verify FILE` needs no settings and no key: it is for another machine than the one that is checked.
"""

import json
import os
from pathlib import Path
from typing import BinaryIO

import click

from deploy.whole_help import Commands
from reviewer import audit_export, committee, record_tree
from reviewer.alarms import Alarm
from reviewer.audit import NOTHING, Kept, Now, verify
from reviewer.audit_database import DatabaseRows
from reviewer.audit_file import FileRows, NoExport
from reviewer.audit_findings import Report
from reviewer.audit_kept import read_kept
from reviewer.audit_rows import Head
from reviewer.clock import Clock
from reviewer.database import DatabaseAway
from reviewer.settings import Settings
from reviewer.shell import ALARM, LATER, WRONG, database_failed, fail, keep_at, opened, with_settings

FINGERPRINT = 32
NOT_FOUNDED = "the committee has not been founded yet"
File = click.File("rb")


@click.group(cls=Commands)
def audit() -> None:
    """The record of all cases, which can be checked without any key."""


@audit.command(epilog="Example, from a timer after the courier: python -m reviewer audit seal --once")
@click.option("--once", is_flag=True, help="Seal once and end, as a timer wants it. Without it: again and again.")
@with_settings
def seal(settings: Settings, once: bool) -> None:
    """Add a block of leaves and a signed checkpoint for every epoch that is over. May be stopped and started any time.

    Ends with 1, and signs nothing, when the tree is not the one that was signed last: then run `audit verify`.
    """
    keep_at(settings, _seal, once=once)


@audit.command("export", epilog="Example: python -m reviewer audit export /srv/audit/2026-Q4.export")
@click.argument("file", type=click.Path(path_type=Path))
@with_settings
def export(settings: Settings, file: Path) -> None:
    """Write the record without any content to FILE, which must not exist. It is for the auditor.

    It shows who read and who wrote which case, by key: it is not for members of the committee.
    """
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        fail(ALARM, f"{file}: {error.strerror}")
    with open(descriptor, "wb") as made, opened(settings) as database, database.read() as session:
        made.writelines(audit_export.lines(DatabaseRows(session, head_of(settings), sealed=False)))
    click.echo(f"wrote {file}: the record, without any content")


@audit.command(
    "verify", epilog="Examples: python -m reviewer audit verify; python -m reviewer audit verify 2026.export"
)
@click.argument("file", type=File, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--since", type=File, help="A checkpoint or an export that was kept earlier.")
@click.option("--fingerprint", help="That of the directory, as on the poster; with spaces, in quotes.")
def check(file: BinaryIO | None, as_json: bool, since: BinaryIO | None, fingerprint: str | None) -> None:
    """Check the record: that of the database, or that in FILE, an export, for which nothing else is needed.

    Ends with 0 when all is as it was signed; with 1 when not, naming everything, and also before the founding, since a
    line of which everything was taken away looks the same; with 2 when FILE is no export, or settings are wrong.
    """
    try:
        kept = NOTHING if since is None else read_kept(since)
        anchor = anchor_of(fingerprint)
        found = _verify_database(anchor, kept) if file is None else _verify_file(file, anchor, kept)
    except NoExport:
        fail(WRONG, "this is no export of a record, or no checkpoint")
    click.echo(json.dumps(found.to_json()) if as_json else told(found))
    raise SystemExit(0 if found.good else ALARM)


def head_of(settings: Settings) -> Head:
    """Whose record it is."""
    return Head(settings.instance, settings.epoch_seconds)


def told(report: Report) -> str:
    """The report for people."""
    if not report.founded:
        return _nothing_signed(report)
    newest = report.newest or {"epoch": "none", "day": "", "size": 0, "root": ""}
    lines = [
        f"line {report.instance}: {report.cases} cases, {report.entries} entries, {report.leaves} leaves, "
        f"{report.checkpoints} checkpoints",
        f"newest checkpoint: epoch {newest['epoch']}, {newest['day']}, {newest['size']} leaves, root {newest['root']}",
        f"orders: {report.orders}, certificates of destruction: {report.certificates}",
        f"entries, orders and certificates that came after it: {report.outside}",
        f"fingerprint of the directory: {grouped(report.fingerprint)}",
        f"fingerprint of its first version: {grouped(report.founded)}",
        *(one.sentence for one in report.findings),
        "nothing is wrong" if report.good else f"findings: {len(report.findings)}",
    ]
    return "\n".join(lines)


def _nothing_signed(report: Report) -> str:
    """Of a line without a directory: one that is still to be founded, or one of which everything is gone."""
    sentences = [one.sentence for one in report.findings]
    return "\n".join(
        [
            f"line {report.instance}: {NOT_FOUNDED}, so nothing is signed and nothing can be checked",
            'if it was founded, the whole record is gone: see docs/operations.md, "Lost database"',
            *sentences,
            f"findings: {len(sentences)}",
        ]
    )


def grouped(fingerprint: str) -> str:
    """As it stands on posters and pages, so that it can be compared."""
    return bytes.fromhex(fingerprint).hex(" ", 2)


def anchor_of(fingerprint: str | None) -> bytes | None:
    """The fingerprint as somebody typed it; ends the command when it is none."""
    if fingerprint is None:
        return None
    try:
        found = bytes.fromhex(fingerprint)
    except ValueError:
        found = b""
    if len(found) != FINGERPRINT:
        fail(WRONG, "a fingerprint has 64 hexadecimal digits")
    return found


def _verify_file(file: BinaryIO, anchor: bytes | None, kept: Kept) -> Report:
    return verify(FileRows(file), now=None, fingerprint=anchor, kept=kept)


@with_settings
def _verify_database(settings: Settings, anchor: bytes | None, kept: Kept) -> Report:
    clock = Clock()
    now = Now(clock.today(), clock.epoch(settings.epoch_seconds) - 1)
    with opened(settings) as database, database.read() as session:
        return verify(DatabaseRows(session, head_of(settings), sealed=True), now=now, fingerprint=anchor, kept=kept)


def _seal(settings: Settings) -> int:
    epoch = Clock().epoch(settings.epoch_seconds) - 1
    try:
        with opened(settings) as database, database.write() as session:
            founded = committee.current(session) is not None
            made = record_tree.seal(session, settings.instance, settings.board_seed, epoch)
    except Alarm as alarm:
        click.echo(str(alarm), err=True)
        return ALARM
    except DatabaseAway as away:
        click.echo(database_failed(away), err=True)
        return LATER
    for one in made:
        click.echo(f"checkpoint of epoch {one.epoch}, {one.size} leaves")
    if not made:
        click.echo("every epoch that is over is sealed" if founded else f"{NOT_FOUNDED}: nothing to seal")
    return 0
