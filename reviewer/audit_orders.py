"""Checks the chain of standing orders without any key, and goes on after what is wrong, so that all of it is named.

As in audit_cases: what one order is lacking is not blamed on the next, which says by its `previous` what stood there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crypto.document import Signed, parse_signed
from crypto.errors import NotAllowed, ProtocolError
from crypto.limits import HASH, ORDER_DAYS
from crypto.order import BY_ONE, Act, Order, parse_order
from crypto.orders import Orders, follow
from crypto.signatures import Domain
from reviewer.audit_cases import Line
from reviewer.audit_certificates import Ended
from reviewer.audit_findings import Finding, What
from reviewer.audit_rows import OrderRow
from reviewer.audit_tree import AuditTree


@dataclass(frozen=True)
class Shown:
    """An order as it is shown. `fault` is None for one that somebody has signed for this line."""

    row: OrderRow
    signed: Signed | None = None
    order: Order | None = None
    fault: What | None = None


class OrderCheck:
    """Looks at the whole chain; afterwards `rules` are the days of all orders of rules, by hash."""

    def __init__(self, line: Line, tree: AuditTree) -> None:
        self._line, self._tree = line, tree
        self._orders = Orders(line.instance)
        self._unsure = False  # something before was not as it was
        self.count = 0

    @property
    def rules(self) -> Mapping[bytes, date]:
        """Also such as are named as wrong: a certificate is not to blame for them."""
        return {one.hash: one.day for one in self._orders.orders if one.act is Act.RULES}

    def findings(self, rows: Sequence[OrderRow], kept: Sequence[bytes] = ()) -> Iterator[Finding]:
        """Every finding. `kept` are the hashes of the orders in an older export."""
        self.count = len(rows)
        shown = [_read(row, self._line.instance) for row in rows]
        genuine = self._genuine(shown)
        edited = {one.row.number: one for one in shown if one.fault and one.row.number not in genuine}
        yield from _misplaced(shown, genuine, edited)
        for number in range(max([*genuine, *edited, len(kept) - 1], default=-1) + 1):
            found = genuine.get(number)
            if found is None or found.order is None or found.signed is None:
                yield from self._gap(number, edited.get(number), genuine.get(number + 1))
            else:
                yield from self._step(found.row, found.signed, found.order)
            yield from self._against_kept(kept, number)

    def destroyed_in_spite(self, ended: Mapping[str, Ended]) -> Iterator[Finding]:
        """Cases that were destroyed while a freeze was in force. Of two on one day nobody can tell which was first."""
        releases = {one.of: one.day for one in self._orders.orders if one.act is Act.RELEASE}
        freezes = [one for one in self._orders.orders if one.act is Act.FREEZE]
        for case, end in ended.items():
            for one in freezes:
                if one.day < end.day < releases.get(one.number, date.max):
                    yield Finding(What.FROZEN, case, end.last, f"order {one.number}")

    def _genuine(self, shown: Iterable[Shown]) -> dict[int, Shown]:
        """By number. Of several the one in the tree, else the one that stands in its place."""
        found: dict[int, Shown] = {}
        for one in sorted(shown, key=self._doubt):
            if one.fault is None and one.order is not None:
                found.setdefault(one.order.number, one)
        return found

    def _doubt(self, one: Shown) -> tuple[bool, bool]:
        order = one.order
        return order is None or not self._tree.holds(order.hash), order is None or order.number != one.row.number

    def _gap(self, number: int, edited: Shown | None, after: Shown | None) -> Iterator[Finding]:
        """Nothing genuine is here. What followed it tells which hash it had."""
        if edited is None:
            yield Finding(What.ORDER_MISSING, order=number)
        else:
            yield Finding(edited.fault or What.ORDER_SIGNATURE, order=number)
            if edited.row.hash is not None:
                self._tree.explain(edited.row.hash)
        known = after.order.previous if after is not None and after.order is not None else bytes(HASH)
        self._tree.explain(known)
        self._take(number, known, edited.order if edited else None)
        self._unsure = True

    def _step(self, row: OrderRow, signed: Signed, order: Order) -> Iterator[Finding]:
        self._tree.explain(order.hash)
        if order.number and order.previous != self._orders.head[1]:
            yield self._broken_link(order)
        if self._tree.is_late(order.hash, _signed_by(order)):
            yield Finding(What.ORDER_NOT_IN_TREE, order=order.number)
        yield from _compare_columns(row, order)
        try:
            self._orders = follow(self._orders, self._line.chain, signed)
        except ProtocolError as error:
            detail = error.reason if isinstance(error, NotAllowed) else type(error).__name__
            if not self._unsure:
                yield Finding(What.ORDER_RULE, detail=detail, order=order.number)
            self._take(order.number, order.hash, order)

    def _broken_link(self, order: Order) -> Finding:
        """Two orders that somebody signed do not fit: the tree tells which of them is the one that was put there."""
        before = self._orders.head[1]
        known = self._tree.holds(order.previous) or (self._tree.holds(order.hash) and not self._tree.holds(before))
        self._tree.explain(order.previous)
        self._take(order.number - 1, order.previous, self._orders.orders[-1], instead=True)
        self._unsure = True
        if known:
            return Finding(What.ORDER_REWRITTEN, order=order.number - 1)
        return Finding(What.ORDER_LINK, order=order.number)

    def _against_kept(self, kept: Sequence[bytes], number: int) -> Iterator[Finding]:
        if number < len(kept):
            self._tree.explain(kept[number])
            found = self._orders.orders[number].hash
            if found not in (kept[number], bytes(HASH)):
                yield Finding(What.ORDER_REWRITTEN, order=number)

    def _take(self, number: int, hashed: bytes, order: Order | None, *, instead: bool = False) -> None:
        """The orders with one as it stands, unchecked, or with one about which nothing is known."""
        unknown = Order(self._line.instance, number, bytes(HASH), date.min, Act.REVIEW, number, None, hashed)
        taken = replace(order or unknown, number=number, hash=hashed)
        before, signers = self._orders.orders, self._orders.signers
        if instead:
            before, signers = before[:-1], signers[:-1]
        self._orders = replace(self._orders, orders=(*before, taken), signers=(*signers, {}))


def _signed_by(order: Order) -> date:
    """The last day on which somebody may have put it in force: what two sign waits for the second."""
    wait = timedelta(days=0 if order.act in BY_ONE else ORDER_DAYS)
    return min(order.day, date.max - wait) + wait


def _read(row: OrderRow, instance: bytes) -> Shown:
    try:
        signed = parse_signed(row.document.encode())
        order = parse_order(signed)
    except (ProtocolError, UnicodeEncodeError):
        return Shown(row, fault=What.ORDER_UNREADABLE)
    if not signed.signers(Domain.ORDER) or order.instance != instance:
        return Shown(row, signed, order, What.ORDER_SIGNATURE)
    return Shown(row, signed, order)


def _misplaced(shown: Sequence[Shown], genuine: Mapping[int, Shown], edited: Mapping[int, Shown]) -> Iterator[Finding]:
    for one in shown:
        number = one.row.number
        if one.fault is not None and edited.get(number) is not one:
            yield Finding(What.ORDER_INSERTED, detail="nobody has signed it", order=number)
        elif one.fault is None and one.order is not None:
            if genuine[one.order.number] is not one:
                yield Finding(What.ORDER_INSERTED, detail=f"a second order {one.order.number}", order=number)
            elif one.order.number != number:
                yield Finding(What.ORDER_MOVED, detail=f"order {one.order.number}", order=number)


def _compare_columns(row: OrderRow, order: Order) -> Iterator[Finding]:
    wanted = {"hash": order.hash, "day": order.day.isoformat()}
    for (name, value), shown in zip(wanted.items(), (row.hash, row.day), strict=True):
        if shown is not None and value != shown:
            yield Finding(What.ORDER_COLUMNS, detail=name, order=row.number)
