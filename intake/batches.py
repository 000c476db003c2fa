"""Closed batches: written once, then read by the courier. Reading changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from crypto.batch import batch_hash, sort_and_cut, split
from crypto.limits import ENVELOPE
from intake.database import Database
from intake.models import batch

MOST_LISTED = 100


@dataclass(frozen=True)
class Closed:
    """One epoch's batch, as the courier lists it."""

    epoch: int
    sha256: bytes
    envelopes: int


def write_batch(connection: Connection, epoch: int, envelopes: Sequence[bytes]) -> None:
    """All envelopes of an epoch, sorted: the one write that this table sees in an epoch."""
    for number, value in enumerate(sort_and_cut(envelopes)):
        connection.execute(insert(batch).values(epoch=epoch, number=number, value=value))


def read_batch(connection: Connection, epoch: int) -> Sequence[bytes] | None:
    """All envelopes of an epoch; None when it has no batch."""
    wanted = select(batch.c.value).where(batch.c.epoch == epoch).order_by(batch.c.number)
    return split(connection.execute(wanted).scalars()) or None


def last_batch(database: Database) -> int | None:
    """The newest epoch that has a batch."""
    with database.reading() as connection:
        epoch: int | None = connection.execute(select(func.max(batch.c.epoch))).scalar()
    return epoch


class Batches:
    """The batches in a database. A batch never changes, so its hash is computed once in a process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._listed: dict[int, Closed] = {}

    def closed(self, after: int | None) -> list[Closed]:
        """The first 100 epochs after this one, ascending; without it the last 100."""
        return [self._describe(epoch) for epoch in self._epochs(after)]

    def values(self, epoch: int) -> Iterator[bytes]:
        """The values of one batch in order, each read when it is asked for; nothing for an epoch without one."""
        for number in self._numbers(epoch):
            one = select(batch.c.value).where(batch.c.epoch == epoch, batch.c.number == number)
            with self._database.reading() as connection:
                yield connection.execute(one).scalar_one()

    def size(self, epoch: int) -> int:
        """The length of one batch in bytes; 0 for an epoch without one."""
        total = select(func.sum(func.length(batch.c.value))).where(batch.c.epoch == epoch)
        with self._database.reading() as connection:
            return int(connection.execute(total).scalar() or 0)

    def _epochs(self, after: int | None) -> list[int]:
        wanted = select(batch.c.epoch).where(batch.c.number == 0).limit(MOST_LISTED)
        if after is None:
            wanted = wanted.order_by(batch.c.epoch.desc())
        else:
            wanted = wanted.where(batch.c.epoch > after).order_by(batch.c.epoch)
        with self._database.reading() as connection:
            return sorted(connection.execute(wanted).scalars())

    def _numbers(self, epoch: int) -> list[int]:
        numbers = select(batch.c.number).where(batch.c.epoch == epoch).order_by(batch.c.number)
        with self._database.reading() as connection:
            return list(connection.execute(numbers).scalars())

    def _describe(self, epoch: int) -> Closed:
        if epoch not in self._listed:
            self._listed[epoch] = Closed(epoch, batch_hash(self.values(epoch)), self.size(epoch) // ENVELOPE)
        return self._listed[epoch]
