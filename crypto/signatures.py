"""Ed25519 signatures, each under the domain of one kind of message (docs/protocol.md, section 1).

A signature is always over the exact bytes that are served, so nothing here serialises anything.
"""

from enum import StrEnum

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from crypto.errors import BadSignature


class Domain(StrEnum):
    """What is signed, and therefore by whom."""

    DIRECTORY = "SLDIR/1"
    MEMBER_KEYS = "SLKEY/1"
    MIX = "SLMIX/1"
    BOARD = "SLBRD/1"
    CONTENT = "SLFUP/1"
    REPLY = "SLREP/1"
    ENTRY = "SLENT/1"
    APPROVAL = "SLAPP/1"
    CONFIRMATION = "SLCON/1"
    ORDER = "SLORD/1"
    CERTIFICATE = "SLCRT/1"
    CHECKPOINT = "sealed-line/"  # the text that follows is a note of a form others gave; it begins so


def public_key(seed: bytes) -> bytes:
    """The 32-byte Ed25519 public key of a 32-byte seed."""
    return bytes(SigningKey(seed).verify_key)


def sign(domain: Domain, seed: bytes, message: bytes) -> bytes:
    """The 64-byte signature over `domain || message`."""
    return SigningKey(seed).sign(domain.encode() + message).signature


def verify(domain: Domain, key: bytes, message: bytes, signature: bytes) -> None:
    """`BadSignature` unless `signature` is that of the holder of `key` over `domain || message`."""
    try:
        VerifyKey(key).verify(domain.encode() + message, signature)
    except (CryptoError, ValueError, TypeError) as error:
        raise BadSignature(domain) from error


def is_signed(domain: Domain, key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `verify` passes: for counting signatures, where one wrong signature is merely not counted."""
    try:
        verify(domain, key, message, signature)
    except BadSignature:
        return False
    return True
