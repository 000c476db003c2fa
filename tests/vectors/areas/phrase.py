"""Vectors of phrases: canonical form, what is derived from one, and whose an object is."""

from collections.abc import Iterator

from crypto.phrase import Reporter, mask_of, new_object
from crypto.words import WORDS, canonical, unknown_words
from tests.vectors.chance import Chance, decided
from tests.vectors.line import INSTANCE, OTHER_INSTANCE
from tests.vectors.scenario import Vector

PHRASE = "unsealed ladder otter coil basin crumb violet anthem"
TEXTS = {
    "plain": ("Nothing to change.", PHRASE),
    "spaces": (
        "Any white space, also around.",
        "\u3000 Unsealed\u00a0ladder\r\n\tOTTER\u2028coil\u2009\u200a basin\x85crumb\x0bviolet anthem\n",
    ),
    "not_white_space": ("Not everything that looks like it.", "a\u200bb\ufeffc\x1cd\u180ee"),
    "compatibility": ("NFKC.", "ﬁle ＡＢＣ ① ½ Å e\u0301"),
    "case": ("Lower case, with a last sigma and a dotted I.", "ΟΔΟΣ İstanbul STRASSE ẞ"),
    "list_words": ("The first and the last word, and one with a hyphen.", f"{WORDS[0]} {WORDS[-1]} yo-yo yoyo"),
    "empty": ("Nothing at all.", " \t "),
    "any_text": ("Any text is a phrase.", "my dog's name, 1987 🐕"),
    "lone_surrogate": ("A lone surrogate becomes U+FFFD.", "a\ud800b"),
}


def vectors() -> Iterator[Vector]:
    """All scenarios of the areas."""
    for name, (note, text) in TEXTS.items():
        output = {"canonical": canonical(text), "unknown": list(unknown_words(text))}
        yield Vector("words", name, note, {"text": text}, output=output)
    yield _phrase("derivations", "All that follows from a phrase.", PHRASE, 0)
    yield _phrase("typed_carelessly", "The same phrase, and another mask.", f"  {PHRASE.upper()} \n", 0b0010_0101)
    yield _phrase("any_text", "Any text is a phrase.", TEXTS["any_text"][1], 255)
    yield _phrase("empty", "So is none.", "", 0)
    yield _phrase("other_line", "On another line all is different.", PHRASE, 0, OTHER_INSTANCE)
    yield from _own()


def _phrase(name: str, note: str, phrase: str, mask: int, instance: bytes = INSTANCE) -> Vector:
    found = Reporter.from_phrase(phrase, instance)
    output = {
        "canonical": canonical(phrase),
        "phrase_mask": mask_of(phrase),
        "thread": found.thread,
        "k_object": found.k_object,
        "reply_key": found.reply_key(mask),
        "seed": found.seed,
        "reporter_key": found.reporter_key,
        "check_words": list(found.check_words),
    }
    return Vector("phrase", name, note, {"phrase": phrase, "instance": instance, "mask": mask}, output=output)


def _own() -> Iterator[Vector]:
    key = Chance("k_object").fresh(32)
    with decided("own"):
        own = new_object(key)
    cases = {
        "own": ("The reporter's own.", own, True),
        "first_half": ("One bit off in the first half.", bytes([own[0] ^ 1]) + own[1:], False),
        "second_half": ("One bit off in the second half.", own[:15] + bytes([own[15] ^ 1]), False),
        "random": ("A random object.", Chance("another").fresh(16), False),
    }
    for name, (note, object_id, is_own) in cases.items():
        yield Vector("own", name, note, {"k_object": key, "object": object_id}, output={"own": is_own})
