"""A batch: one epoch's envelopes, sorted, in values of at most 1 024 (docs/protocol.md, section 6)."""

import hashlib
from collections.abc import Iterable, Sequence

from crypto.envelope import parse_envelope
from crypto.errors import Malformed
from crypto.limits import CELLS, ENVELOPE, INSTANCE, MAGIC, MAX_ENVELOPES, OBJECT, VALUE_ENVELOPES


def check_envelope_shape(envelope: bytes, instance: bytes) -> None:
    """Length, magic, zeros (`Malformed`) and instance (`WrongInstance`): all that can be told without keys."""
    parse_envelope(envelope, instance)


def object_of(envelope: bytes) -> bytes:
    """The 16 bytes by which a reporter knows the own envelope."""
    return envelope[MAGIC + INSTANCE : MAGIC + INSTANCE + OBJECT]


def sort_and_cut(envelopes: Iterable[bytes]) -> list[bytes]:
    """The values of a batch: the set of envelopes alone decides them, not the order of arrival."""
    ordered = sorted(envelopes)
    pieces = range(0, len(ordered), VALUE_ENVELOPES)
    return [b"".join(ordered[start : start + VALUE_ENVELOPES]) for start in pieces]


def batch_hash(values: Iterable[bytes]) -> bytes:
    """SHA-256 of all bytes of a batch."""
    digest = hashlib.sha256()
    for value in values:
        digest.update(value)
    return digest.digest()


def split(values: Iterable[bytes]) -> list[bytes]:
    """The envelopes in the values of a batch, or in all its bytes as one value. `Malformed` for a broken one."""
    envelopes: list[bytes] = []
    for value in values:
        if len(value) % ENVELOPE:
            raise Malformed("batch")
        envelopes += (value[start : start + ENVELOPE] for start in range(0, len(value), ENVELOPE))
    return envelopes


def check_batch(envelopes: Sequence[bytes], instance: bytes) -> None:
    """A whole number of rows of cells, 32 to 8 192, sorted, each in shape. `Malformed`, `WrongInstance`."""
    if not is_batch_size(len(envelopes)) or list(envelopes) != sorted(envelopes):
        raise Malformed("batch")
    for envelope in envelopes:
        check_envelope_shape(envelope, instance)


def is_batch_size(count: int) -> bool:
    """Whether a batch can have so many envelopes."""
    return CELLS <= count <= MAX_ENVELOPES and count % CELLS == 0
