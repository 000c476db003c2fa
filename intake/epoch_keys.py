"""The keys of the open epoch and of the one before, as they rest: wrapped under the key file, which no backup includes.

An epoch's box key dies at its close, its mix key one epoch later.
"""

import struct
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select

from crypto.drop import new_mix_key
from crypto.entropy import fresh
from crypto.limits import KEY
from crypto.storage import open_stored, seal_stored
from intake.errors import NotReady
from intake.models import key_epoch


@dataclass(frozen=True)
class MixKey:
    """What drops of one epoch are sealed to, and what their proof of work is done over."""

    epoch: int
    secret: bytes = field(repr=False)
    public: bytes
    challenge: bytes


@dataclass(frozen=True)
class EpochKeys:
    """`box` seals the open epoch's cells; drops open under `mix`, or `before`, the mix key of the epoch before."""

    mix: MixKey
    box: bytes = field(repr=False)
    before: MixKey | None

    @property
    def epoch(self) -> int:
        return self.mix.epoch

    @property
    def mixes(self) -> tuple[MixKey, ...]:
        return (self.mix, self.before) if self.before else (self.mix,)


def new_keys(epoch: int, before: MixKey | None) -> EpochKeys:
    """Fresh keys for an epoch; `before` is the mix key of the one that it follows."""
    secret, public = new_mix_key()
    return EpochKeys(MixKey(epoch, secret, public, fresh(KEY)), fresh(KEY), before)


def store_keys(connection: Connection, keys: EpochKeys, wrap_key: bytes) -> None:
    """Put the keys beside a new open epoch."""
    rows = [{"epoch": mix.epoch, "mix": _wrap_mix(mix, wrap_key), "box": None} for mix in keys.mixes]
    rows[0]["box"] = seal_stored(wrap_key, _context("box", keys.epoch), keys.box)
    connection.execute(insert(key_epoch), rows)


def load_keys(connection: Connection, wrap_key: bytes) -> EpochKeys:
    """The keys of the open epoch. Raises NotReady when none is open, Damaged when they lie under another key."""
    rows = connection.execute(select(key_epoch).order_by(key_epoch.c.epoch.desc())).all()
    if not rows:
        raise NotReady("no epoch is open")
    mixes = [_unwrap_mix(row.epoch, row.mix, wrap_key) for row in rows]
    box = open_stored(wrap_key, _context("box", rows[0].epoch), rows[0].box)
    return EpochKeys(mixes[0], box, mixes[1] if len(mixes) > 1 else None)


def _wrap_mix(mix: MixKey, wrap_key: bytes) -> bytes:
    return seal_stored(wrap_key, _context("mix", mix.epoch), mix.secret + mix.public + mix.challenge)


def _unwrap_mix(epoch: int, value: bytes, wrap_key: bytes) -> MixKey:
    plain = open_stored(wrap_key, _context("mix", epoch), value)
    return MixKey(epoch, *struct.unpack(f"{KEY}s{KEY}s{KEY}s", plain))


def _context(purpose: str, epoch: int) -> bytes:
    return b"SLINT/1 " + purpose.encode() + struct.pack(">Q", epoch)
