"""Signed documents: a body, which is the very text that was signed, and signatures over it."""

from dataclasses import dataclass

from crypto.errors import Malformed
from crypto.limits import KEY, MOST_SIGNATURES, SIGNATURE
from crypto.signatures import Domain, is_signed, public_key, sign
from crypto.strict import Fields, parse_json, serialise


@dataclass(frozen=True)
class Signature:
    """One key's signature over a body; whether it is right is for the reader to check."""

    key: bytes
    signature: bytes


@dataclass(frozen=True)
class Signed:
    """`body` is kept as it came: signatures are over its UTF-8 encoding."""

    body: str
    signatures: tuple[Signature, ...]

    @property
    def message(self) -> bytes:
        """The bytes that are signed."""
        return self.body.encode()

    def signers(self, domain: Domain) -> frozenset[bytes]:
        """The keys that have validly signed. Others are passed over, and a key counts once."""
        return frozenset(one.key for one in self.signatures if is_signed(domain, one.key, self.message, one.signature))

    def to_json(self) -> dict[str, object]:
        """As a value for a larger JSON document."""
        signatures = [{"key": one.key.hex(), "signature": one.signature.hex()} for one in self.signatures]
        return {"body": self.body, "signatures": signatures}

    def serialise(self) -> bytes:
        """As bytes to serve."""
        return serialise(self.to_json())


def sign_text(domain: Domain, seed: bytes, body: str) -> Signature:
    """The signature of the holder of `seed` over `body`."""
    return Signature(public_key(seed), sign(domain, seed, body.encode()))


def parse_signed(raw: bytes) -> Signed:
    """The signed document `raw`; nothing is verified yet. `Malformed`."""
    return signed_from(parse_json(raw))


def signed_from(value: object) -> Signed:
    """A signed document inside a larger one, already parsed. `Malformed`."""
    fields = Fields(value, ("body", "signatures"))
    found = fields.array("signatures")
    if len(found) > MOST_SIGNATURES:
        raise Malformed("signatures")
    return Signed(fields.text("body"), tuple(_signature(one) for one in found))


def _signature(value: object) -> Signature:
    fields = Fields(value, ("key", "signature"))
    return Signature(fields.octets("key", KEY), fields.octets("signature", SIGNATURE))
