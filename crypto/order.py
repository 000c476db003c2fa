"""Standing orders: what the committee orders for the whole line (docs/protocol.md, section 20). Their form and their
making; whether one follows from those before, orders says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crypto.derivation import sha256
from crypto.document import Signature, Signed, sign_text
from crypto.errors import Malformed
from crypto.limits import (
    HASH,
    INSTANCE,
    LEAST_CALENDAR,
    MOST_CALENDAR,
    MOST_CLASSES,
    MOST_DAYS,
    MOST_YEARS,
)
from crypto.signatures import Domain
from crypto.strict import Fields, parse_object, serialise

FIELDS = ("type", "instance", "number", "previous", "day", "act", "of", "rules")


class Act(StrEnum):
    """What is ordered."""

    RULES = "rules"
    FREEZE = "freeze"
    REVIEW = "review"
    RELEASE = "release"


BY_ONE = frozenset({Act.FREEZE, Act.REVIEW})
OF_A_FREEZE = frozenset({Act.REVIEW, Act.RELEASE})


@dataclass(frozen=True)
class Period:
    """How long a class of cases is kept from closure on: so many years and days, not both 0."""

    years: int
    days: int


@dataclass(frozen=True)
class Rules:
    """Rules of retention, whole: `classes` by code, `calendar` the days that batches of the intake are kept."""

    profile: str
    classes: Mapping[str, Period]
    calendar: int

    def to_json(self) -> dict[str, object]:
        """As the body of an order has them."""
        classes = [{"class": code, "years": one.years, "days": one.days} for code, one in sorted(self.classes.items())]
        return {"profile": self.profile, "classes": classes, "calendar": self.calendar}


@dataclass(frozen=True)
class Order:
    """`of` is the number of the freeze that is reviewed or released, else the order's own; `hash` is of the body.

    `rules` are there when, and only when, `act` is RULES.
    """

    instance: bytes
    number: int
    previous: bytes
    day: date
    act: Act
    of: int
    rules: Rules | None
    hash: bytes


def order_body(
    *, instance: bytes, number: int, previous: bytes, day: date, act: Act, of: int | None = None, rules: Rules | None
) -> str:
    """The text that members sign. `previous` is the hash of the order before, zeros in the first; `of` its own number
    where it is not given.
    """
    body = {
        "type": Domain.ORDER,
        "instance": instance.hex(),
        "number": number,
        "previous": previous.hex(),
        "day": day.isoformat(),
        "act": act,
        "of": number if of is None else of,
        "rules": rules.to_json() if rules else {},
    }
    return serialise(body).decode()


def sign_order(seed: bytes, body: str) -> Signature:
    """A member's signature of an order."""
    return sign_text(Domain.ORDER, seed, body)


def order_hash(signed: Signed) -> bytes:
    """What the next order names as `previous`."""
    return sha256(signed.message)


def parse_order(signed: Signed) -> Order:
    """The order in `signed`; form only. `Malformed`."""
    fields = parse_object(signed.message, FIELDS)
    fields.constant("type", Domain.ORDER)
    number, act = fields.number("number"), Act(fields.one_of("act", tuple(Act)))
    of = fields.number("of")
    if act not in OF_A_FREEZE and of != number:
        raise Malformed("of")
    if act in BY_ONE and len(signed.signatures) != 1:
        raise Malformed("signatures")
    return Order(
        instance=fields.octets("instance", INSTANCE),
        number=number,
        previous=fields.octets("previous", HASH),
        day=fields.day("day"),
        act=act,
        of=of,
        rules=_rules(fields.value("rules"), act),
        hash=order_hash(signed),
    )


def _rules(value: object, act: Act) -> Rules | None:
    if act is not Act.RULES:
        Fields(value, ())
        return None
    fields = Fields(value, ("profile", "classes", "calendar"))
    found = [_class(one) for one in fields.array("classes")]
    codes = [code for code, _ in found]
    if not 1 <= len(codes) <= MOST_CLASSES or codes != sorted(set(codes)):
        raise Malformed("classes")
    return Rules(fields.code("profile"), dict(found), fields.number("calendar", LEAST_CALENDAR, MOST_CALENDAR))


def _class(value: object) -> tuple[str, Period]:
    fields = Fields(value, ("class", "years", "days"))
    period = Period(fields.number("years", 0, MOST_YEARS), fields.number("days", 0, MOST_DAYS))
    if period == Period(0, 0):
        raise Malformed("period")
    return fields.code("class"), period
