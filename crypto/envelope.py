"""How an envelope is laid out, and the keys that sealing and opening derive alike (docs/protocol.md, section 3)."""

from dataclasses import dataclass

from crypto.derivation import hkdf, hmac, sha256
from crypto.errors import Malformed, WrongInstance
from crypto.keys import MemberPublic
from crypto.limits import C1, C2, CTX, ENVELOPE, ENVELOPE_ZERO, HASH, INSTANCE, MAGIC, OBJECT, SLOT, SLOTS

MAGIC_BYTES = b"SLENV/1\n"


@dataclass(frozen=True)
class MemberSlot:
    """One member slot: sealed box, ML-KEM ciphertext, secret box."""

    c1: bytes
    c2: bytes
    c3: bytes


@dataclass(frozen=True)
class Envelope:
    """An envelope of the right shape; nothing in it has been opened."""

    ctx: bytes
    object: bytes
    slots: bytes
    mac: bytes
    body: bytes

    def slot(self, number: int) -> MemberSlot:
        """The member slot `number`, 0 to 7."""
        octets = self.slots[number * SLOT : (number + 1) * SLOT]
        return MemberSlot(octets[:C1], octets[C1 : C1 + C2], octets[C1 + C2 :])


def context(instance: bytes, object_id: bytes) -> bytes:
    """The first 80 bytes."""
    if len(instance) != INSTANCE or len(object_id) != OBJECT:
        raise Malformed("instance or object")
    return MAGIC_BYTES + instance + object_id + bytes(ENVELOPE_ZERO)


def parse_envelope(envelope: bytes, instance: bytes) -> Envelope:
    """Checks length, magic, zeros (`Malformed`), then the instance (`WrongInstance`), and cuts."""
    ctx, rest = envelope[:CTX], envelope[CTX:]
    if len(envelope) != ENVELOPE or ctx[:MAGIC] != MAGIC_BYTES or any(ctx[-ENVELOPE_ZERO:]):
        raise Malformed("envelope")
    if ctx[MAGIC : MAGIC + INSTANCE] != instance:
        raise WrongInstance("envelope")
    object_id = ctx[MAGIC + INSTANCE : CTX - ENVELOPE_ZERO]
    return Envelope(ctx, object_id, rest[:SLOTS], rest[SLOTS : SLOTS + HASH], rest[SLOTS + HASH :])


def slot_key(shared: bytes, directory_hash: bytes, ctx: bytes, public: MemberPublic, c1: bytes, c2: bytes) -> bytes:
    """The key of c3, from `s1 || ss2`: bound to directory, envelope, member and both ciphertexts."""
    label = b"SLENV/1 kek" + directory_hash + ctx + public.x25519 + sha256(public.mlkem) + c1 + c2
    return hkdf(shared, label)


def commitment(content_key: bytes, directory_hash: bytes, ctx: bytes, slots: bytes) -> bytes:
    """The mac: it commits to the content key, which neither secretbox nor AES-GCM does."""
    return hmac(hkdf(content_key, b"SLENV/1 mac"), directory_hash + ctx + slots)


def body_key(content_key: bytes, mac: bytes) -> bytes:
    """The key of the body."""
    return hkdf(content_key, b"SLENV/1 body" + mac)
