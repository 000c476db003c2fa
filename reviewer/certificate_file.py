"""A certificate of destruction as members and auditors take it away (docs/protocol.md, section 21), and its check.

The check needs no key and no server.
"""

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from crypto.certificate import Certificate, verify_certificate
from crypto.directory import verify_directory
from crypto.document import Signed, signed_from
from crypto.errors import BrokenChain, Malformed, NotAllowed, ProtocolError, WrongInstance
from crypto.limits import APPROVERS
from crypto.order import Act, Order
from crypto.orders import Orders, check_orders
from crypto.strict import parse_object
from crypto.version import Directory

TYPE: Final = "SLCRF/1"
WHY: Final = {
    Malformed: "it is not of its form",
    WrongInstance: "it is of another line",
    BrokenChain: "something is missing in it, was put in, or is of another line than the fingerprint",
    NotAllowed: "it was signed by somebody who may not",
}
Result = TypeVar("Result")


class NoCertificate(Exception):
    """The file is not of the form."""


class Wrong(Exception):
    """Something in the file is not as it was signed; `part` says what, `why` how."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(part, why)
        self.part, self.why = part, why


@dataclass(frozen=True)
class Checked:
    """What the file says, all of it signed. `order` adopted the rules under which it was destroyed."""

    certificate: Certificate
    order: Order
    orders: Orders
    chain: Sequence[Directory]

    @property
    def approvers(self) -> tuple[str, ...]:
        """The roles of those who approved."""
        return tuple(sorted(self._role(one) for one in self.certificate.approvers))

    @property
    def adopters(self) -> tuple[str, ...]:
        """The roles of those who adopted the rules."""
        return tuple(sorted(self._role(one) for one in self.orders.signers[self.order.number]))

    def _role(self, key: bytes) -> str:
        found = [one.role for version in self.chain for one in version.members if one.sign == key]
        return found[-1] if found else f"key {key.hex()[:8]}"


@dataclass(frozen=True)
class _Parts:
    directory: bytes
    orders: tuple[Signed, ...]
    certificate: Signed


def check_file(raw: bytes, fingerprint: bytes | None) -> Checked:
    """Raises NoCertificate, or Wrong for the first thing that is not as it should be."""
    # 1. parse everything before trusting anything
    parts = _parse(raw)
    # 2. the directory, and that it is the one on the poster
    chain = _of("list of members", lambda: verify_directory(parts.directory, today=None, fingerprint=fingerprint)).chain
    # 3. every order of the committee
    orders = _of("orders of the committee", lambda: check_orders(chain[0].instance, chain, parts.orders))
    # 4. the certificate's own signature
    certificate = _of("certificate", lambda: verify_certificate(parts.certificate, chain))
    # 5. that its rules were in force on its day
    order = next((one for one in rules_on(orders, certificate) if one.hash == certificate.order), None)
    if order is None:
        raise Wrong("certificate", "it names rules that were not in force on its day")
    # 6. that who approved was on the list
    _check_approvers(certificate, chain)
    return Checked(certificate, order, orders, chain)


def rules_on(orders: Orders, certificate: Certificate) -> Iterator[Order]:
    """Those that were in force at some time of the certificate's day."""
    adopted = [one for one in orders.orders if one.act is Act.RULES and one.day <= certificate.day]
    for number, one in enumerate(adopted, start=1):
        if all(later.day == certificate.day for later in adopted[number : number + 1]):
            yield one


def _of(part: str, check: Callable[[], Result]) -> Result:
    try:
        return check()
    except ProtocolError as error:
        raise Wrong(part, WHY.get(type(error), "it is not signed as it has to be")) from error


def _check_approvers(certificate: Certificate, chain: Sequence[Directory]) -> None:
    slots = [
        {one.slot for version in chain for one in version.members if one.sign == key} for key in certificate.approvers
    ]
    if not all(slots):
        raise Wrong("certificate", "it names an approver who was never on the list of members")
    if slots and len(set().union(*slots)) < APPROVERS:
        raise Wrong("certificate", "its approvers are one person")


def _parse(raw: bytes) -> _Parts:
    try:
        fields = parse_object(raw, ("type", "directory", "orders", "certificate"))
        fields.constant("type", TYPE)
        orders = tuple(signed_from(one) for one in fields.array("orders"))
        directory = base64.b64decode(fields.text("directory"), validate=True)
        return _Parts(directory, orders, signed_from(fields.value("certificate")))
    except (Malformed, binascii.Error) as error:
        raise NoCertificate from error
