"""Sealing of backups (docs/protocol.md, section 22): what comes in pieces goes out in chunks of one length, and back.

A backup opens only with two keys that lie apart: the recipient's, which is off the machine, and one in a second store,
whose destruction destroys the backup.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from nacl import bindings
from nacl.exceptions import CryptoError

from crypto.boxes import box_open, box_public, box_seal
from crypto.derivation import equal, hkdf, sha256
from crypto.entropy import fresh
from crypto.errors import BrokenChain, Damaged, Malformed, NotARecipient, WrongInstance
from crypto.limits import (
    BACKUP_CHUNK,
    BACKUP_HEADER,
    BACKUP_LARGE_STEP,
    BACKUP_LEAST,
    BACKUP_STREAM_HEADER,
    BACKUP_ZERO,
    ID,
    INSTANCE,
    KEY,
    MAGIC,
    SEALED_CHUNK,
)

_MAGIC = b"SLBAK/1\n"
_FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


class App(IntEnum):
    """Whose data a backup holds."""

    INTAKE = 1
    REVIEWER = 2


@dataclass(frozen=True)
class Header:
    """What stands in the clear, 160 bytes: whose backup it is, and which two keys open it."""

    app: App
    instance: bytes
    key_id: bytes
    recipient: bytes
    box: bytes

    @property
    def bytes(self) -> bytes:
        """As in a file."""
        zero = bytes(BACKUP_ZERO)
        return b"".join((_MAGIC, bytes([self.app]), zero, self.instance, self.key_id, self.recipient, self.box))


@dataclass(frozen=True)
class Sealing:
    """One backup that is being made: its header, and the key that nobody keeps."""

    header: Header
    _key: bytes = field(repr=False)

    def seal(self, pieces: Iterable[bytes], length: Callable[[int], int] | None = None) -> Iterator[bytes]:
        """The whole file, in parts: header, header of the stream, chunks. `pieces` are padded to one of few lengths."""
        state = bindings.crypto_secretstream_xchacha20poly1305_state()
        yield self.header.bytes
        yield bindings.crypto_secretstream_xchacha20poly1305_init_push(state, self._key)
        chunks = _cut(_padded(pieces, length or padded_length))
        last = next(chunks)
        for chunk in chunks:
            yield bindings.crypto_secretstream_xchacha20poly1305_push(state, last, None, _MESSAGE)
            last = chunk
        yield bindings.crypto_secretstream_xchacha20poly1305_push(state, last, None, _FINAL)

    def open(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """What was sealed, as `open_backup` gives it: so that a backup can be read again while its key is known."""
        return _pulled(self._key, chunks)


def begin(app: App, instance: bytes, recipient: bytes, second_key: bytes) -> Sealing:
    """A new backup for `recipient`, an X25519 public key, under `second_key` of 32 bytes. `Malformed` for a bad key."""
    secret = fresh(KEY)
    header = Header(app, instance, key_id(second_key), recipient, box_seal(recipient, secret))
    return Sealing(header, _key_of(header, secret, second_key))


def key_id(second_key: bytes) -> bytes:
    """The name of a key of the second store, 16 bytes, which the header shows."""
    return sha256(b"SLBAK/1 id" + second_key)[:ID]


def padded_length(length: int) -> int:
    """The length to which so many bytes are filled up: 16 MiB times a power of two, from 1 GiB on whole GiB."""
    step = BACKUP_LEAST
    while step < length and step < BACKUP_LARGE_STEP:
        step *= 2
    return max(step, -(-length // step) * step)


def parse_header(raw: bytes) -> Header:
    """The first 160 bytes of a backup. `Malformed`."""
    if len(raw) != BACKUP_HEADER or not raw.startswith(_MAGIC):
        raise Malformed("backup")
    zero_end = MAGIC + 1 + BACKUP_ZERO
    if raw[MAGIC] not in list(App) or any(raw[MAGIC + 1 : zero_end]):
        raise Malformed("backup")
    instance, key, recipient, box = _split(raw[zero_end:], INSTANCE, ID, KEY)
    return Header(App(raw[MAGIC]), instance, key, recipient, box)


def open_backup(
    header: Header, app: App, instance: bytes, recipient_secret: bytes, second_key: bytes, chunks: Iterable[bytes]
) -> Iterator[bytes]:
    """What was sealed, padding included, in pieces of 16 384 bytes; each was checked, but only the end shows that none
    is missing. `chunks` are what follows the header of the file: the stream's header, then chunks of 16 401 bytes.

    `Malformed`, `WrongInstance`, `NotARecipient`, `Damaged`; `BrokenChain` for a file that is cut short.
    """
    # 1. whose
    if header.app is not app:
        raise Malformed("a backup of the other app")
    if header.instance != instance:
        raise WrongInstance("backup")
    # 2. the recipient's key
    if not equal(header.recipient, box_public(recipient_secret)):
        raise NotARecipient("recipient")
    # 3. the second key
    if not equal(header.key_id, key_id(second_key)):
        raise NotARecipient("second key")
    # 4. the box
    secret = box_open(recipient_secret, header.box)
    if len(secret) != KEY:
        raise Damaged("box")
    # 5. the stream
    return _pulled(_key_of(header, secret, second_key), chunks)


def _key_of(header: Header, secret: bytes, second_key: bytes) -> bytes:
    return hkdf(secret + second_key, b"SLBAK/1 key" + header.bytes)


def _padded(pieces: Iterable[bytes], length: Callable[[int], int]) -> Iterator[bytes]:
    """The pieces, then zeros up to `length` of what they have together."""
    total = 0
    for piece in pieces:
        total += len(piece)
        yield piece
    missing = length(total) - total
    while missing:
        zeros = bytes(min(missing, BACKUP_CHUNK))
        missing -= len(zeros)
        yield zeros


def _cut(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in chunks of one length; all together they have a multiple of it, and at least one."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        whole = len(buffer) - len(buffer) % BACKUP_CHUNK
        for at in range(0, whole, BACKUP_CHUNK):
            yield bytes(buffer[at : at + BACKUP_CHUNK])
        del buffer[:whole]
    if buffer:
        raise ValueError("not a multiple of a chunk")


def _pulled(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    state, given = bindings.crypto_secretstream_xchacha20poly1305_state(), iter(chunks)
    head = next(given, b"")
    if len(head) != BACKUP_STREAM_HEADER:
        raise BrokenChain("cut")
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, head, key)
    for chunk in given:
        if len(chunk) != SEALED_CHUNK:
            raise BrokenChain("cut")
        try:
            message, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, chunk)
        except (CryptoError, RuntimeError) as error:
            raise Damaged("chunk") from error
        yield message
        if tag == _FINAL:
            if next(given, None) is not None:
                raise Malformed("something follows the end")
            return
    raise BrokenChain("cut")


def _split(raw: bytes, *lengths: int) -> Iterator[bytes]:
    at = 0
    for length in lengths:
        yield raw[at : at + length]
        at += length
    yield raw[at:]
