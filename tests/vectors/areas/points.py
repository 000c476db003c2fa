"""Vectors of points at the edges: of small order, not canonical, with a part of small order (section 1)."""

from collections.abc import Iterator
from itertools import count

from nacl import bindings

from crypto.boxes import box_public
from crypto.signatures import Domain
from tests.vectors import torsion
from tests.vectors.chance import Chance
from tests.vectors.scenario import Vector
from tests.vectors.small_order import HIGH, SMALL, odd_box
from tests.vectors.torsion import PRIME

MESSAGE = b"a message of no importance"
SIGNED = Domain.MIX.encode() + MESSAGE
SECRET = int.from_bytes(Chance("torsion").fresh(32), "little") % torsion.ORDER
X25519 = Chance("odd boxes").fresh(32)
SIGN = 1 << 255  # the sign of x, in an encoding


def vectors() -> Iterator[Vector]:
    """All scenarios, of the areas signature and primitive."""
    yield from _parts_of_small_order()
    yield from _keys_of_small_order()
    yield from _nonces_of_small_order()
    yield from _not_canonical()
    yield from _boxes()


def _signature(name: str, note: str, key: bytes, signature: bytes, outcome: str = "BadSignature") -> Vector:
    asked = {"domain": str(Domain.MIX), "key": key, "message": MESSAGE, "signature": signature}
    return Vector("signature", name, note, asked, outcome)


def _parts_of_small_order() -> Iterator[Vector]:
    for in_key, in_nonce in ((1, 0), (2, 0), (4, 0), (0, 1), (0, 2), (0, 4), (3, 5), (4, 4)):
        for good in (True, False) if in_key else (False,):
            key, signature = _found(in_key, in_nonce, good)
            said = f"Parts of small order, {in_key} of 8 in the key and {in_nonce} of 8 in R, which"
            note = f"{said} cancel." if good else f"{said} do not cancel: with the cofactor it would be good."
            name = f"torsion_key_{in_key}_nonce_{in_nonce}_{'exact' if good else 'inexact'}"
            yield _signature(name, note, key, signature, "ok" if good else "BadSignature")


def _found(in_key: int, in_nonce: int, good: bool) -> tuple[bytes, bytes]:
    for nonce in count(1000):
        key, signature = torsion.sign(SECRET, in_key, in_nonce, SIGNED, nonce)
        if torsion.is_exact(in_key, in_nonce, key, signature, SIGNED) == good:
            return key, signature
    raise AssertionError


def _keys_of_small_order() -> Iterator[Vector]:
    for number, point in enumerate(torsion.SMALL):
        key = torsion.encode(point)
        note = f"A key of small order, {number} times a point of order 8; the equation holds."
        yield _signature(f"small_order_key_{number}", note, key, _fits_small_key(key))


def _fits_small_key(key: bytes) -> bytes:
    """R and S with S B = R, and a challenge that any point of small order times is the neutral one."""
    for nonce in count(1000):
        start = torsion.encode(torsion.multiply(nonce, torsion.BASE))
        signature = start + nonce.to_bytes(32, "little")
        if torsion.is_exact(1, 0, key, signature, SIGNED):
            return signature
    raise AssertionError


def _nonces_of_small_order() -> Iterator[Vector]:
    for number, point in enumerate(torsion.SMALL):
        note = f"R of small order, {number} times a point of order 8, and S = h a."
        yield _signature(f"small_order_nonce_{number}", note, *_with_start(torsion.encode(point)))


def _with_start(start: bytes) -> tuple[bytes, bytes]:
    key = torsion.encode(torsion.multiply(SECRET, torsion.BASE))
    scalar = torsion.challenge(start, key, SIGNED) * SECRET % torsion.ORDER
    return key, start + scalar.to_bytes(32, "little")


def _not_canonical() -> Iterator[Vector]:
    cases = {
        "y_0": ("y = 2^255-19, for 0", PRIME),
        "y_0_sign": ("y = 2^255-19, for 0, with a sign", PRIME | SIGN),
        "y_1": ("y = 2^255-18, for 1", PRIME + 1),
        "x_0_sign": ("y = 1, and so x = 0, with a sign", 1 | SIGN),
        "x_0_minus": ("y = -1, and so x = 0, with a sign", PRIME - 1 | SIGN),
    }
    for name, (note, number) in cases.items():
        octets = number.to_bytes(32, "little")
        yield _signature(f"not_canonical_key_{name}", f"A key with {note}.", octets, _fits_small_key(octets))
        yield _signature(f"not_canonical_nonce_{name}", f"R with {note}.", *_with_start(octets))
    for y, octets in torsion.non_canonical():
        note = f"A key of large order with y = {y} + 2^255-19."
        yield _signature(f"not_canonical_key_y_{y}", note, octets, _fits_small_key(octets))
    beyond = 2 + PRIME
    note = "A key with a y beyond 2^255-19 that no point has."
    yield _signature("not_canonical_key_no_point", note, beyond.to_bytes(32, "little"), bytes(64))


def _boxes() -> Iterator[Vector]:
    public = box_public(X25519)
    for place, number in enumerate(SMALL):
        for high in (0, HIGH):
            octets = (number | high).to_bytes(32, "little")
            name = f"small_order_{place}{'_high' if high else ''}"
            yield _box(name, "The ephemeral key is of small order.", odd_box(octets, bytes(32), public, MESSAGE), False)
    nine = (PRIME + 9).to_bytes(32, "little")
    note = "The ephemeral key is 9 + 2^255-19, which X25519 takes for 9."
    yield _box("not_canonical", note, odd_box(nine, public, public, MESSAGE), True)
    secret = Chance("ephemeral").fresh(32)
    plain = bindings.crypto_scalarmult_base(secret)
    high_bit = plain[:31] + bytes([plain[31] | 0x80])
    shared = bindings.crypto_scalarmult(secret, public)
    note = "The ephemeral key has its highest bit set, and the nonce was made so."
    yield _box("high_bit", note, odd_box(high_bit, shared, public, MESSAGE), True)
    honest = odd_box(plain, shared, public, MESSAGE)
    note = "The highest bit of the ephemeral key was set on the way: X25519 gives the same, the nonce does not."
    yield _box("high_bit_flipped", note, high_bit + honest[32:], False)


def _box(name: str, note: str, box: bytes, good: bool) -> Vector:
    asked = {"do": "box_open", "secret": X25519, "box": box}
    result: dict[str, object] = {"result": MESSAGE} if good else {}
    return Vector("primitive", f"box_open_{name}", note, asked, "ok" if good else "Damaged", result)
