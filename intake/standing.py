"""Standing orders, as the courier brings them: only a longer chain that goes on from the one held, good by the
directory held here. So who has the courier's token, and nothing else, can order nothing.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, func, insert, select

from crypto.document import Signed, parse_signed
from crypto.errors import BrokenChain, ProtocolError
from crypto.limits import ORDER_DAYS
from crypto.order import Order, parse_order
from crypto.orders import Orders, check_orders, check_seen, is_signed_by, not_released
from crypto.version import Directory
from intake.database import Database
from intake.errors import NotNewer, Unacceptable
from intake.models import standing_order


class StandingOrders:
    """The orders held in a database, for the line with this instance."""

    def __init__(self, database: Database, instance: bytes) -> None:
        self._database = database
        self._instance = instance

    def count(self) -> int:
        with self._database.reading() as connection:
            return count_orders(connection)

    def held(self, chain: Sequence[Directory]) -> Orders:
        """What is ordered, checked again. `chain` is that of the directory held. Raises ProtocolError."""
        with self._database.reading() as connection:
            return self._held(connection, chain)

    def freezes(self) -> Sequence[Order]:
        """Those that are not released. Signatures are not looked at: a freeze that is none keeps too much.

        Raises ProtocolError.
        """
        with self._database.reading() as connection:
            return not_released([parse_order(one) for one in _documents(connection)])

    def put(self, documents: Sequence[Signed], chain: Sequence[Directory], today: date) -> None:
        """Take a longer chain; the same again changes nothing. Raises NotNewer, Unacceptable.

        1. each order follows from those before, 2. there are more than are held, 3. it begins with these, 4. what is
        new is signed by members of late: keys of who left long ago are worth nothing, also for a day before they left.
        An intake without any order takes them all: it was restored, or the line is old and its courier new.
        """
        try:
            new = check_orders(self._instance, chain, documents)  # 1
        except ProtocolError as error:
            raise Unacceptable("not valid orders") from error
        with self._database.writing() as connection:
            count, last = self._held(connection, chain).head
            if new.head == (count, last):
                return
            if len(documents) <= count:  # 2
                raise NotNewer(count)
            try:
                check_seen(new, count, last)  # 3
            except BrokenChain as error:
                raise NotNewer(count) from error
            lately = _lately(chain, today)
            if count and not all(is_signed_by(new, one, lately) for one in new.orders[count:]):  # 4
                raise Unacceptable("an order of members who left long ago")
            for number in range(count, len(documents)):
                connection.execute(insert(standing_order).values(number=number, document=documents[number].serialise()))

    def _held(self, connection: Connection, chain: Sequence[Directory]) -> Orders:
        return check_orders(self._instance, chain, _documents(connection))


def _lately(chain: Sequence[Directory], today: date) -> Sequence[Directory]:
    """The versions that were in force within the days in which an order waits for its second signature."""
    ends = [*(one.day for one in chain[1:]), date.max]
    return [one for one, end in zip(chain, ends, strict=True) if end >= today - timedelta(days=ORDER_DAYS)]


def _documents(connection: Connection) -> Sequence[Signed]:
    found = connection.execute(select(standing_order.c.document).order_by(standing_order.c.number)).scalars()
    return [parse_signed(one) for one in found]


def count_orders(connection: Connection) -> int:
    """How many are held."""
    found: int = connection.execute(select(func.count()).select_from(standing_order)).scalar_one()
    return found
