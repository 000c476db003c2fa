"""`backup` and `restore`, the same in both apps.

Exit codes: 0 done; 1 refused or failed for the reason printed, or something that people should look at; 2 wrong
settings or arguments; 3 another one is at work, or a disk is not there: try again later.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

import click

from crypto.boxes import box_public
from crypto.entropy import fresh
from crypto.limits import KEY
from deploy.backup.drilling import drill
from deploy.backup.failures import REFUSED, BackupFailed
from deploy.backup.forgetting import KEPT_DAYS, forget
from deploy.backup.keys import KeyStore
from deploy.backup.line import Group, Line
from deploy.backup.making import Maker, Tick, existing_folder, store_of
from deploy.backup.reading import Opened, open_file, read_recipient
from deploy.backup.restoring import restore
from deploy.backup.stopping import tidily
from deploy.backup.tables import count_rows
from deploy.destruction import overwriting
from deploy.whole_help import Commands as Listed

Run = Callable[..., None]
CODES = "Exit codes: 0 done, 1 refused or an alarm, 2 settings or arguments, 3 try again later. More: docs/backup.md."
KEY_FILE = click.option(
    "--key", "key_file", type=click.Path(path_type=Path), required=True, help="The file that `backup keygen` wrote."
)


@dataclass(frozen=True)
class Commands:
    """The commands of one app. `bound` hands a command the line of the settings, and says what is wrong with them."""

    bound: Callable[[Run], Run]

    def backup(self) -> click.Group:
        """`backup` makes one; below it are the commands about backups."""

        @click.group(cls=Listed, invoke_without_command=True, epilog=CODES)
        @click.pass_context
        def backup(context: click.Context) -> None:
            """Make a backup in the folder of backups, sealed to the recipient, and read it again.

            What it prints has one length whatever came. A second run at the same time ends with 3 and does nothing.
            """
            if context.invoked_subcommand is None:
                self._run(_make)

        backup.add_command(_keygen)
        backup.add_command(self._forget())
        backup.add_command(self._drill())
        return backup

    def restore(self) -> click.Command:
        """`restore FILE` into the empty place that the settings name."""

        @click.command(epilog=f"Example: restore reviewer-2026-11-20-5a.slbak --key recipient.key. {CODES}")
        @click.argument("file", type=click.Path(path_type=Path))
        @KEY_FILE
        def restore(file: Path, key_file: Path) -> None:
            """Restore the backup FILE to where the settings point, which must be empty.

            Nothing is written before the whole file is found good. What was destroyed since does not come back.
            """
            self._run(_restore, file, key_file)

        return restore

    def _forget(self) -> click.Command:
        @click.command(epilog=CODES)
        def forget() -> None:
            """Destroy the second keys of old backups, and of those that hold what was destroyed since."""
            self._run(_forget_old)

        return forget

    def _drill(self) -> click.Command:
        @click.command(epilog=f"Example: backup drill --key recipient.key. {CODES}")
        @click.argument("file", type=click.Path(path_type=Path), required=False)
        @KEY_FILE
        @click.option("--server", default="", help="Address of a PostgreSQL database whose user may make others.")
        def drill(file: Path | None, key_file: Path, server: str) -> None:
            """Restore FILE, or the newest backup, to a place that is taken away again, start the app and look."""
            self._run(_try, file, key_file, server)

        return drill

    def _run(self, act: Run, *arguments: object) -> None:
        try:
            with tidily():
                self.bound(act)(*arguments)
        except BackupFailed as failed:
            _fail(failed.code, str(failed))


@click.command("keygen", epilog="Example, on a machine that is none of the line's: backup keygen recipient.key")
@click.argument("file", type=click.Path(path_type=Path))
def _keygen(file: Path) -> None:
    """Write a new recipient's key to FILE, which must not exist, and print its public half for BACKUP_RECIPIENT.

    Keep the file off the machines of the line, twice, under the committee's control: it opens every backup.
    """
    secret = fresh(KEY)
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        _fail(REFUSED, f"{file}: {error.strerror}")
    with open(descriptor, "w", encoding="ascii") as made:
        made.write(f"{secret.hex()}\n")
        made.flush()
        os.fsync(made.fileno())
    overwriting.settle(file.absolute().parent)
    click.echo(box_public(secret).hex())


def _make(line: Line) -> None:
    with _progress(line) as tick:
        made = Maker(line).make(_today(), tick)
    click.echo(f"made, and read again: {made.backup}")


def _forget_old(line: Line) -> None:
    done = forget(line, _today())
    click.echo(f"forgotten {done.forgotten:4}, kept {done.kept:4}")
    if done.waiting:
        _fail(REFUSED, "older backups hold a destroyed case still: make a new backup, then forget again")
    if done.kept == 0:
        _fail(REFUSED, f"there is no backup of the last {KEPT_DAYS} days")


def _restore(line: Line, file: Path, key_file: Path) -> None:
    store, opened = _opened(line, file, key_file)
    with _progress(None) as tick:
        manifest = restore(line, opened, store, tick, click.echo)
    click.echo(f"restored as of {manifest.day.isoformat()}, every table as the backup says")


def _try(line: Line, file: Path | None, key_file: Path, server: str) -> None:
    store, opened = _opened(line, file or _newest(line), key_file)
    with _progress(None) as tick:
        manifest = drill(line, opened, store, server, tick, click.echo)
    tables = len(manifest.tables)
    click.echo(
        f"the backup of {manifest.day.isoformat()} can be restored: revision {manifest.revision}, {tables} tables"
        " as it says, and the app answers"
    )


def _opened(line: Line, file: Path, key_file: Path) -> tuple[KeyStore, Opened]:
    store = store_of(line)
    return store, open_file(line, store, file, read_recipient(key_file))


def _newest(line: Line) -> Path:
    folder = existing_folder(line)
    found = [one for one in store_of(line).all() if one.key and (folder / one.backup).is_file()]
    if not found:
        raise BackupFailed("there is no backup that could be tried")
    return folder / found[-1].backup


@contextmanager
def _progress(line: Line | None) -> Iterator[Tick]:
    """Counts rows on a terminal, and nowhere else."""
    if not sys.stderr.isatty():
        yield lambda rows: None
        return
    total = sum(map(_rows_in, line.groups())) if line else None
    with click.progressbar(
        iterable=None, length=total, label="rows", file=sys.stderr, update_min_steps=64, item_show_func=_nothing
    ) as bar:
        yield bar.update


def _nothing(row: int | None) -> None:
    """What is shown of a row: none of it."""


def _rows_in(group: AbstractContextManager[Group]) -> int:
    with group as (connection, tables):
        return count_rows(connection, tables)


def _today() -> date:
    return datetime.now(UTC).date()


def _fail(code: int, sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(code)
