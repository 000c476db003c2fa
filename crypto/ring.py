"""The ring: a member's reading keys since those of the bundle, sealed for itself alone (docs/protocol.md, section 8).

Keys are only ever added here; nothing that they open is lost by a renewal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from crypto.boxes import gcm, gcm_open
from crypto.derivation import hkdf
from crypto.entropy import fresh
from crypto.errors import Malformed, TooLong
from crypto.keys import MemberSecret
from crypto.limits import DAY, GCM_NONCE, KEY, MLKEM_SEED, RING, RING_ENTRY, RING_KEYS, RING_PLAIN
from crypto.strict import day_from

LABEL = b"SLMEM/1 ring"


@dataclass(frozen=True)
class ReadingKeys:
    """Keys to read with, in `secret` beside the member's signing key, and the day on which they were made."""

    secret: MemberSecret
    day: date


def make_reading_keys(own: MemberSecret, today: date) -> ReadingKeys:
    """New ones for the member whose bundle is `own`."""
    return ReadingKeys(replace(own, x25519=fresh(KEY), mlkem_seed=fresh(MLKEM_SEED)), today)


def seal_ring(ring: Sequence[ReadingKeys], sign_seed: bytes, instance: bytes) -> bytes:
    """The ring, newest first, always 4 445 bytes. `TooLong` for more than 32 keys, `Malformed` for none."""
    if len(ring) > RING_KEYS:
        raise TooLong
    _check(ring)
    plain = bytes([len(ring)]) + b"".join(_entry(one) for one in ring)
    nonce = fresh(GCM_NONCE)  # random: this key seals more than once
    return nonce + gcm(hkdf(sign_seed, LABEL), plain.ljust(RING_PLAIN, b"\0"), nonce, LABEL + instance)


def open_ring(sealed: bytes, own: MemberSecret, instance: bytes) -> tuple[ReadingKeys, ...]:
    """The keys in a ring, newest first, for the member whose bundle is `own`. `Damaged`, `Malformed`."""
    # 1. its length
    if len(sealed) != RING:
        raise Malformed("ring")
    # 2. the seal
    plain = gcm_open(hkdf(own.sign_seed, LABEL), sealed[GCM_NONCE:], sealed[:GCM_NONCE], LABEL + instance)
    # 3. what it holds
    end = 1 + plain[0] * RING_ENTRY
    if end > len(plain) or any(plain[end:]):
        raise Malformed("ring")
    ring = tuple(_keys(plain[at : at + RING_ENTRY], own) for at in range(1, end, RING_ENTRY))
    _check(ring)
    return ring


def _check(ring: Sequence[ReadingKeys]) -> None:
    names = {one.secret.public().hash for one in ring}
    if not ring or len(names) < len(ring) or any(older.day > newer.day for newer, older in pairwise(ring)):
        raise Malformed("ring")


def _entry(keys: ReadingKeys) -> bytes:
    secret = keys.secret
    return secret.x25519 + secret.mlkem_seed + secret.public().hash + keys.day.isoformat().encode()


def _keys(entry: bytes, own: MemberSecret) -> ReadingKeys:
    seeds = KEY + MLKEM_SEED
    keys = ReadingKeys(replace(own, x25519=entry[:KEY], mlkem_seed=entry[KEY:seeds]), _day(entry[-DAY:]))
    if _entry(keys) != entry:
        raise Malformed("ring")
    return keys


def _day(octets: bytes) -> date:
    try:
        return day_from(octets.decode("ascii"))
    except UnicodeDecodeError as error:
        raise Malformed("ring") from error
