"""The frame of every payload, `u16 n || signature || deflate(content) || zeros`, and deflate with a bound.

The frame knows nothing of what it carries; signatures are made and checked by payload and reply.
"""

import zlib
from dataclasses import dataclass

from crypto.derivation import integer, u16, u32
from crypto.errors import Malformed, TooLong
from crypto.limits import (
    CONTENT,
    ENTRY_CONTENT,
    ENTRY_FRAMES,
    FRAME_COUNT,
    FRAME_HEAD,
    INDEX_CONTENT,
    INDEX_FRAMES,
    PAYLOAD,
    REPLY_CONTENT,
    REPLY_PAYLOAD,
)

RAW = -zlib.MAX_WBITS  # RFC 1951 without a header


@dataclass(frozen=True)
class Frame:
    """Lengths of one kind of payload: of the whole, and of the content at most."""

    length: int
    content: int

    @property
    def room(self) -> int:
        """What deflated content may take."""
        return self.length - FRAME_HEAD

    def close(self, content: bytes, signature: bytes) -> bytes:
        """The payload. `TooLong` when the content does not fit, deflated or not."""
        deflated = deflate(content)
        if len(content) > self.content or len(deflated) > self.room:
            raise TooLong
        return u16(len(deflated)) + signature + deflated + bytes(self.room - len(deflated))

    def open(self, payload: bytes) -> tuple[bytes, bytes]:
        """(content, signature), the signature unchecked. `Malformed`."""
        head, rest = payload[:FRAME_HEAD], payload[FRAME_HEAD:]
        count = integer(head[:2])
        if len(payload) != self.length or count > self.room or any(rest[count:]):
            raise Malformed("frame")
        return inflate(rest[:count], self.content), head[2:]


ENVELOPE_FRAME = Frame(PAYLOAD, CONTENT)
REPLY_FRAME = Frame(REPLY_PAYLOAD, REPLY_CONTENT)


@dataclass(frozen=True)
class Steps:
    """Frames without a signature, `u32 n || deflate(content) || zeros`, of the shortest of a few lengths."""

    lengths: tuple[int, ...]
    content: int

    def close(self, content: bytes) -> bytes:
        """The frame. `TooLong` when the content does not fit, deflated or not."""
        deflated = deflate(content)
        length = self._fitting(len(deflated))
        if len(content) > self.content or length is None:
            raise TooLong
        return u32(len(deflated)) + deflated + bytes(length - FRAME_COUNT - len(deflated))

    def open(self, frame: bytes) -> bytes:
        """The content. `Malformed`, also for a frame longer than it need be: lengths tell no more than they must."""
        count, rest = integer(frame[:FRAME_COUNT]), frame[FRAME_COUNT:]
        if len(frame) != self._fitting(count) or any(rest[count:]):
            raise Malformed("frame")
        return inflate(rest[:count], self.content)

    def _fitting(self, count: int) -> int | None:
        return next((length for length in self.lengths if FRAME_COUNT + count <= length), None)


ENTRY_STEPS = Steps(ENTRY_FRAMES, ENTRY_CONTENT)
INDEX_STEPS = Steps(INDEX_FRAMES, INDEX_CONTENT)


def deflate(content: bytes) -> bytes:
    """RFC 1951, raw."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, RAW)
    return squeeze.compress(content) + squeeze.flush()


def inflate(deflated: bytes, most: int) -> bytes:
    """The content, at most `most` bytes: no input makes this take more memory. `Malformed`."""
    swell = zlib.decompressobj(RAW)
    try:
        content = swell.decompress(deflated, most + 1)
    except zlib.error as error:
        raise Malformed("deflate") from error
    if len(content) > most or not swell.eof or swell.unused_data:
        raise Malformed("deflate")
    return content
