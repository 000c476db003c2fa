"""To whom is sealed, and what fits."""

import random

import pytest

from crypto import boxes
from crypto.entropy import fresh
from crypto.errors import BadSignature, Malformed, TooFewReaders, TooLong
from crypto.frame import ENVELOPE_FRAME
from crypto.limits import PAYLOAD
from crypto.payload import frame
from crypto.sealing import filler, seal_envelope
from crypto.words import WORDS
from tests.vectors import mlkem
from tests.vectors.line import CURRENT, FINGERPRINT, INSTANCE, OBJECT, REPORTER_SEED, content, seal


def test_an_envelope_is_sealed_to_two_members_at_least() -> None:
    with pytest.raises(TooFewReaders):
        seal(content(excluded=(0, 2)))
    assert seal(content(excluded=(0,))).envelope


def test_each_member_belongs_in_the_own_slot() -> None:
    swapped = list(CURRENT.recipients())
    swapped[0], swapped[1] = swapped[1], swapped[0]
    with pytest.raises(Malformed):
        seal_envelope(bytes(PAYLOAD), swapped, INSTANCE, FINGERPRINT, OBJECT)


def test_a_payload_of_another_length_is_refused() -> None:
    with pytest.raises(Malformed):
        seal_envelope(bytes(PAYLOAD - 1), CURRENT.recipients(), INSTANCE, FINGERPRINT, OBJECT)


def test_no_two_fillers_are_alike() -> None:
    first, second = filler(INSTANCE), filler(INSTANCE)
    assert first[24:40] != second[24:40]
    assert first[80:] != second[80:]


def test_a_text_that_does_not_deflate_enough_is_too_long() -> None:
    source = random.Random(2)
    long = "".join(chr(source.randrange(0x4E00, 0x9FFF)) for _ in range(6000))
    with pytest.raises(TooLong):
        frame(content(what=long), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT)


def test_a_text_beyond_64_kib_is_too_long_however_well_it_deflates() -> None:
    with pytest.raises(TooLong):
        frame(content(what=" " * 65536), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT)


def test_twelve_thousand_characters_of_words_fit() -> None:
    source = random.Random(3)
    common = WORDS[::8]
    text = " ".join(source.choice(common) for _ in range(1700))
    assert len(text) > 12_000
    assert len(frame(content(what=text), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT)) == PAYLOAD


def test_content_is_framed_only_with_the_seed_of_its_own_key() -> None:
    with pytest.raises(BadSignature):
        frame(content(), bytes(32), INSTANCE, FINGERPRINT, OBJECT)


def test_content_that_no_reader_would_take_is_not_framed() -> None:
    with pytest.raises(Malformed):
        frame(content(excluded=(3, 1)), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT)


def test_the_vectors_own_ml_kem_and_the_librarys_agree() -> None:
    seed = fresh(64)
    secret, ciphertext = mlkem.encapsulate(boxes.kem_public(seed), bytes(32))
    assert boxes.decapsulate(seed, ciphertext) == secret


def test_a_frame_has_room_for_what_the_protocol_says() -> None:
    assert ENVELOPE_FRAME.room == 6374
