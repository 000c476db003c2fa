"""P6, in bytes: the slot of an excluded member is a sealed slot like any other, and opens to nobody."""

import secrets
from collections.abc import Callable, Iterator

import pytest

from crypto.envelope import parse_envelope
from crypto.errors import NotARecipient
from crypto.limits import C1, CTX, SLOT
from crypto.opening import open_envelope
from crypto.sealing import filler
from tests.vectors.line import FINGERPRINT, INSTANCE, SECRETS, content, seal

EXCLUDED = 2
SAMPLE = 24
PRIME, A = 2**255 - 19, 486662
Q, DU = 3329, 10
Sealer = Callable[[], bytes]

# FIPS 203 compresses 3329 values into 1024: 257 of these stand for four values, the others for three.
CROWDED = {code for code in range(1 << DU) if sum(((x << DU) + Q // 2) // Q % 1024 == code for x in range(Q)) == 4}


def excluding() -> bytes:
    return seal(content(excluded=(EXCLUDED,))).envelope


def slot_of(envelope: bytes, number: int) -> bytes:
    return envelope[CTX + number * SLOT : CTX + (number + 1) * SLOT]


def check_that_excluded_slots_look_sealed(sealer: Sealer, number: int = EXCLUDED) -> None:
    """c1 begins with a point of the curve; c2 has the uneven codes that ML-KEM gives and random bytes have not."""
    slots = [slot_of(sealer(), number) for _ in range(SAMPLE)]
    assert all(is_on_curve(slot[:32]) for slot in slots)
    codes = [code for slot in slots for code in kem_codes(slot[C1:])]
    crowded = sum(code in CROWDED for code in codes) / len(codes)
    assert abs(crowded - 4 * len(CROWDED) / Q) < 0.02  # five and a half deviations; random bytes are 0.058 away


def is_on_curve(octets: bytes) -> bool:
    """Whether these are the canonical coordinate of a point of Curve25519: half of all numbers are."""
    x = int.from_bytes(octets, "little")
    return x < PRIME and pow(x**3 + A * x**2 + x, (PRIME - 1) // 2, PRIME) in (0, 1)


def kem_codes(c2: bytes) -> Iterator[int]:
    """The 768 numbers of ten bits that an ML-KEM-768 ciphertext begins with."""
    number = int.from_bytes(c2[:960], "little")
    return (number >> DU * index & 1023 for index in range(768))


def with_random_slot() -> bytes:
    envelope, start = excluding(), CTX + EXCLUDED * SLOT
    return envelope[:start] + secrets.token_bytes(SLOT) + envelope[start + SLOT :]


def with_random_ciphertext() -> bytes:
    envelope, start = excluding(), CTX + EXCLUDED * SLOT + C1
    return envelope[:start] + secrets.token_bytes(1088) + envelope[start + 1088 :]


@pytest.mark.promise("P6")
@pytest.mark.parametrize("number", range(8))
def test_every_slot_looks_sealed_whether_it_is_excluded_empty_or_read(number: int) -> None:
    check_that_excluded_slots_look_sealed(excluding, number)


@pytest.mark.promise("P6")
def test_slots_of_fillers_look_the_same() -> None:
    check_that_excluded_slots_look_sealed(lambda: filler(INSTANCE))


@pytest.mark.mutant("P6")
@pytest.mark.parametrize("sealer", [with_random_slot, with_random_ciphertext])
def test_random_bytes_for_an_excluded_member_would_be_found(sealer: Sealer) -> None:
    with pytest.raises(AssertionError):
        check_that_excluded_slots_look_sealed(sealer)


@pytest.mark.promise("P6")
@pytest.mark.parametrize("sealer", [excluding, lambda: filler(INSTANCE)], ids=["excluded", "filler"])
def test_an_excluded_member_meets_the_same_refusal_as_with_a_filler(sealer: Sealer) -> None:
    with pytest.raises(NotARecipient):
        open_envelope(sealer(), SECRETS[EXCLUDED], [FINGERPRINT], INSTANCE)


def test_nothing_outside_the_slots_differs_in_form() -> None:
    ours, theirs = (parse_envelope(envelope, INSTANCE) for envelope in (excluding(), filler(INSTANCE)))
    assert [len(part) for part in (ours.slots, ours.mac, ours.body)] == [
        len(part) for part in (theirs.slots, theirs.mac, theirs.body)
    ]
