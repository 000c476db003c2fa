"""Randomness that is the same every time: for the generator alone. Production code has no place to put it."""

import hashlib
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TypeVar
from unittest.mock import patch

from nacl import bindings

from crypto import sealing
from tests.vectors import mlkem

T = TypeVar("T")
UNTOUCHED = ("crypto.boxes", "crypto.entropy")  # here the real ones live; checks of keys go on using them


class Chance:
    """A stream of bytes that its name decides."""

    def __init__(self, name: str) -> None:
        self._stream, self._at = hashlib.shake_256(name.encode()), 0

    def fresh(self, length: int) -> bytes:
        """The next `length` bytes."""
        start, self._at = self._at, self._at + length
        return self._stream.digest(self._at)[start:]

    def choose(self, among: Sequence[T]) -> T:
        """Any of `among`."""
        return among[int.from_bytes(self.fresh(8), "big") % len(among)]

    def box_seal(self, public: bytes, message: bytes) -> bytes:
        """`crypto_box_seal` with an ephemeral key of this stream, as libsodium documents it."""
        secret = self.fresh(32)
        ephemeral = bindings.crypto_scalarmult_base(secret)
        nonce = hashlib.blake2b(ephemeral + public, digest_size=24).digest()
        return ephemeral + bindings.crypto_box(message, nonce, public, secret)

    def encapsulate(self, public: bytes) -> tuple[bytes, bytes]:
        """ML-KEM-768 with randomness of this stream."""
        return mlkem.encapsulate(public, self.fresh(32))


def stored(content: bytes) -> bytes:
    """Deflate without compression: the same on every machine, whichever zlib it has."""
    pieces = [content[start : start + 65535] for start in range(0, len(content), 65535)] or [b""]
    ends = [*[b"\0"] * (len(pieces) - 1), b"\1"]
    return b"".join(end + stored_head(len(piece)) + piece for end, piece in zip(ends, pieces, strict=True))


def stored_head(length: int) -> bytes:
    """Length and its complement, of a stored block."""
    return length.to_bytes(2, "little") + (length ^ 0xFFFF).to_bytes(2, "little")


@contextmanager
def decided(name: str) -> Iterator[Chance]:
    """Within this block all that `crypto` takes from chance, and deflate, is decided by `name`."""
    sealing._nobody.cache_clear()  # keys of fillers are drawn within the block, and do not outlive it
    chance = Chance(name)
    replaced = {
        "fresh": chance.fresh,
        "choose": chance.choose,
        "box_seal": chance.box_seal,
        "encapsulate": chance.encapsulate,
        "deflate": stored,
    }
    with ExitStack() as stack:
        for module in [module for key, module in sys.modules.items() if key.startswith("crypto.")]:
            for attribute in replaced.keys() & vars(module).keys() - {*UNTOUCHED}:
                if module.__name__ not in UNTOUCHED:
                    stack.enter_context(patch.object(module, attribute, replaced[attribute]))
        yield chance
    sealing._nobody.cache_clear()
