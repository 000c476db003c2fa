"""The frame of every payload, `u16 n || signature || deflate(content) || zeros`, and deflate with a bound.

The frame knows nothing of what it carries; signatures are made and checked by payload and reply.
"""

import zlib
from dataclasses import dataclass

from crypto.derivation import integer, u16
from crypto.errors import Malformed, TooLong
from crypto.limits import CONTENT, FRAME_HEAD, PAYLOAD, REPLY_CONTENT, REPLY_PAYLOAD

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
