"""The open epoch in a PostgreSQL database, where several intake processes may take drops, each into a box of its own.

A close is one transaction, and TRUNCATE gives the tables new files: no row of an ended epoch is left in them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, Engine, text

from intake import batch_rows, epoch_rows
from intake.batches import read_batch, write_batch
from intake.database import LOCK_SPACE, ServerDatabase, check_revision, lock_for_transaction
from intake.epoch_keys import EpochKeys, load_keys
from intake.epoch_store import FIRST_BOX, OpenEpoch
from intake.errors import CloseRunning, NotReady
from intake.models import MOST_BOXES

EPOCH_LOCK = 2  # shared by who writes into the open epoch, held alone by who ends it
CLOSE_LOCK = 3
GROWTH_LOCK = 4  # boxes grow one after the other, so that a batch never has more envelopes than it may
BOX_LOCKS = 100  # one for each box, held while its process lives


@dataclass
class EndingRows:
    """See EndingEpoch. All steps are one transaction."""

    connection: Connection = field(repr=False)
    wrap_key: bytes = field(repr=False)
    keys: EpochKeys = field(repr=False)
    envelopes: frozenset[bytes] = field(repr=False)
    pages: int

    def written_batch(self) -> Sequence[bytes] | None:
        return read_batch(self.connection, self.keys.epoch)

    def write_batch(self, envelopes: Sequence[bytes]) -> None:
        write_batch(self.connection, self.keys.epoch, envelopes)

    def open_next(self, keys: EpochKeys, seen: Iterable[bytes], cells: int) -> None:
        boxes = _boxes_in_use(self.connection)
        self.connection.execute(text("TRUNCATE page, key_epoch, open_epoch"))
        epoch_rows.insert_epoch(self.connection, keys, self.wrap_key, seen=seen, cells=cells, boxes=boxes)


class EpochTables:
    """The open epoch of the line in this database."""

    def __init__(self, engine: Engine, wrap_key: bytes) -> None:
        self.batches = self.published = ServerDatabase(engine)
        self._engine = engine
        self._wrap_key = wrap_key
        self._own: tuple[Connection, int] | None = None

    def epoch(self) -> int:
        with self._settled() as connection:
            return epoch_rows.state_of(connection)[0]

    def keys(self) -> EpochKeys:
        with self._settled() as connection:
            return load_keys(connection, self._wrap_key)

    def pages(self) -> int:
        with self._settled() as connection:
            return epoch_rows.count_pages(connection, epoch_rows.state_of(connection)[0])

    @contextmanager
    def changing(self) -> Iterator[OpenEpoch]:
        try:
            connection, box = self._writers_connection()
            with connection.begin():
                lock_for_transaction(connection, EPOCH_LOCK, shared=True)
                keys = load_keys(connection, self._wrap_key)
                yield OpenEpoch(connection, keys, box, partial(_pages_elsewhere, connection, keys.epoch, box))
        except BaseException:
            self._let_go()
            raise

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The lock goes with its connection, however that ends."""
        with self._session() as connection:
            if not _try_lock(connection, CLOSE_LOCK):
                raise CloseRunning("a close or a destruction is running on this database")
            try:
                yield
            finally:  # a server notices the end of a connection a moment late
                _unlock(connection, CLOSE_LOCK)

    def begin(self, keys: EpochKeys) -> None:
        with self._engine.begin() as connection:
            lock_for_transaction(connection, EPOCH_LOCK)
            epoch_rows.insert_epoch(connection, keys, self._wrap_key, seen=(), cells=0, boxes=[FIRST_BOX])

    @contextmanager
    def ending(self) -> Iterator[EndingRows]:
        with self._engine.begin() as connection:
            # While it waits for these tables nobody can send, so it does not wait for a dump of them to end.
            connection.execute(text("SET LOCAL lock_timeout = '5s'"))
            lock_for_transaction(connection, EPOCH_LOCK)
            connection.execute(text("LOCK TABLE page, key_epoch, open_epoch IN ACCESS EXCLUSIVE MODE"))
            keys = load_keys(connection, self._wrap_key)
            envelopes, pages = epoch_rows.gather(connection, keys)
            yield EndingRows(connection, self._wrap_key, keys, envelopes, pages)

    def interrupted(self) -> bool:
        return False

    def keep_from(self, first: int, still: Callable[[Connection], bool]) -> bool:
        with self.batches.writing() as connection:
            if kept := still(connection):
                batch_rows.keep_from(connection, first)
        return kept

    def scrub(self) -> None:
        batch_rows.discard_log(self._engine)

    def check(self) -> None:
        check_revision(self.batches, "the intake's database")

    def release(self) -> None:
        self._let_go()
        self._engine.dispose()

    @contextmanager
    def _settled(self) -> Iterator[Connection]:
        """A reading transaction that a close does not run beside: TRUNCATE empties tables for older snapshots too."""
        with self._engine.begin() as connection:
            lock_for_transaction(connection, EPOCH_LOCK, shared=True)
            yield connection

    @contextmanager
    def _session(self) -> Iterator[Connection]:
        """A connection that is closed at the end, with all locks of its session."""
        connection = self._connect()
        try:
            yield connection
        finally:
            connection.close()

    def _connect(self) -> Connection:
        connection = self._engine.connect()
        connection.detach()
        return connection

    def _writers_connection(self) -> tuple[Connection, int]:
        """The writer's own connection, and the box that its session holds."""
        if self._own is None:
            connection = self._connect()
            try:
                self._own = connection, _take_box(connection)
            except BaseException:
                connection.close()
                raise
        return self._own

    def _let_go(self) -> None:
        if self._own is not None:
            self._own[0].close()
        self._own = None


def _take_box(connection: Connection) -> int:
    """The first box that no living process holds. Raises NotReady when all are taken."""
    for box in range(MOST_BOXES):
        if _try_lock(connection, BOX_LOCKS + box):
            return box
    raise NotReady(f"{MOST_BOXES} processes take drops already")


def _pages_elsewhere(connection: Connection, epoch: int, box: int) -> int:
    lock_for_transaction(connection, GROWTH_LOCK)
    return epoch_rows.count_pages(connection, epoch, but=box)


def _boxes_in_use(connection: Connection) -> list[int]:
    """The first box, and those that living processes hold."""
    held = text(
        "SELECT objid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
        " WHERE locktype = 'advisory' AND datname = current_database() AND classid = :space AND granted"
        " AND objid BETWEEN :first AND :last"
    )
    wanted = {"space": LOCK_SPACE, "first": BOX_LOCKS, "last": BOX_LOCKS + MOST_BOXES - 1}
    found = connection.execute(held, wanted).scalars()
    return sorted({FIRST_BOX, *(lock - BOX_LOCKS for lock in found)})


def _try_lock(connection: Connection, lock: int) -> bool:
    """Take an advisory lock for the session of this connection, outside any transaction."""
    taken: bool = connection.execute(
        text("SELECT pg_try_advisory_lock(:space, :lock)"), {"space": LOCK_SPACE, "lock": lock}
    ).scalar_one()
    connection.commit()
    return taken


def _unlock(connection: Connection, lock: int) -> None:
    connection.execute(text("SELECT pg_advisory_unlock(:space, :lock)"), {"space": LOCK_SPACE, "lock": lock})
    connection.commit()
