"""Words by which two people compare somebody's keys aloud."""

from crypto.derivation import pbkdf2, sha256
from crypto.limits import SPOKEN_WORDS
from crypto.words import pick


def key_words(sign: bytes, keys: bytes, instance: bytes) -> tuple[str, ...]:
    """The six words of one person's keys: `sign` is the Ed25519 key, `keys` the hash of the encryption keys.

    Stretched like those of a directory, so it takes half a second.
    """
    material = pbkdf2(sha256(sign + keys), b"SLPER/1" + instance)
    return tuple(pick(material, index) for index in range(SPOKEN_WORDS))
