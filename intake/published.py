"""The reply board and the directory, as the courier brought them and as everybody gets them.

Each is taken only if it follows the one held.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, delete, insert, select

from crypto.board import Board, follows, verify_board
from crypto.directory import CurrentDirectory, verify_directory
from crypto.errors import BrokenChain, ProtocolError
from intake.database import Database
from intake.errors import NotNewer, NotReady, Unacceptable
from intake.models import board, directory


@dataclass(frozen=True)
class Held:
    """A published file: `number` is the sequence of a board, the version of a directory."""

    number: int
    value: bytes


class Published:
    """What is published in a database, for the line with this instance and intake key.

    Looks there at every call; parses once.
    """

    def __init__(self, database: Database, instance: bytes, intake_key: bytes) -> None:
        self._database = database
        self._instance = instance
        self._intake_key = intake_key
        self._files: dict[str, Held] = {}
        self._parsed: tuple[bytes, CurrentDirectory] | None = None

    def board(self) -> Held | None:
        return self._held(board)

    def directory(self) -> Held | None:
        return self._held(directory)

    def current_directory(self) -> CurrentDirectory:
        """The directory held, parsed. Raises NotReady when there is none."""
        held = self.directory()
        if held is None:
            raise NotReady("there is no directory yet")
        if self._parsed is None or self._parsed[0] != held.value:
            self._parsed = held.value, verify_directory(held.value, today=None, fingerprint=None)
        return self._parsed[1]

    def put_directory(self, value: bytes, today: date) -> None:
        """Take a newer directory. Raises NotNewer, Unacceptable; the same bytes again change nothing.

        1. it is valid today, 2. it is this line's, 3. its chain goes on from the one held.
        """
        try:
            new = verify_directory(value, today=today, fingerprint=None)  # 1
        except ProtocolError as error:
            raise Unacceptable("not a valid directory") from error
        if (new.current.instance, new.current.intake_key) != (self._instance, self._intake_key):  # 2
            raise Unacceptable("the directory of another line")
        held = self.directory()
        if held is not None and held.value != value:
            self._check_goes_on(held, new)  # 3
        self._put(directory, Held(new.current.version, value))

    def put_board(self, value: bytes) -> None:
        """Take the next board.

        Raises NotReady without a directory, NotNewer, Unacceptable; the same bytes again change nothing.
        """
        held = self.board()
        if held is not None and held.value == value:
            return
        try:
            new = verify_board(value, self.current_directory().current.board_key, self._instance)
        except ProtocolError as error:
            raise Unacceptable("not a valid board") from error
        if held is not None:  # without one, any valid board is taken: the file may have been lost
            _check_follows(held, new)
        self._put(board, Held(new.sequence, value))

    def _check_goes_on(self, held: Held, new: CurrentDirectory) -> None:
        old = self.current_directory().chain
        if len(new.chain) <= len(old) or [one.hash for one in new.chain[: len(old)]] != [one.hash for one in old]:
            raise NotNewer(held.number)

    def _held(self, table: Table) -> Held | None:
        """The row of a table. Its value, which may be large, is read only when its number is a new one."""
        number = next(iter(table.primary_key.columns))
        with self._database.reading() as connection:
            found = connection.execute(select(number)).scalar()
            if found is None:
                return None
            if table.name not in self._files or self._files[table.name].number != found:
                self._files[table.name] = Held(found, connection.execute(select(table.c.value)).scalar_one())
        return self._files[table.name]

    def _put(self, table: Table, new: Held) -> None:
        number = next(iter(table.primary_key.columns))
        with self._database.writing() as connection:
            connection.execute(delete(table))
            connection.execute(insert(table).values({number.name: new.number, "value": new.value}))


def forget(database: Database, *groups: Table) -> None:
    """Forget what is published: after the reviewer was restored from a backup, what it has does not follow from that.

    Until the courier has come again there is nothing to serve.
    """
    with database.writing() as connection:
        for table in groups:
            connection.execute(delete(table))


def _check_follows(held: Held, new: Board) -> None:
    try:
        follows(held.value, new)
    except BrokenChain as error:
        raise NotNewer(held.number) from error
