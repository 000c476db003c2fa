"""What holds for every phrase."""

from hypothesis import given
from hypothesis import strategies as st

from crypto.phrase import draw, is_own, mask_of, new_object
from crypto.words import KNOWN, WORDS, canonical, pick, unknown_words
from tests.property.profiles import examples

keys = st.binary(min_size=32, max_size=32)


@given(st.integers(0, 255))
@examples(20)
def test_a_drawn_phrase_has_the_mask_that_was_asked_for_and_eight_known_words(mask: int) -> None:
    phrase = draw(mask)
    assert mask_of(phrase) == mask
    assert len(phrase.split(" ")) == 8
    assert unknown_words(phrase) == ()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=10), st.sampled_from((" ", "  ", "\n", "\t ", "\u3000")))
def test_case_and_space_do_not_matter(words: list[str], space: str) -> None:
    assert canonical(space + space.join(words).upper() + space) == " ".join(words)


@given(st.text(st.characters()))
def test_every_text_has_a_mask_and_no_space_around(text: str) -> None:
    assert 0 <= mask_of(text) <= 255
    assert canonical(text) == canonical(text).strip(" ")
    canonical(text).encode()  # also when the text has lone surrogates


@given(keys, keys)
def test_a_reporter_knows_the_own_objects_and_nobody_elses(key: bytes, other: bytes) -> None:
    object_id = new_object(key)
    assert is_own(key, object_id)
    assert is_own(other, object_id) == (key == other)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 7))
def test_picked_words_are_on_the_list(material: bytes, index: int) -> None:
    assert pick(material, index) in KNOWN
