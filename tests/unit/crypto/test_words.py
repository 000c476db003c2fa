"""The word list is the one that the decision names, and drawing from it is uniform enough."""

import hashlib

from crypto.words import KNOWN, WORDS, draw_words


def test_the_list_is_the_effs() -> None:
    assert (len(WORDS), len(KNOWN)) == (7776, 7776)
    digits = ("".join(str(number // 6**place % 6 + 1) for place in range(4, -1, -1)) for number in range(7776))
    original = "".join(f"{roll}\t{word}\n" for roll, word in zip(digits, WORDS, strict=True))
    wanted = "addd35536511597a02fa0a9ff1e5284677b8883b83e986e43f15a3db996b903e"
    assert hashlib.sha256(original.encode()).hexdigest() == wanted


def test_drawn_words_differ() -> None:
    drawn = {draw_words(8) for _ in range(50)}
    assert len(drawn) == 50
    assert len({word for phrase in drawn for word in phrase.split(" ")}) > 300
