"""ML-KEM-768 encapsulation with given randomness, straight from FIPS 203: for vectors alone, never for use.

It is also an oracle of its own for the library's decapsulation. Slow, and not constant in time.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache

Q = 3329
N = 256
K = 3
DU, DV = 10, 4
Poly = list[int]


def _reverse7(number: int) -> int:
    return int(f"{number:07b}"[::-1], 2)


ZETAS = [pow(17, _reverse7(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * _reverse7(i) + 1, Q) for i in range(128)]


def encapsulate(public: bytes, message: bytes) -> tuple[bytes, bytes]:
    """(shared secret, ciphertext) for the 32 random bytes `message` (algorithm 17)."""
    digest = hashlib.sha3_512(message + hashlib.sha3_256(public).digest()).digest()
    return digest[:32], _encrypt(public, message, digest[32:])


def _encrypt(public: bytes, message: bytes, coins: bytes) -> bytes:
    """Algorithm 14."""
    t_hat = [_decode(public[384 * i : 384 * (i + 1)], 12) for i in range(K)]
    rho = public[384 * K :]
    y_hat = [_ntt(_noise(coins, i)) for i in range(K)]
    u = [_add(_inverse(_dot(_column(rho, i), y_hat)), _noise(coins, K + i)) for i in range(K)]
    mu = [(Q + 1) // 2 * bit for bit in _decode(message, 1)]
    v = _add(_add(_inverse(_dot(t_hat, y_hat)), _noise(coins, 2 * K)), mu)
    return b"".join(_encode(_compress(one, DU), DU) for one in u) + _encode(_compress(v, DV), DV)


def _column(rho: bytes, i: int) -> list[Poly]:
    return [_uniform(rho + bytes([i, j])) for j in range(K)]


@cache
def _uniform(seed: bytes) -> Poly:
    """Algorithm 7."""
    stream = hashlib.shake_128(seed).digest(168 * 8)
    found: Poly = []
    for at in range(0, len(stream), 3):
        a, b, c = stream[at : at + 3]
        found += (value for value in (a + 256 * (b % 16), b // 16 + 16 * c) if value < Q)
    return found[:N]


def _noise(coins: bytes, number: int) -> Poly:
    """Algorithm 8 with eta = 2."""
    bits = _bits(hashlib.shake_256(coins + bytes([number])).digest(128))
    return [(bits[i] + bits[i + 1] - bits[i + 2] - bits[i + 3]) % Q for i in range(0, 4 * N, 4)]


def _ntt(poly: Poly) -> Poly:
    """Algorithm 9."""
    f, i, length = list(poly), 1, 128
    while length >= 2:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = ZETAS[i] * f[j + length] % Q
                f[j], f[j + length] = (f[j] + t) % Q, (f[j] - t) % Q
            i += 1
        length //= 2
    return f


def _inverse(poly: Poly) -> Poly:
    """Algorithm 10."""
    f, i, length = list(poly), 127, 2
    while length <= 128:
        for start in range(0, N, 2 * length):
            for j in range(start, start + length):
                t = f[j]
                f[j] = (t + f[j + length]) % Q
                f[j + length] = ZETAS[i] * (f[j + length] - t) % Q
            i -= 1
        length *= 2
    return [value * 3303 % Q for value in f]


def _dot(left: Sequence[Poly], right: Sequence[Poly]) -> Poly:
    total = [0] * N
    for a, b in zip(left, right, strict=True):
        total = _add(total, _multiply(a, b))
    return total


def _multiply(a: Poly, b: Poly) -> Poly:
    """Algorithms 11 and 12."""
    found: Poly = []
    for i, gamma in enumerate(GAMMAS):
        a0, a1, b0, b1 = a[2 * i], a[2 * i + 1], b[2 * i], b[2 * i + 1]
        found += [(a0 * b0 + a1 * b1 * gamma) % Q, (a0 * b1 + a1 * b0) % Q]
    return found


def _add(a: Poly, b: Poly) -> Poly:
    return [(x + y) % Q for x, y in zip(a, b, strict=True)]


def _compress(poly: Poly, d: int) -> Poly:
    return [((value << d) + Q // 2) // Q % (1 << d) for value in poly]


def _bits(octets: bytes) -> list[int]:
    return [octet >> i & 1 for octet in octets for i in range(8)]


def _encode(values: Iterable[int], d: int) -> bytes:
    number = sum(value << d * i for i, value in enumerate(values))
    return number.to_bytes(32 * d, "little")


def _decode(octets: bytes, d: int) -> Poly:
    number = int.from_bytes(octets, "little")
    return [number >> d * i & (1 << d) - 1 for i in range(N)]
