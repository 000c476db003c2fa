"""Vectors of chains of versions: forked, frozen, reordered, out of date, or signed by other means than a version is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from crypto.document import Signature, Signed, sign_text
from crypto.signatures import Domain
from crypto.version import parse_version
from tests.vectors.areas.directory import ALL, FOURTH, SECOND_DAY, SECOND_LAST, two_versions
from tests.vectors.chance import Chance
from tests.vectors.line import (
    BOARD_SEED,
    FILE,
    FINGERPRINT,
    FIRST_DAY,
    FOUNDING,
    INTAKE_SEED,
    body,
    file,
    listed,
    member,
    signed,
)
from tests.vectors.scenario import Vector
from tests.vectors.tampered import difference

SIG, CHAIN, EXPIRED = "BadSignature", "BrokenChain", "Expired"
JOINED = [listed(one) for one in ALL] + [listed(FOURTH, since=2)]


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    yield from _forks()
    yield from _orders()
    yield from _freezes()
    yield from _signatures()


def _vector(name: str, note: str, directory: bytes, outcome: str, **reader: object) -> Vector:
    asked = {
        "directory": difference("founding", FILE, directory),
        "today": FIRST_DAY.isoformat(),
        "fingerprint": FINGERPRINT,
        **reader,
    }
    return Vector("directory", f"chain_{name}", note, asked, outcome)


def _after(before: Signed, number: int, members: Sequence[object] = JOINED, **changes: object) -> str:
    fields = {"version": number, "day": SECOND_DAY, "not_after": SECOND_LAST, "previous": _hash(before)}
    return body(**{**fields, "members": members, **changes})


def _hash(document: Signed) -> bytes:
    return parse_version(document).hash


EVERYBODY = [*ALL, FOURTH]
SECOND = signed(_after(FOUNDING, 2), ALL)
OTHER_SECOND = signed(_after(FOUNDING, 2, not_after=SECOND_LAST - timedelta(days=1)), ALL)
THIRD = signed(_after(SECOND, 3), EVERYBODY)
OTHER_THIRD = signed(_after(OTHER_SECOND, 3), EVERYBODY)


def _forks() -> Iterator[Vector]:
    crossed = file([FOUNDING, SECOND, OTHER_THIRD], EVERYBODY)
    yield _vector("fork_crossed", "The third version follows another second one, as well signed.", crossed, CHAIN)
    both = file([FOUNDING, SECOND, OTHER_SECOND], EVERYBODY)
    yield _vector("fork_both", "Both second versions, one after the other.", both, CHAIN)
    fork = file([FOUNDING, OTHER_SECOND], EVERYBODY)
    note = "The poster is of the one second version, the chain has the other."
    yield _vector("fork_other_poster", note, fork, CHAIN, fingerprint=_hash(SECOND))
    usurpers = [replace(one, sign_seed=Chance(f"usurper {one.slot}").fresh(32)) for one in ALL]
    listing = [listed(one) for one in usurpers]
    usurped = signed(body(members=listing), usurpers)
    note = "A founding of the same line, with the same encryption keys, by others."
    yield _vector("fork_usurped", note, file([usurped], ALL), CHAIN)
    second = signed(_after(FOUNDING, 2, listing), usurpers)
    note = "A second version with others in all seats, signed by these."
    yield _vector("fork_all_replaced", note, file([FOUNDING, second], ALL), SIG)
    third = signed(_after(usurped, 2, listing), usurpers)
    yield _vector(
        "fork_grafted", "A version of that founding after the first one.", file([FOUNDING, third], ALL), CHAIN
    )


def _orders() -> Iterator[Vector]:
    cases = {
        "reversed": ("The second version before the first.", [SECOND, FOUNDING]),
        "founding_twice": ("The first version twice.", [FOUNDING, FOUNDING]),
        "second_twice": ("The second version twice.", [FOUNDING, SECOND, SECOND]),
        "without_founding": ("The second version alone.", [SECOND]),
        "without_second": ("The third version after the first.", [FOUNDING, THIRD]),
        "without_founding_and_second": ("The third version alone.", [THIRD]),
    }
    for name, (note, chain) in cases.items():
        yield _vector(f"order_{name}", note, file(chain, EVERYBODY), CHAIN)


def _freezes() -> Iterator[Vector]:
    both = two_versions()
    poster = {"fingerprint": _hash(SECOND)}
    yield _vector(
        "frozen_before_poster", "The first version, to who has a poster of the second.", FILE, CHAIN, **poster
    )
    after = (SECOND_LAST + timedelta(days=1)).isoformat()
    yield _vector("expired", "The second version, a day after its end.", both, EXPIRED, today=after)
    yield _vector("expired_long_ago", "The second version, years after its end.", both, EXPIRED, today="2031-01-01")
    kept = file([FOUNDING, SECOND], ALL)
    yield _vector("frozen_keys", "The second version with the keys of the first.", kept, CHAIN)
    older = file([FOUNDING], EVERYBODY)
    yield _vector("frozen_chain", "The first version with the keys of the second.", older, CHAIN)


def _signatures() -> Iterator[Vector]:
    text = _after(FOUNDING, 2)
    two = signed(text, ALL[:2]).signatures
    wrong: dict[str, tuple[str, Sequence[Signature]]] = {
        "none": ("No signature.", ()),
        "twice_by_one": ("One member's signature twice.", (two[0], two[0])),
        "of_the_first": ("The signatures of the first version.", FOUNDING.signatures),
        "of_another_second": ("The signatures of another second version.", OTHER_SECOND.signatures),
        "exchanged": ("Two members' signatures, each under the other's key.", _exchanged(two)),
        "as_a_mix": ("Signed as mixes are.", [sign_text(Domain.MIX, one.sign_seed, text) for one in ALL]),
        "as_keys": (
            "Signed as members' keys are.",
            [sign_text(Domain.MEMBER_KEYS, one.sign_seed, text) for one in ALL],
        ),
        "by_servers": ("Signed by the intake and by the board key.", _by(text, INTAKE_SEED, BOARD_SEED)),
        "by_later_keys": ("Signed by strangers.", _by(text, bytes(32), b"\1" * 32)),
        "zeros": ("Signatures of nothing but zeros.", [replace(one, signature=bytes(64)) for one in two]),
    }
    for name, (note, signatures) in wrong.items():
        directory = file([FOUNDING, Signed(text, tuple(signatures))], EVERYBODY)
        yield _vector(f"signed_{name}", note, directory, SIG)
    many = Signed(text, (*signed(text, [member(slot, 9) for slot in range(8)] * 9).signatures[:65],))
    yield _vector("signed_too_often", "65 signatures.", file([FOUNDING, many], EVERYBODY), "Malformed")


def _exchanged(two: Sequence[Signature]) -> list[Signature]:
    return [replace(two[0], key=two[1].key), replace(two[1], key=two[0].key)]


def _by(text: str, *seeds: bytes) -> list[Signature]:
    return [sign_text(Domain.DIRECTORY, seed, text) for seed in seeds]
