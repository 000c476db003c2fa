"""How long batches are kept: which epochs the calendar has reached, by what was ordered (docs/protocol.md, section 20).

Nothing here looks at a clock: the newest epoch that was carried to the reviewer is all the time there is. A clock that
is wrong at one end moves nothing, since the other end does not follow it.
"""

from datetime import date

from crypto.limits import ORDER_DAYS
from crypto.order import Act
from crypto.orders import Orders

DAY_SECONDS = 86_400
FIRST_DAY = date(1970, 1, 1).toordinal()


def first_kept(carried: int, epoch_seconds: int, calendar: int) -> int:
    """The oldest epoch that is kept `calendar` days after its end, when `carried` is the newest that was carried."""
    return carried + 1 - -(-calendar * DAY_SECONDS // epoch_seconds)


def first_surely_kept(orders: Orders, carried: int, epoch_seconds: int) -> int:
    """The oldest epoch that nobody may have destroyed so far by any rules that were ever in force.

    Rules hold at the intake until the next order comes there, and that comes before any board that is made after it.
    """
    reached, calendar, freezes = 0, None, set[int]()
    ends = [_last_epoch_under(one.day, one.act, epoch_seconds) for one in orders.orders[1:]]
    for order, end in zip(orders.orders, [*ends, carried], strict=False):
        match order.act:
            case Act.RULES:
                calendar = order.rules.calendar if order.rules else calendar
            case Act.FREEZE:
                freezes.add(order.number)
            case Act.RELEASE:
                freezes.discard(order.of)
            case Act.REVIEW:
                pass
        if calendar is not None and not freezes:
            reached = max(reached, first_kept(min(end, carried), epoch_seconds, calendar))
    return reached


def _last_epoch_under(day: date, act: Act, epoch_seconds: int) -> int:
    """The newest epoch that may have been carried before an order of this day was given, which may be days later where
    two sign it.
    """
    later = ORDER_DAYS if act in (Act.RULES, Act.RELEASE) else 0
    return (day.toordinal() - FIRST_DAY + later + 1) * DAY_SECONDS // epoch_seconds
