"""What a member's browser does to renew its reading keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from werkzeug.test import TestResponse

from crypto.derivation import sha256
from crypto.directory import make_keys_signature
from crypto.keys import MemberSecret
from crypto.ring import ReadingKeys, make_reading_keys, open_ring, seal_ring
from crypto.strict import to_json
from tests.integration.reviewer.committee import INSTANCE, Person, from_json


@dataclass(frozen=True)
class Held:
    """A member's ring as the server gave it."""

    sealed: bytes
    offered: int
    ring: tuple[ReadingKeys, ...]


def own_secret(person: Person) -> MemberSecret:
    assert person.secret is not None
    return person.secret


def held(person: Person) -> Held:
    answer = person.get("/api/ring").get_json()
    sealed = from_json(answer["ring"])
    return Held(sealed, answer["offered"], open_ring(sealed, own_secret(person), INSTANCE) if sealed else ())


def offer(
    person: Person, ring: Sequence[ReadingKeys], before: bytes, since: int | None = None, **changes: Any
) -> TestResponse:
    """Keep this ring in place of `before`, and offer its newest keys for the next version, or for `since`."""
    own, newest = own_secret(person), ring[0].secret.public()
    version = since or person.get("/api/changes").get_json()["version"]
    signature = make_keys_signature(own.sign_seed, INSTANCE, own.slot, version, newest.hash)
    body = {
        "before": (sha256(before) if before else bytes(32)).hex(),
        "ring": to_json(seal_ring(ring, own.sign_seed, INSTANCE)),
        "x25519": newest.x25519.hex(),
        "mlkem": to_json(newest.mlkem),
        "keys_signature": signature.hex(),
    }
    return person.ask("PUT", "/api/ring", json=body | changes)


def renew(person: Person) -> MemberSecret:
    """New reading keys, kept and offered: their secrets."""
    now, today = held(person), datetime.fromtimestamp(person.time.seconds, UTC).date()
    made = make_reading_keys(own_secret(person), today)
    assert offer(person, [made, *now.ring], now.sealed).status_code == 204
    return made.secret


def fresh_keys(person: Person) -> ReadingKeys:
    return make_reading_keys(own_secret(person), date(2027, 4, 1))
