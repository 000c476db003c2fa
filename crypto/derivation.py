"""Hashes, keyed hashes and key derivation (docs/protocol.md, section 1), and integers as bytes."""

import hashlib
import hmac as stdlib_hmac

from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.pwhash import argon2id

from crypto.limits import ARGON2_MEMORY, ARGON2_PASSES, HASH, KEY, PBKDF2_ITERATIONS


def sha256(message: bytes) -> bytes:
    """SHA-256: 32 bytes."""
    return hashlib.sha256(message).digest()


def hmac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA-512, the first 32 bytes."""
    return stdlib_hmac.digest(key, message, "sha512")[:HASH]


def hkdf(key: bytes, info: bytes) -> bytes:
    """HKDF-SHA-512 (RFC 5869) with empty salt: 32 bytes."""
    return HKDF(SHA512(), KEY, salt=None, info=info).derive(key)


def pbkdf2(password: bytes, salt: bytes) -> bytes:
    """PBKDF2-HMAC-SHA-512, 600 000 iterations: 32 bytes, after about half a second."""
    return hashlib.pbkdf2_hmac("sha512", password, salt, PBKDF2_ITERATIONS, KEY)


def argon2(password: bytes, salt: bytes) -> bytes:
    """Argon2id (RFC 9106), 64 MiB, 3 passes, 1 lane; `salt` has 16 bytes: 32 bytes."""
    return argon2id.kdf(KEY, password, salt, opslimit=ARGON2_PASSES, memlimit=ARGON2_MEMORY)


def equal(left: bytes, right: bytes) -> bool:
    """Whether two values are equal, in time that does not depend on where they differ."""
    return stdlib_hmac.compare_digest(left, right)


def u16(number: int) -> bytes:
    """2 bytes, big-endian."""
    return number.to_bytes(2, "big")


def u32(number: int) -> bytes:
    """4 bytes, big-endian."""
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    """8 bytes, big-endian."""
    return number.to_bytes(8, "big")


def integer(octets: bytes) -> int:
    """The number that big-endian `octets` stand for."""
    return int.from_bytes(octets, "big")
