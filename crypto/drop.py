"""Drops: the one object a browser posts, always 16 384 bytes, whatever it carries (docs/protocol.md, section 5)."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from crypto.boxes import box_open, box_public, box_seal
from crypto.entropy import fresh
from crypto.envelope import parse_envelope
from crypto.errors import Damaged, Malformed, NotOpened
from crypto.limits import DROP, DROP_ZERO, ENVELOPE, KEY, WORK


class Kind(IntEnum):
    """Whether a drop carries an envelope for the members or a filler that is thrown away."""

    COVER = 0
    ENVELOPE = 1


@dataclass(frozen=True)
class Drop:
    """An opened drop. Its work is not checked yet: that needs the mix it was made for."""

    kind: Kind
    work: bytes = field(repr=False)
    envelope: bytes = field(repr=False)


class MixKey(NamedTuple):
    """An X25519 key pair of the intake for one epoch. Never printed: unpack it at once."""

    secret: bytes
    public: bytes

    def __repr__(self) -> str:
        return "MixKey()"


def new_mix_key() -> MixKey:
    """A new pair (secret, public), 32 bytes each."""
    secret = fresh(KEY)
    return MixKey(secret, box_public(secret))


def seal_drop(kind: Kind, envelope: bytes, mix_key: bytes, work: bytes) -> bytes:
    """The drop, 16 384 bytes, of an envelope of 16 304, sealed to the mix's public key."""
    if len(envelope) != ENVELOPE or len(work) != WORK:
        raise Malformed("envelope or work")
    return box_seal(mix_key, bytes([kind]) + work + bytes(DROP_ZERO) + envelope)


def open_drop(drop: bytes, mix_secret: bytes, instance: bytes) -> Drop:
    """The drop's parts. `NotOpened` under this key; `Malformed`, `WrongInstance` for what was in it."""
    if len(drop) != DROP:
        raise Malformed("drop")
    try:
        opened = box_open(mix_secret, drop)
    except Damaged as error:
        raise NotOpened from error
    return _parse(opened, instance)


def _parse(opened: bytes, instance: bytes) -> Drop:
    head, envelope = opened[:-ENVELOPE], opened[-ENVELOPE:]
    kind, work, zero = head[0], head[1 : 1 + WORK], head[1 + WORK :]
    if kind not in tuple(Kind) or any(zero):
        raise Malformed("drop")
    parse_envelope(envelope, instance)
    return Drop(Kind(kind), work, envelope)
