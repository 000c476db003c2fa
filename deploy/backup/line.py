"""What backup and restore ask of an app: its tables, and the few files that belong to them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Table

from crypto.backup import App
from crypto.backup_frames import Frame, Value
from deploy.backup.keys import KeyStore
from deploy.backup.places import Places

Group = tuple[Connection, Sequence[Table]]
Say = Callable[[str], None]
Stays = Callable[[str, Mapping[str, Value]], bool]


@dataclass(frozen=True)
class Launch:
    """How an app is started on a port of this machine, and the paths that must answer 200 then; `host` is its name."""

    arguments: tuple[str, ...]
    host: str
    settings: Mapping[str, str] = field(repr=False)
    before: tuple[tuple[str, ...], ...] = ()
    paths: tuple[str, ...] = ()


class Line(Protocol):
    """One app of one line, as its settings name it."""

    @property
    def app(self) -> App: ...

    @property
    def instance(self) -> bytes: ...

    @property
    def places(self) -> Places: ...

    def groups(self) -> Iterator[AbstractContextManager[Group]]:
        """The tables that belong into a backup, in groups, each within one reading transaction: one state of it.

        A group is entered when it is its turn, and left before the next is asked for.
        """

    def revision(self) -> str:
        """That of the tables' last migration."""

    def files(self) -> Iterable[tuple[str, bytes]]:
        """Small files that belong to the tables, by name."""

    def knows(self, revision: str) -> bool:
        """Whether this version of the software can make tables of that revision."""

    def is_empty(self) -> bool:
        """Whether there is nothing yet where a backup would be restored to."""

    def create(self, revision: str) -> AbstractContextManager[Sequence[Group]]:
        """Empty tables of that revision, within writing transactions that end with the block."""

    def stays(self, store: KeyStore, frames: Iterator[Frame]) -> Stays:
        """Whether a row of this table may come back: not what was destroyed since. `frames` are those of the backup,
        from its beginning, which was read to its end before. Raises BackupFailed.
        """

    def put_file(self, name: str, value: bytes) -> None:
        """Write one of `files`. `Malformed` for a name that is none."""

    def upgrade(self) -> None:
        """Bring the tables to this version."""

    def settle(self, store: KeyStore, say: Say) -> Sequence[str]:
        """What else must be done before a restored line may be used; `say` tells the operator. Returns what people
        should look at.
        """

    def frozen_since(self) -> date | None:
        """The day since which nothing is destroyed, by what was ordered; None where it may be. Raises BackupFailed;
        BackupBusy where that is not known yet.
        """

    def discard(self) -> None:
        """Take away what was begun, where that can be done: the target was empty before."""

    def elsewhere(self, folder: Path, database: str) -> "Line":
        """The same line with its data in this empty folder, and in this empty database if one is named."""

    @property
    def server(self) -> str:
        """The address of the database if it is a PostgreSQL server's, else nothing."""

    def launch(self, port: int) -> Launch:
        """How to start it."""
