"""A sealed box whose ephemeral key is zero: X25519 gives zeros to every reader, so anybody could have made it.

It opens in an implementation that forgets to refuse that result.
"""

import hashlib
import struct

from nacl import bindings

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
    """The box for an X25519 key: 48 bytes longer than `message`."""
    ephemeral = bytes(32)
    nonce = hashlib.blake2b(ephemeral + public, digest_size=24).digest()
    return ephemeral + bindings.crypto_secretbox_easy(message, nonce, _hsalsa20(bytes(32), bytes(16)))


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
