"""The EFF large word list, drawing words from derived bytes, and the one form a phrase is reduced to."""

import json
import re
import unicodedata
from importlib import resources

from crypto.derivation import integer
from crypto.entropy import choose

WORDS: tuple[str, ...] = tuple(
    json.loads(resources.files("crypto").joinpath("words.json").read_bytes())["words"].split()
)
KNOWN = frozenset(WORDS)

# Unicode White_Space, spelled out: str.split() and JavaScript's \s differ from it, and from one another.
WHITE_SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def pick(material: bytes, index: int) -> str:
    """The word that bytes `4 * index` to `4 * index + 3` of `material` stand for."""
    return WORDS[integer(material[4 * index : 4 * index + 4]) % len(WORDS)]


def draw_words(count: int) -> str:
    """`count` random words in canonical form: 12.9 bits each."""
    return " ".join(choose(WORDS) for _ in range(count))


def normal(text: str) -> str:
    """NFKC; a lone surrogate, which UTF-8 cannot carry, becomes U+FFFD as it does in browsers."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFKC", whole)


def canonical(text: str) -> str:
    """NFKC, lower case, one space between words and none around. Any text has a canonical form."""
    return WHITE_SPACE.sub(" ", normal(text).lower()).strip(" ")


def unknown_words(text: str) -> tuple[str, ...]:
    """The words of `text` that are not on the list, in order: most likely slips of the pen."""
    return tuple(word for word in canonical(text).split(" ") if word and word not in KNOWN)
