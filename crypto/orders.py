"""The chain of standing orders, and what is in force by it (docs/protocol.md, section 20).

`check_orders` is for who is shown all of them; `follow` for who takes one more.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from crypto.document import Signed
from crypto.errors import BadSignature, BrokenChain, NotAllowed, WrongInstance
from crypto.limits import HASH, MIDNIGHT_DAYS, ORDER_DAYS, ORDERERS
from crypto.order import BY_ONE, OF_A_FREEZE, Act, Order, Rules, parse_order
from crypto.record import slots_on
from crypto.signatures import Domain
from crypto.version import Directory

Signers = Mapping[bytes, Set[int]]


@dataclass(frozen=True)
class Orders:
    """Orders that were checked, by number; `signers` are the keys that signed each, with their slots on its day."""

    instance: bytes
    orders: tuple[Order, ...] = ()
    signers: tuple[Signers, ...] = field(default=(), repr=False)

    @property
    def head(self) -> tuple[int, bytes]:
        """How many there are, and the hash of the last: what the next one names; zeros before the first."""
        return len(self.orders), self.orders[-1].hash if self.orders else bytes(HASH)

    @property
    def adopted(self) -> Order | None:
        """The order whose rules are in force; None before two members have adopted any."""
        return next((one for one in reversed(self.orders) if one.act is Act.RULES), None)

    @property
    def rules(self) -> Rules | None:
        """The rules in force. While there are none, nothing may be destroyed."""
        return self.adopted.rules if self.adopted else None

    @property
    def frozen(self) -> tuple[Order, ...]:
        """Freezes that are not released. While there is one, nothing may be destroyed."""
        return not_released(self.orders)

    def reviewed(self, freeze: Order) -> date:
        """The day on which somebody last said that this freeze is needed; at first that on which it was placed."""
        return max(one.day for one in self.orders if one.act in (Act.FREEZE, Act.REVIEW) and one.of == freeze.number)


@dataclass(frozen=True)
class Look:
    """An earlier look at the orders: how many there were, by which version of the directory, and its day."""

    count: int
    version: int
    day: date


def check_orders(instance: bytes, chain: Sequence[Directory], documents: Sequence[Signed]) -> Orders:
    """What is ordered, if each order follows from those before it. `chain` is that of the directory.

    `Malformed`, `WrongInstance`, `BrokenChain`, `BadSignature`, `NotAllowed`. The caller owes: that `chain` was
    verified; that what it saw before stands in its place (`check_seen`).
    """
    found = Orders(instance)
    for one in documents:
        found = follow(found, chain, one)
    return found


def follow(before: Orders, chain: Sequence[Directory], signed: Signed) -> Orders:
    """The orders with one more. Fails as `check_orders` does."""
    # 1. its form
    order = parse_order(signed)
    # 2. of this line: members' keys might be on two
    if order.instance != before.instance:
        raise WrongInstance("order")
    # 3. its place
    _check_place(before, order)
    # 4. who signed
    signers = _check_signers(order, signed, slots_on(chain, order.day))
    # 5. what it is about
    _check_freezes(before, order, signers)
    return replace(before, orders=(*before.orders, order), signers=(*before.signers, signers))


def not_released(orders: Sequence[Order]) -> tuple[Order, ...]:
    """The freezes among these orders that none of them releases."""
    released = {one.of for one in orders if one.act is Act.RELEASE}
    return tuple(one for one in orders if one.act is Act.FREEZE and one.number not in released)


def check_seen(orders: Orders, count: int, last: bytes) -> None:
    """`BrokenChain` unless the first `count` orders still end with the one of this hash."""
    if count and (count > len(orders.orders) or orders.orders[count - 1].hash != last):
        raise BrokenChain("order that was seen")


def came_late(orders: Orders, chain: Sequence[Directory], look: Look) -> tuple[Order, ...]:
    """The orders that were not there at that look, though no server that keeps to section 20 can have taken them since.

    1. one whose signers, but for those who were on no list any more at that look, are too few, 2. one of a day too long
    before it. The caller owes that `orders` was checked against `chain`.
    """
    since = [one for one in chain if one.version >= look.version]
    return tuple(
        one
        for one in orders.orders[look.count :]
        if not is_signed_by(orders, one, since) or look.day - one.day > _longest_wait(one)  # 1, 2
    )


def is_signed_by(orders: Orders, order: Order, versions: Sequence[Directory]) -> bool:
    """Whether those who signed it are enough when only members of these versions count."""
    listed = {one.sign for version in versions for one in version.members}
    signers = {key: slots for key, slots in orders.signers[order.number].items() if key in listed}
    return count_persons(signers) >= _wanted(order)


def count_persons(slots: Signers) -> int:
    """How many distinct persons these keys stand for at least: on the day of a change one person may have two keys,
    or one key two slots.
    """
    return min(len(slots), len({slot for held in slots.values() for slot in held}))


def _check_place(before: Orders, order: Order) -> None:
    if (order.number, order.previous) != before.head:
        raise BrokenChain("number or previous")
    if before.orders and order.day < before.orders[-1].day:
        raise BrokenChain("day")


def _check_signers(order: Order, signed: Signed, members: Signers) -> Signers:
    keys = signed.signers(Domain.ORDER)
    if order.act in BY_ONE and not keys:
        raise BadSignature(Domain.ORDER)
    found = {key: members[key] for key in sorted(keys & members.keys())}
    if count_persons(found) < _wanted(order):
        raise NotAllowed("two_persons" if keys and order.act not in BY_ONE else "not_member")
    return found


def _wanted(order: Order) -> int:
    """How many persons sign it at least."""
    return 1 if order.act in BY_ONE else ORDERERS


def _longest_wait(order: Order) -> timedelta:
    """After its day, until it is in force."""
    return timedelta(days=MIDNIGHT_DAYS + (0 if order.act in BY_ONE else ORDER_DAYS))


def _check_freezes(before: Orders, order: Order, signers: Signers) -> None:
    if order.act in OF_A_FREEZE and order.of not in {one.number for one in before.frozen}:
        raise NotAllowed("no_freeze")
    if order.act is Act.FREEZE and any(_are_one(signers, before.signers[one.number]) for one in before.frozen):
        raise NotAllowed("frozen_by_you")


def _are_one(some: Signers, others: Signers) -> bool:
    """Whether a key of these is one of those, or has a slot with one in common."""
    slots = {slot for held in others.values() for slot in held}
    return bool(some.keys() & others.keys()) or any(slots & held for held in some.values())
