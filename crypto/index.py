"""The index: a member's own overview of its cases, sealed for itself alone (docs/protocol.md, section 17)."""

from crypto.boxes import gcm, gcm_open
from crypto.derivation import hkdf
from crypto.entropy import fresh
from crypto.errors import Malformed
from crypto.frame import INDEX_STEPS
from crypto.limits import GCM_NONCE, INDEX_FRAMES, INDEX_OVERHEAD
from crypto.strict import parse_json

LABEL = b"SLMEM/1 index"


def seal_index(index: bytes, sign_seed: bytes, instance: bytes) -> bytes:
    """The index, JSON, in one of five lengths. `TooLong` when it does not fit."""
    nonce = fresh(GCM_NONCE)  # random: this key seals more than once
    return nonce + gcm(hkdf(sign_seed, LABEL), INDEX_STEPS.close(index), nonce, LABEL + instance)


def open_index(sealed: bytes, sign_seed: bytes, instance: bytes) -> bytes:
    """The JSON. `Malformed`, `Damaged`."""
    if len(sealed) - INDEX_OVERHEAD not in INDEX_FRAMES:
        raise Malformed("index")
    frame = gcm_open(hkdf(sign_seed, LABEL), sealed[GCM_NONCE:], sealed[:GCM_NONCE], LABEL + instance)
    index = INDEX_STEPS.open(frame)
    parse_json(index)
    return index
