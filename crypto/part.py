"""Parts: a file in chunks of 1 MiB, each sealed by itself, posted at one length (docs/protocol.md, section 12).

The intake knows a part by an id that says nothing; only who has the file's key knows that two belong together.
"""

from collections.abc import Sequence

from crypto.boxes import box_open, box_seal, gcm, gcm_open
from crypto.derivation import equal, hkdf, sha256, u32
from crypto.entropy import fresh
from crypto.errors import Damaged, Malformed, NotOpened, TooLong
from crypto.limits import CHUNK, FILE, HASH, ID, KEY, PART, PART_HEAD, PART_ZERO, STORED_PART

MORE, LAST, DECOY = 0, 1, 2  # what `last` in a place says


def count_chunks(size: int) -> int:
    """How many chunks a file of `size` bytes has; an empty one has one. `TooLong` beyond 1 GiB."""
    if not 0 <= size <= FILE:
        raise TooLong("file")
    return max(1, -(-size // CHUNK))


def count_parts(size: int) -> int:
    """How many parts it travels as, decoys with them: 1, 2, 4 ... 1 024."""
    return 1 << (count_chunks(size) - 1).bit_length()


def part_ids(file_key: bytes, size: int) -> tuple[bytes, ...]:
    """The ids of all its parts, 16 bytes each, those of decoys with them."""
    return tuple(_id(file_key, index) for index in range(count_parts(size)))


def seal_chunk(file_key: bytes, size: int, index: int, chunk: bytes) -> bytes:
    """The stored part, 1 048 640 bytes, of the chunk at `index * CHUNK`; a decoy's chunk is empty. `Malformed`."""
    if len(chunk) != _length(size, index):
        raise Malformed("chunk")
    place = _place(size, index)
    box = gcm(_key(file_key, place), chunk + bytes(CHUNK - len(chunk)))
    return _id(file_key, index) + _commit(file_key, place) + box


def open_chunk(file_key: bytes, size: int, index: int, stored: bytes) -> bytes:
    """The chunk, without the zeros that filled it up. `Malformed`, `Damaged`."""
    if len(stored) != STORED_PART:
        raise Malformed("stored part")
    length, place = _length(size, index), _place(size, index)
    if not equal(stored[: ID + HASH], _id(file_key, index) + _commit(file_key, place)):
        raise Damaged("another part")
    chunk = gcm_open(_key(file_key, place), stored[ID + HASH :])
    if any(chunk[length:]):
        raise Malformed("chunk")
    return chunk[:length]


def open_file(file_key: bytes, size: int, digest: bytes, chunks: Sequence[bytes]) -> bytes:
    """The file whose content gave key, size and SHA-256, from its stored parts in order, without decoys.

    The steps are those of docs/protocol.md, section 12. Everything but a form that cannot be is `Damaged`: the
    file was named in a signed content, so that what is missing must show. `TooLong`, `Malformed`.
    """
    # 1. a size that a file may have, 2. as many parts as that size takes
    if len(chunks) != count_chunks(size):
        raise Damaged("parts")
    # 3. each the one of its place: none repeated, moved, or from another file
    opened = b"".join(open_chunk(file_key, size, index, stored) for index, stored in enumerate(chunks))
    # 4. the file that the sender had
    if not equal(sha256(opened), digest):
        raise Damaged("file")
    return opened


def seal_part(stored: bytes, mix_key: bytes) -> bytes:
    """The part as it is posted, 1 048 752 bytes, under a key that is used this once."""
    if len(stored) != STORED_PART:
        raise Malformed("stored part")
    key = fresh(KEY)
    return box_seal(mix_key, key + stored[:ID] + bytes(PART_ZERO)) + gcm(key, stored[ID:])


def open_part(part: bytes, mix_secret: bytes) -> bytes:
    """The stored part. `NotOpened` under this mix key; `Malformed`, `Damaged` for what was in it."""
    if len(part) != PART:
        raise Malformed("part")
    try:
        head = box_open(mix_secret, part[:PART_HEAD])
    except Damaged as error:
        raise NotOpened from error
    if any(head[KEY + ID :]):
        raise Malformed("part")
    return head[KEY : KEY + ID] + gcm_open(head[:KEY], part[PART_HEAD:])


def _length(size: int, index: int) -> int:
    if not 0 <= index < count_parts(size):
        raise Malformed("index")
    return min(CHUNK, max(0, size - index * CHUNK))


def _place(size: int, index: int) -> bytes:
    after = count_chunks(size) - 1 - index
    return u32(index) + bytes([MORE if after > 0 else LAST if after == 0 else DECOY])


def _id(file_key: bytes, index: int) -> bytes:
    return hkdf(file_key, b"SLPRT/1 id" + u32(index))[:ID]


def _commit(file_key: bytes, place: bytes) -> bytes:
    return hkdf(file_key, b"SLPRT/1 commit" + place)


def _key(file_key: bytes, place: bytes) -> bytes:
    return hkdf(file_key, b"SLPRT/1 key" + place)
