"""What members' browsers do with standing orders: look, write the next one, sign, post."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from werkzeug.test import TestResponse

from crypto.derivation import sha256
from crypto.directory import verify_directory
from crypto.document import signed_from
from crypto.keys import MemberSecret
from crypto.order import Act, Period, Rules, order_body, sign_order
from crypto.orders import Orders, check_orders
from tests.integration.reviewer.committee import INSTANCE, Person

RULES = Rules("us", {"general": Period(7, 0), "spam": Period(0, 30)}, 90)
SHORTER = Rules("de", {"general": Period(3, 0), "spam": Period(0, 30)}, 30)


def secret(person: Person) -> MemberSecret:
    """Of who is enrolled."""
    assert person.secret is not None
    return person.secret


def orders(person: Person) -> Orders:
    """As a browser checks what is served."""
    chain = verify_directory(person.get("/api/directory").data, today=None, fingerprint=None).chain
    documents = person.get("/api/orders").get_json()["orders"]
    return check_orders(INSTANCE, chain, [signed_from(one) for one in documents])


def body(person: Person, act: Act, **fields: Any) -> str:
    """The next order, of today unless `day` is given."""
    number, previous = orders(person).head
    known = {"number": number, "previous": previous, "day": today(person), "of": None, "rules": None}
    return order_body(instance=INSTANCE, act=act, **{**known, **fields})


def today(person: Person) -> date:
    return person.time.clock().today()


def given(person: Person, text: str) -> dict[str, str]:
    """As it is posted, signed by this person."""
    return {"body": text, "signature": sign_order(secret(person).sign_seed, text).signature.hex()}


def place(person: Person, act: Act = Act.FREEZE, **fields: Any) -> TestResponse:
    """A freeze or a review, by this member alone."""
    return person.post("/api/orders", given(person, body(person, act, **fields)))


def propose(person: Person, act: Act = Act.RULES, **fields: Any) -> TestResponse:
    """Rules or a release."""
    return person.post("/api/orders/proposal", given(person, body(person, act, **fields)))


def proposals(person: Person) -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get("/api/orders").get_json()["proposals"]
    return found


def sign(person: Person, text: str, change: Callable[[str], str] = str) -> TestResponse:
    """The proposal with this body; or say so, and sign what `change` makes of it."""
    signature = sign_order(secret(person).sign_seed, change(text)).signature.hex()
    return person.post("/api/orders/signature", {"order": sha256(text.encode()).hex(), "signature": signature})


def agree(first: Person, second: Person, act: Act = Act.RULES, **fields: Any) -> None:
    """Proposed by the one, signed by the other, in force."""
    text = body(first, act, **fields)
    assert first.post("/api/orders/proposal", given(first, text)).get_json() == {"in_force": False}
    assert sign(second, text).get_json() == {"in_force": True}
