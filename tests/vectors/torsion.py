"""Points of edwards25519 with a part of small order, and signatures made with them: for vectors alone, and slow.

Implementations differ in what they make of such points (docs/protocol.md, section 1, says what ours do).
"""

import hashlib
from collections.abc import Iterator

Point = tuple[int, int]
PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, PRIME) % PRIME
NEUTRAL: Point = (0, 1)
COFACTOR = 8


def add(left: Point, right: Point) -> Point:
    """The sum of two points (RFC 8032, 5.1.4, in affine coordinates)."""
    (x1, y1), (x2, y2) = left, right
    product = D * x1 * x2 * y1 * y2 % PRIME
    x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, PRIME)
    y = (y1 * y2 + x1 * x2) * pow(1 - product, -1, PRIME)
    return x % PRIME, y % PRIME


def multiply(factor: int, point: Point) -> Point:
    """`factor` times a point."""
    total = NEUTRAL
    while factor:
        if factor & 1:
            total = add(total, point)
        point, factor = add(point, point), factor >> 1
    return total


def encode(point: Point) -> bytes:
    """32 bytes (RFC 8032, 5.1.2)."""
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def with_y(y: int, sign: int = 0) -> Point | None:
    """The point with this y, if there is one (RFC 8032, 5.1.3)."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if (x * x - square) % PRIME:
        return None
    return (PRIME - x if x & 1 != sign else x), y % PRIME


def holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `S B = R + h A` exactly, for encodings of points."""
    left = multiply(int.from_bytes(signature[32:], "little"), BASE)
    return left == add(_decode(signature[:32]), multiply(challenge(signature[:32], key, message), _decode(key)))


def _decode(octets: bytes) -> Point:
    number = int.from_bytes(octets, "little")
    point = with_y(number % 2**255, number >> 255)
    assert point
    return point


def _generator_of_small_order() -> Point:
    points = (multiply(ORDER, point) for y in range(2, 100) if (point := with_y(y)))
    return next(point for point in points if multiply(4, point) != NEUTRAL)


BASE = with_y(4 * pow(5, -1, PRIME) % PRIME) or NEUTRAL
SMALL = [multiply(number, _generator_of_small_order()) for number in range(COFACTOR)]


def sign(secret: int, in_key: int, in_nonce: int, message: bytes, nonce: int) -> tuple[bytes, bytes]:
    """(key, signature): the plain ones plus the given multiples, 0 to 7, of a point of order eight."""
    key = encode(add(multiply(secret, BASE), SMALL[in_key]))
    start = encode(add(multiply(nonce, BASE), SMALL[in_nonce]))
    scalar = (nonce + challenge(start, key, message) * secret) % ORDER
    return key, start + scalar.to_bytes(32, "little")


def is_exact(in_key: int, in_nonce: int, key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the parts of small order cancel in `S B = R + h A`."""
    return (in_nonce + challenge(signature[:32], key, message) * in_key) % COFACTOR == 0


def non_canonical() -> Iterator[tuple[int, bytes]]:
    """(y, encoding as y + 2^255-19) of each point of large order that has one."""
    for y in range(19):
        point = with_y(y)
        if point and multiply(COFACTOR, point) != NEUTRAL:
            yield y, (y + PRIME).to_bytes(32, "little")


def challenge(start: bytes, key: bytes, message: bytes) -> int:
    """h, as docs/protocol.md has it."""
    return int.from_bytes(hashlib.sha512(start + key + message).digest(), "little") % ORDER
