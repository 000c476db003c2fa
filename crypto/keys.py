"""A member's keys: the public ones that reporters seal to, the secret ones, and the bundle they rest in.

Secret keys never appear in a repr.
"""

from dataclasses import dataclass, field

from crypto import boxes
from crypto.derivation import sha256
from crypto.entropy import fresh
from crypto.errors import Malformed
from crypto.limits import BUNDLE, KEY, MEMBER_SLOTS, MLKEM_PUBLIC, MLKEM_SEED
from crypto.signatures import public_key


@dataclass(frozen=True)
class MemberPublic:
    """The encryption keys of the member in `slot`: X25519 (32 bytes) and ML-KEM-768 (1 184 bytes)."""

    slot: int
    x25519: bytes
    mlkem: bytes

    def __post_init__(self) -> None:
        _check(self.slot, (self.x25519, KEY), (self.mlkem, MLKEM_PUBLIC))

    @property
    def hash(self) -> bytes:
        """What a directory carries of these keys: `SHA-256(x25519 || mlkem)`."""
        return sha256(self.x25519 + self.mlkem)

    def check_usable(self) -> None:
        """`Malformed` unless both keys can be sealed to."""
        boxes.check_usable(self.x25519, self.mlkem)


@dataclass(frozen=True)
class MemberSecret:
    """The secret keys of the member in `slot`: Ed25519 seed, X25519 secret, ML-KEM-768 seed `d || z`."""

    slot: int
    sign_seed: bytes = field(repr=False)
    x25519: bytes = field(repr=False)
    mlkem_seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check(self.slot, (self.sign_seed, KEY), (self.x25519, KEY), (self.mlkem_seed, MLKEM_SEED))

    def public(self) -> MemberPublic:
        """The encryption keys that belong to these."""
        return MemberPublic(self.slot, boxes.box_public(self.x25519), boxes.kem_public(self.mlkem_seed))

    def sign_key(self) -> bytes:
        """The Ed25519 key that the directory lists as `sign`."""
        return public_key(self.sign_seed)

    def pack(self) -> bytes:
        """The bundle of 128 bytes that is wrapped (docs/protocol.md, section 8). The slot is not in it."""
        return self.sign_seed + self.x25519 + self.mlkem_seed


def generate(slot: int) -> MemberSecret:
    """New keys for the member in `slot`."""
    return MemberSecret(slot, fresh(KEY), fresh(KEY), fresh(MLKEM_SEED))


def throwaway(slot: int) -> MemberPublic:
    """Keys nobody holds, made just as a member's are: whose slot is whose must not show."""
    return MemberPublic(slot, boxes.box_public(fresh(KEY)), boxes.kem_public(fresh(MLKEM_SEED)))


def unpack(slot: int, bundle: bytes) -> MemberSecret:
    """The keys in a bundle of 128 bytes. `Malformed` for another length."""
    if len(bundle) != BUNDLE:
        raise Malformed("bundle")
    return MemberSecret(slot, bundle[:KEY], bundle[KEY : 2 * KEY], bundle[2 * KEY :])


def _check(slot: int, *lengths: tuple[bytes, int]) -> None:
    if not 0 <= slot < MEMBER_SLOTS or any(len(key) != length for key, length in lengths):
        raise Malformed("member keys")
