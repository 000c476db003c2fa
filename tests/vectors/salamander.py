"""One AES-GCM ciphertext that opens under two keys, which is why an envelope commits to its key.

The plaintext under the first key is wanted but for some free bits; these are solved for so that both tags are equal.
The free bits are the padding of empty stored blocks, which inflating passes over.
"""

from collections.abc import Iterable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.vectors.chance import stored, stored_head

BLOCK = 16
PADDED = b"\0" + stored_head(0)  # an empty stored block: 3 bits say what it is, 5 are padding
PADDING_BITS = range(3, 8)
ROOM = 40  # such blocks: 200 free bits for 128 equations


def deflate_with_room(content: bytes) -> bytes:
    """Deflate of `content` that begins with 200 bits which may be anything."""
    return ROOM * PADDED + stored(content)


def free_bits(start: int) -> list[tuple[int, int]]:
    """(byte, bit) of each free bit when `deflate_with_room` begins at byte `start`; bit 7 is the highest."""
    return [(start + block * len(PADDED), bit) for block in range(ROOM) for bit in PADDING_BITS]


def collide(first: bytes, second: bytes, plain: bytes, free: Iterable[tuple[int, int]]) -> bytes:
    """Ciphertext and tag that open under both keys with a zero nonce; under `first` to `plain` but for free bits."""
    cipher = bytearray(left ^ right for left, right in zip(plain, _stream(first, len(plain)), strict=True))
    powers = _powers(first, second, len(plain))
    wanted = _tag(first, cipher) ^ _tag(second, cipher)
    places = list(free)
    effects = [_multiply(1 << 127 - 8 * (byte % BLOCK) - (7 - bit), powers[byte // BLOCK]) for byte, bit in places]
    for index in _solve(effects, wanted):
        byte, bit = places[index]
        cipher[byte] ^= 1 << bit
    return bytes(cipher) + _tag(first, cipher).to_bytes(BLOCK, "big")


def _solve(effects: list[int], wanted: int) -> list[int]:
    """Indexes of effects whose sum is `wanted`, by elimination over GF(2)."""
    basis: dict[int, tuple[int, int]] = {}
    for index, effect in enumerate(effects):
        value, used = _reduce(effect, basis)
        if value:
            basis[value.bit_length()] = (value, used ^ 1 << index)
    rest, used = _reduce(wanted, basis)
    assert rest == 0
    return [index for index in range(len(effects)) if used >> index & 1]


def _reduce(value: int, basis: dict[int, tuple[int, int]]) -> tuple[int, int]:
    used = 0
    while value.bit_length() in basis:
        step, indexes = basis[value.bit_length()]
        value, used = value ^ step, used ^ indexes
    return value, used


def _powers(first: bytes, second: bytes, length: int) -> list[int]:
    """For each block of ciphertext what a change in it is multiplied by in the difference of both tags."""
    count = -(-length // BLOCK)
    one, two = _hash_key(first), _hash_key(second)
    powers, left, right = [], one, two
    for _ in range(count):
        left, right = _multiply(left, one), _multiply(right, two)
        powers.append(left ^ right)
    return powers[::-1]


def _tag(key: bytes, cipher: bytes | bytearray) -> int:
    subkey, total = _hash_key(key), 0
    padded = bytes(cipher) + bytes(-len(cipher) % BLOCK) + (8 * len(cipher)).to_bytes(BLOCK, "big")
    for start in range(0, len(padded), BLOCK):
        total = _multiply(total ^ int.from_bytes(padded[start : start + BLOCK], "big"), subkey)
    return total ^ int.from_bytes(_blocks(key, bytes(15) + b"\1"), "big")


def _stream(key: bytes, length: int) -> bytes:
    counters = b"".join(number.to_bytes(BLOCK, "big") for number in range(2, 2 - (-length // BLOCK)))
    return _blocks(key, counters)[:length]


def _hash_key(key: bytes) -> int:
    return int.from_bytes(_blocks(key, bytes(BLOCK)), "big")


def _blocks(key: bytes, blocks: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 (a part of GCM, block by block)
    return encryptor.update(blocks) + encryptor.finalize()


def _multiply(left: int, right: int) -> int:
    """In GF(2^128) as NIST SP 800-38D has it: the highest bit is the constant term."""
    total = 0
    for bit in range(127, -1, -1):
        if left >> bit & 1:
            total ^= right
        right = right >> 1 ^ (0xE1 << 120 if right & 1 else 0)
    return total
