"""Grants: a case key sealed to one reader's encryption keys (docs/protocol.md, section 13)."""

from crypto.boxes import box_open, box_seal, decapsulate, encapsulate, secretbox, secretbox_open
from crypto.derivation import hkdf, sha256, u32
from crypto.entropy import fresh
from crypto.errors import Damaged, Malformed, NotARecipient
from crypto.keys import MemberPublic, MemberSecret
from crypto.limits import C1, C2, CASE, GRANT, INSTANCE, KEY


def new_case() -> bytes:
    """The id of a case that was entered by hand: 16 bytes."""
    return fresh(CASE)


def new_case_key() -> bytes:
    """A case key: 32 bytes."""
    return fresh(KEY)


def seal_grant(case_key: bytes, reader: MemberPublic, instance: bytes, case: bytes, number: int) -> bytes:
    """The grant, 1 216 bytes, of the case's key `number`. The reader's slot is of no account: advisers have none."""
    if len(case_key) != KEY or len(instance) != INSTANCE or len(case) != CASE:
        raise Malformed("grant")
    first = fresh(KEY)
    c1 = box_seal(reader.x25519, first)
    second, c2 = encapsulate(reader.mlkem)
    kek = _grant_key(first + second, reader, instance + case + u32(number), c1 + c2)
    return c1 + c2 + secretbox(kek, case_key)


def open_grant(grant: bytes, secret: MemberSecret, instance: bytes, case: bytes, number: int) -> bytes:
    """The case key. `Malformed`, `NotARecipient`, `Damaged`."""
    # 1. length
    if len(grant) != GRANT:
        raise Malformed("grant")
    # 2. the sealed box
    c1, c2, box = grant[:C1], grant[C1 : C1 + C2], grant[C1 + C2 :]
    try:
        first = box_open(secret.x25519, c1)
    except Damaged as error:
        raise NotARecipient from error
    # 3. the secret box
    shared = first + decapsulate(secret.mlkem_seed, c2)
    return secretbox_open(_grant_key(shared, secret.public(), instance + case + u32(number), c1 + c2), box)


def _grant_key(shared: bytes, reader: MemberPublic, place: bytes, sealed: bytes) -> bytes:
    return hkdf(shared, b"SLGRT/1 kek" + place + reader.x25519 + sha256(reader.mlkem) + sealed)
