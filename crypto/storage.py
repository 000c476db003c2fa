"""Sealing of what a server keeps for itself and writes anew: AES-256-GCM with a random nonce.

Nothing of this goes over the wire.
"""

from crypto.boxes import gcm, gcm_open
from crypto.entropy import fresh
from crypto.limits import GCM_NONCE, TAG

OVERHEAD = GCM_NONCE + TAG


def seal_stored(key: bytes, context: bytes, value: bytes) -> bytes:
    """nonce[12] || AES-256-GCM(key[32], nonce, value): 28 bytes longer than `value`.

    `context` says what and whose the value is.
    """
    nonce = fresh(GCM_NONCE)
    return nonce + gcm(key, value, nonce, context)


def open_stored(key: bytes, context: bytes, sealed: bytes) -> bytes:
    """The inverse. `Damaged` for another key, another context or altered bytes."""
    return gcm_open(key, sealed[GCM_NONCE:], sealed[:GCM_NONCE], context)
