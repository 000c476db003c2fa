"""Sealed boxes, secret boxes, AES-256-GCM and ML-KEM-768 (docs/protocol.md, section 1).

Every opener raises `Damaged`; what that means to a reader is for the caller to say.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from nacl import bindings
from nacl.exceptions import CryptoError

from crypto.errors import Damaged, Malformed
from crypto.limits import GCM_NONCE, KEY, MLKEM_CIPHERTEXT, SEAL_OVERHEAD

# Every key below these two encrypts one message only, so the nonce is constant.
ZERO_NONCE_24 = bytes(24)
ZERO_NONCE_12 = bytes(GCM_NONCE)


def box_public(secret: bytes) -> bytes:
    """The X25519 public key of a 32-byte secret key."""
    return bindings.crypto_scalarmult_base(secret)


def box_seal(public: bytes, message: bytes) -> bytes:
    """`crypto_box_seal` to an X25519 key: 48 bytes longer than `message`. `Malformed` for a key of small order."""
    try:
        return bindings.crypto_box_seal(message, public)
    except (CryptoError, RuntimeError) as error:
        raise Malformed("X25519 key of small order") from error


def box_open(secret: bytes, box: bytes) -> bytes:
    """What `box_seal` sealed to the key of `secret`."""
    if len(box) < SEAL_OVERHEAD:
        raise Damaged("sealed box")
    try:
        return bindings.crypto_box_seal_open(box, box_public(secret), secret)
    except (CryptoError, RuntimeError) as error:
        raise Damaged("sealed box") from error


def secretbox(key: bytes, message: bytes) -> bytes:
    """XSalsa20-Poly1305 under a key that encrypts nothing else: 16 bytes longer."""
    return bindings.crypto_secretbox_easy(message, ZERO_NONCE_24, key)


def secretbox_open(key: bytes, box: bytes) -> bytes:
    """What `secretbox` encrypted under `key`."""
    try:
        return bindings.crypto_secretbox_open_easy(box, ZERO_NONCE_24, key)
    except (CryptoError, ValueError) as error:
        raise Damaged("secret box") from error


def gcm(key: bytes, message: bytes, nonce: bytes = ZERO_NONCE_12, extra: bytes = b"") -> bytes:
    """AES-256-GCM: 16 bytes longer. The nonce is given only where a key wraps more than once (section 8)."""
    return AESGCM(key).encrypt(nonce, message, extra)


def gcm_open(key: bytes, box: bytes, nonce: bytes = ZERO_NONCE_12, extra: bytes = b"") -> bytes:
    """What `gcm` encrypted."""
    try:
        return AESGCM(key).decrypt(nonce, box, extra)
    except (InvalidTag, ValueError) as error:
        raise Damaged("AES-GCM") from error


def kem_public(seed: bytes) -> bytes:
    """The ML-KEM-768 public key, 1 184 bytes, of the 64-byte seed `d || z`."""
    return MLKEM768PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()


def encapsulate(public: bytes) -> tuple[bytes, bytes]:
    """ML-KEM-768: (shared secret of 32 bytes, ciphertext of 1 088). `Malformed` for a key FIPS 203 refuses."""
    try:
        return MLKEM768PublicKey.from_public_bytes(public).encapsulate()
    except ValueError as error:
        raise Malformed("ML-KEM-768 key") from error


def decapsulate(seed: bytes, ciphertext: bytes) -> bytes:
    """The shared secret. A ciphertext of another key gives a secret nobody knows, as FIPS 203 wants."""
    if len(ciphertext) != MLKEM_CIPHERTEXT:
        raise Damaged("ML-KEM-768 ciphertext")
    return MLKEM768PrivateKey.from_seed_bytes(seed).decapsulate(ciphertext)


def check_usable(x25519: bytes, mlkem: bytes) -> None:
    """`Malformed` unless both public keys can be sealed to: one bad key would stop every reporter."""
    if len(x25519) != KEY:
        raise Malformed("X25519 key")
    box_seal(x25519, b"")
    encapsulate(mlkem)
