"""Sealed boxes with odd ephemeral keys. One of small order gives zeros to every reader: anybody could have made it.

Such a box opens in an implementation that forgets to refuse that result.
"""

import hashlib
import struct

from nacl import bindings

from tests.vectors import torsion
from tests.vectors.torsion import PRIME

# u = (1 + y) / (1 - y) of the points of order eight on the other curve (RFC 7748, 4.1); two y make two u.
ORDER_EIGHT = sorted({(1 + y) * pow(1 - y, -1, PRIME) % PRIME for _, y in torsion.SMALL[1::2]})
SMALL = (0, 1, *ORDER_EIGHT, PRIME - 1, PRIME, PRIME + 1)  # every 255-bit number that stands for a small order
HIGH = 1 << 255  # X25519 does not look at this bit
ROUNDS = 20
WORD = 0xFFFFFFFF
QUARTERS = (
    (0, 4, 8, 12),
    (5, 9, 13, 1),
    (10, 14, 2, 6),
    (15, 3, 7, 11),
    (0, 1, 2, 3),
    (5, 6, 7, 4),
    (10, 11, 8, 9),
    (15, 12, 13, 14),
)


def zero_box(public: bytes, message: bytes) -> bytes:
    """The box with an ephemeral key of zeros: 48 bytes longer than `message`."""
    return odd_box(bytes(32), bytes(32), public, message)


def odd_box(ephemeral: bytes, shared: bytes, public: bytes, message: bytes) -> bytes:
    """The box with this ephemeral key, for whom X25519 gives `shared`: 48 bytes longer than `message`."""
    nonce = hashlib.blake2b(ephemeral + public, digest_size=24).digest()
    return ephemeral + bindings.crypto_secretbox_easy(message, nonce, _hsalsa20(shared, bytes(16)))


def _hsalsa20(key: bytes, block: bytes) -> bytes:
    """The Salsa20 core without its last addition: what NaCl makes of a shared secret."""
    k, n, c = struct.unpack("<8L", key), struct.unpack("<4L", block), struct.unpack("<4L", b"expand 32-byte k")
    x = [c[0], *k[:4], c[1], *n, c[2], *k[4:], c[3]]
    for number in range(4 * ROUNDS):
        a, b, d, e = QUARTERS[number % 8]
        x[b] ^= _turn(x[a] + x[e], 7)
        x[d] ^= _turn(x[b] + x[a], 9)
        x[e] ^= _turn(x[d] + x[b], 13)
        x[a] ^= _turn(x[e] + x[d], 18)
    return struct.pack("<8L", *(x[i] for i in (0, 5, 10, 15, 6, 7, 8, 9)))


def _turn(value: int, by: int) -> int:
    value &= WORD
    return (value << by | value >> 32 - by) & WORD
