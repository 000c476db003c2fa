"""A reporter's eight words and all that follows from them (docs/protocol.md, section 4).

Any text is a valid phrase: nothing here can tell a right one from a wrong one, and nothing may.
"""

from dataclasses import dataclass, field

from crypto.derivation import equal, hkdf, hmac, pbkdf2, sha256
from crypto.entropy import fresh
from crypto.limits import ID, OBJECT, PHRASE_WORDS
from crypto.signatures import public_key
from crypto.words import canonical, draw_words, pick

LABEL = b"SLPHR/1"
HALF = OBJECT // 2


def draw(mask: int) -> str:
    """A random phrase whose mask is `mask`, 0 to 255: 256 tries on average, and 95 bits remain."""
    while True:
        phrase = draw_words(PHRASE_WORDS)
        if mask_of(phrase) == mask:
            return phrase


def mask_of(phrase: str) -> int:
    """The slots that whoever sends under `phrase` excludes: bit `1 << slot`."""
    return sha256(LABEL + canonical(phrase).encode())[0]


def to_mask(slots: frozenset[int]) -> int:
    """The mask of a set of slots."""
    return sum(1 << slot for slot in slots)


@dataclass(frozen=True)
class Reporter:
    """What a phrase gives. `thread` has 16 bytes; `seed` is that of `reporter_key`."""

    mask: int
    thread: bytes = field(repr=False)
    k_object: bytes = field(repr=False)
    seed: bytes = field(repr=False)
    check_words: tuple[str, str] = field(repr=False)
    root: bytes = field(repr=False)

    @classmethod
    def from_phrase(cls, phrase: str, instance: bytes) -> "Reporter":
        """The reporter of any text on the line `instance`; takes half a second."""
        return cls.from_root(mask_of(phrase), pbkdf2(canonical(phrase).encode(), LABEL + instance))

    @classmethod
    def from_root(cls, mask: int, root: bytes) -> "Reporter":
        """The same, of what a phrase was stretched to."""
        check = _derive(root, b"check")
        return cls(
            mask=mask,
            thread=_derive(root, b"thread")[:ID],
            k_object=_derive(root, b"object"),
            seed=_derive(root, b"sign"),
            check_words=(pick(check, 0), pick(check, 1)),
            root=root,
        )

    @property
    def reporter_key(self) -> bytes:
        """The Ed25519 key under which members check the reporter's contents."""
        return public_key(self.seed)

    def reply_key(self, mask: int) -> bytes:
        """The key of replies to whoever excludes `mask`."""
        return _derive(self.root, b"reply" + bytes([mask]))


def new_object(k_object: bytes) -> bytes:
    """A fresh object of 16 bytes, which only the reporter can tell from random ones."""
    half = fresh(HALF)
    return half + hmac(k_object, half)[:HALF]


def is_own(k_object: bytes, object_id: bytes) -> bool:
    """Whether `object_id` was made by `new_object` under the same key."""
    return equal(hmac(k_object, object_id[:HALF])[:HALF], object_id[HALF:])


def _derive(root: bytes, what: bytes) -> bytes:
    return hkdf(root, LABEL + b" " + what)
