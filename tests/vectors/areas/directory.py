"""Vectors of directory files: foundings, renewals, successions, and each check that can fail; and spoken words."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from crypto.directory import spoken_words
from crypto.document import Signed
from crypto.keys import MemberSecret
from crypto.spoken import key_words
from crypto.version import DirectoryMember, parse_version
from tests.vectors.line import (
    FILE,
    FINGERPRINT,
    FIRST_DAY,
    FOUNDING,
    INSTANCE,
    LAST_DAY,
    OTHER_INSTANCE,
    SECRETS,
    body,
    file,
    listed,
    member,
    signed,
)
from tests.vectors.scenario import Vector
from tests.vectors.tampered import difference

ALL = list(SECRETS.values())
SECOND_DAY = date(2026, 3, 2)
SECOND_LAST = date(2026, 6, 30)
FOURTH = member(7)


def vectors() -> Iterator[Vector]:
    """All scenarios of the areas."""
    yield from _foundings()
    yield from _foundings_not_signed()
    yield from _bodies()
    yield from _successions()
    yield from _renewals()
    yield from _false_renewals()
    yield from _renewed_often()
    yield from _files()
    yield from _readers()
    body_text = FOUNDING.body
    yield Vector(
        "spoken", "founding", "Six words.", {"body": body_text}, output={"words": list(spoken_words(body_text))}
    )
    yield from _key_words()


def _key_words() -> Iterator[Vector]:
    public, sign = SECRETS[2].public(), SECRETS[2].sign_key()
    for name, note, signing, instance in (
        ("member", "Of a member.", sign, INSTANCE),
        ("other_line", "On another line the same keys have other words.", sign, OTHER_INSTANCE),
        ("other_sign", "Another signing key with the same encryption keys.", SECRETS[0].sign_key(), INSTANCE),
    ):
        given = {"sign": signing, "x25519": public.x25519, "mlkem": public.mlkem, "instance": instance}
        words = list(key_words(signing, public.hash, instance))
        yield Vector("key_words", name, note, given, output={"words": words})


def _vector(name: str, note: str, directory: bytes, outcome: str = "ok", **reader: object) -> Vector:
    given = directory if name == "founding" else difference("founding", FILE, directory)
    asked = {"directory": given, "today": FIRST_DAY.isoformat(), "fingerprint": FINGERPRINT, **reader}
    return Vector("directory", name, note, asked, outcome, _output(directory) if outcome == "ok" else {})


def _output(directory: bytes) -> dict[str, object]:
    documents = [Signed(one["body"], ()) for one in json.loads(directory)["chain"]]
    chain = [parse_version(one) for one in documents]
    slots = [one.slot for one in chain[-1].members]
    return {"hash": chain[-1].hash, "versions": len(chain), "slots": slots, "hashes": [one.hash for one in chain]}


def _alone(text: str, secrets: Sequence[MemberSecret] = ALL) -> bytes:
    return file([signed(text, secrets)], secrets)


def _foundings() -> Iterator[Vector]:
    yield _vector("founding", "Version 1, signed by all three.", FILE)
    eight = [member(slot) for slot in range(8)]
    text = body(members=[listed(one) for one in eight])
    yield _vector("eight_members", "Every slot taken.", _alone(text, eight), fingerprint=None)
    extra = replace(FOUNDING, signatures=(*signed(body(), [FOURTH]).signatures, *FOUNDING.signatures))
    yield _vector("extra_signature", "A stranger's signature is passed over.", file([extra], ALL))
    roles = body(members=[listed(ALL[0], role="🂡" * 80), *(listed(one) for one in ALL[1:])])
    yield _vector("long_role", "A role of 80 characters beyond the first plane.", _alone(roles), fingerprint=None)
    spaced = json.dumps(json.loads(body()), indent=1)
    yield _vector("other_json", "A body written otherwise.", _alone(spaced), fingerprint=None)


def _foundings_not_signed() -> Iterator[Vector]:
    text = body()
    two = file([signed(text, ALL[:2])], ALL)
    yield _vector("founding_missing_signature", "Two of three have signed version 1.", two, "BadSignature")
    twice = file([signed(text, [*ALL[:2], ALL[0]])], ALL)
    yield _vector("founding_signed_twice_by_one", "Three signatures of two members.", twice, "BadSignature")
    broken = replace(
        FOUNDING, signatures=(*FOUNDING.signatures[:2], replace(FOUNDING.signatures[2], signature=bytes(64)))
    )
    yield _vector("founding_wrong_signature", "One of three signatures is wrong.", file([broken], ALL), "BadSignature")
    altered = replace(FOUNDING, body=text.replace("Chair", "Chief"))
    yield _vector("founding_altered", "The body is not the one that was signed.", file([altered], ALL), "BadSignature")
    previous = _alone(body(previous=bytes(31) + b"\1"))
    yield _vector("founding_previous", "Version 1 has one before.", previous, "BrokenChain", fingerprint=None)


def _bodies() -> Iterator[Vector]:
    members = [listed(one) for one in ALL]
    same_sign = [*members[:2], _relisted(ALL[1], slot=5)]
    cases: dict[str, tuple[str, str]] = {
        "two_members": ("Fewer than three members.", body(members=members[:2])),
        "same_sign_key": ("Two members with one signing key.", body(members=same_sign)),
        "same_keys": ("Two members with one set of encryption keys.", body(members=[*members[:2], _with_keys_of(0)])),
        "same_slot": ("Two members in one slot.", body(members=[*members[:2], _relisted(FOURTH, slot=2)])),
        "no_longer_than_120_days": ("Good for 121 days.", body(not_after=date(2026, 5, 6))),
        "ends_before_it_begins": ("not_after is the day itself.", body(not_after=FIRST_DAY)),
        "since_ahead": ("Keys since version 2, in version 1.", body(members=[*members[:2], listed(ALL[2], since=2)])),
        "since_zero": ("Keys since version 0.", body(members=[*members[:2], listed(ALL[2], since=0)])),
        "version": ("Begins with version 2.", body(version=2)),
        "quorum": ("A quorum of three of three.", body().replace('"quorum":2', '"quorum":3')),
        "order": ("Slots descend.", _reversed(body())),
    }
    for name, (note, text) in cases.items():
        yield _vector(f"body_{name}", note, _alone(text), "BrokenChain", fingerprint=None)
    foreign = body(members=[*members[:2], listed(ALL[2], instance=OTHER_INSTANCE)])
    yield _vector("keys_signature", "Keys signed for another line.", _alone(foreign), "BadSignature", fingerprint=None)
    for name, text in _malformed_bodies():
        yield _vector(
            f"malformed_{name}", f"Wrong: {name.replace('_', ' ')}.", _alone(text), "Malformed", fingerprint=None
        )


def _malformed_bodies() -> Iterator[tuple[str, str]]:
    text = body()
    yield "unknown_field", text.replace('"version":1', '"version":1,"note":""')
    yield "repeated_field", text.replace('"version":1', '"version":1,"version":1')
    yield "version_true", text.replace('"version":1', '"version":true')
    yield "type", text.replace("SLDIR/1", "SLDIR/2")
    yield "role_empty", text.replace(SECRET_ROLE, "")
    yield "role_long", text.replace(SECRET_ROLE, "x" * 81)
    yield "role_surrogate", text.replace(SECRET_ROLE, "\\udc00")
    yield "slot", text.replace('"slot":5', '"slot":8')
    yield "day", text.replace("2026-01-05", "2026-1-5")


def two_versions() -> bytes:
    """A directory file with a second version, in which a fourth member joins in slot 7."""
    return file([FOUNDING, signed(_joined(), ALL[:2])], [*ALL, FOURTH])


def _joined() -> str:
    return _second(members=[listed(one) for one in ALL] + [listed(FOURTH, since=2)])


def _successions() -> Iterator[Vector]:
    members = [*ALL, FOURTH]
    text = _joined()
    second = signed(text, ALL[:2])
    both = two_versions()
    yield _vector("two_versions", "A member joins, by two signatures of three.", both)
    yield _vector("fingerprint_of_the_second", "The poster is of version 2.", both, fingerprint=_hash(text))
    third_text = body(
        version=3, day=SECOND_DAY, not_after=SECOND_LAST, previous=_hash(text), members=[listed(one) for one in ALL]
    )
    third = signed(third_text, ALL)
    yield _vector("member_leaves", "A member joins and leaves again.", file([FOUNDING, second, third], ALL))
    short = file([FOUNDING, second, signed(third_text, ALL[:2])], ALL)
    yield _vector("quorum_of_the_version_before", "Two of four are no quorum.", short, "BadSignature")
    yield _vector(
        "quorum_short", "One signature of three.", file([FOUNDING, signed(text, ALL[:1])], members), "BadSignature"
    )
    newcomer = file([FOUNDING, signed(text, [ALL[0], FOURTH])], members)
    yield _vector("quorum_with_newcomer", "A newcomer's signature does not count.", newcomer, "BadSignature")
    broken: dict[str, tuple[str, str]] = {
        "previous": ("Another version before.", _second(previous=bytes(32))),
        "day": ("Its day is before that of version 1.", _second(day=date(2026, 1, 4), not_after=LAST_DAY)),
        "gap": ("Version 3 after version 1.", _second(version=3)),
    }
    for name, (note, wrong) in broken.items():
        yield _vector(f"succession_{name}", note, file([FOUNDING, signed(wrong, ALL)], ALL), "BrokenChain")
    foreign = [listed(one, instance=OTHER_INSTANCE) for one in ALL]
    moved = signed(_second(instance=OTHER_INSTANCE, members=foreign), ALL)
    yield _vector("succession_instance", "Another line.", file([FOUNDING, moved], ALL), "BrokenChain")


def _renewals() -> Iterator[Vector]:
    new = member(2, generation=2)
    members = [listed(ALL[0]), listed(new, since=2), listed(ALL[2])]
    keys = [ALL[0], new, ALL[2]]
    text = _second(members=members)
    renewed = signed(text, [new])
    yield _vector("renewal", "One member's keys are new, and this member has signed.", file([FOUNDING, renewed], keys))
    yield _vector("renewal_old_keys", "The old keys with it.", file([FOUNDING, renewed], ALL), "BrokenChain")
    forged = replace(members[1], keys_signature=listed(new, since=1).keys_signature)
    wrong = signed(_second(members=[members[0], forged, members[2]]), [new])
    yield _vector(
        "renewal_signed_for_another_version",
        "Keys signed as if since 1.",
        file([FOUNDING, wrong], keys),
        "BadSignature",
    )


def _false_renewals() -> Iterator[Vector]:
    new = member(2, generation=2)
    members = [listed(ALL[0]), listed(new, since=2), listed(ALL[2])]
    keys = [ALL[0], new, ALL[2]]
    same = [listed(ALL[0]), listed(ALL[1], since=2), listed(ALL[2])]
    cases: dict[str, tuple[str, str, list[MemberSecret]]] = {
        "nothing_new": ("Nothing but the days is new.", _second(), ALL),
        "same_keys": ("Keys signed anew, but the same.", _second(members=same), ALL),
        "old_since": (
            "New keys said to be since version 1.",
            _second(members=[members[0], listed(new), members[2]]),
            keys,
        ),
        "role": ("A role is new as well.", _second(members=[listed(ALL[0], role="Chief"), *members[1:]]), keys),
        "intake_key": ("The intake's key is new as well.", _second(members=members, intake_key=bytes(32)), keys),
        "member_left": (
            "A member left as well.",
            _second(members=[*members[:2], listed(FOURTH, since=2)]),
            [*keys[:2], FOURTH],
        ),
    }
    for name, (note, text, secrets) in cases.items():
        directory = file([FOUNDING, signed(text, [new])], secrets)
        yield _vector(f"no_renewal_{name}", f"{note} One member has signed.", directory, "BadSignature")
    text = _second(members=members)
    for name, note, signers in (
        ("unsigned", "Nobody has signed the new date.", []),
        ("signed_by_another", "Another member has signed than the one whose keys are new.", [ALL[0]]),
    ):
        directory = file([FOUNDING, signed(text, signers)], keys)
        yield _vector(f"no_renewal_{name}", note, directory, "BadSignature")
    redated = replace(signed(text, [new]), body=_second(members=members, not_after=date(2026, 6, 29)))
    directory = file([FOUNDING, redated], keys)
    yield _vector("no_renewal_redated", "Another date than was signed.", directory, "BadSignature")


def renewed_often(last: date, agreed: int | None = None) -> bytes:
    """Version 1 and three renewals by one member; the last is good until `last`. A quorum signs version `agreed`."""
    chain, keys = [FOUNDING], ALL
    for number, day, not_after in (
        (2, date(2026, 5, 1), date(2026, 8, 29)),
        (3, date(2026, 8, 20), date(2026, 12, 18)),
        (4, date(2026, 12, 10), last),
    ):
        new = member(2, generation=number)
        keys = [ALL[0], new, ALL[2]]
        members = [listed(ALL[0]), listed(new, since=number), listed(ALL[2])]
        text = body(version=number, day=day, not_after=not_after, previous=_hash(chain[-1].body), members=members)
        chain.append(signed(text, ALL[:2] if number == agreed else [new]))
    return file(chain, keys)


def _renewed_often() -> Iterator[Vector]:
    yield _vector("renewals_for_a_year", "Renewals until 366 days after version 1.", renewed_often(date(2027, 1, 6)))
    later = date(2027, 1, 7)
    note = "A renewal until 367 days after the last version that a quorum signed."
    yield _vector("renewals_beyond_a_year", note, renewed_often(later), "BadSignature")
    note = "The same, but a quorum has signed the third version."
    yield _vector("renewals_after_an_agreed_version", note, renewed_often(later, agreed=3))
    note = "The same, but a quorum has signed this one."
    yield _vector("agreed_beyond_a_year", note, renewed_often(later, agreed=4))


def _files() -> Iterator[Vector]:
    yield _vector("keys_missing", "One member's keys are missing.", file([FOUNDING], ALL[:2]), "BrokenChain")
    yield _vector("keys_of_another", "Other keys in a slot.", file([FOUNDING], [*ALL[:2], member(5, 2)]), "BrokenChain")
    yield _vector("keys_order", "Keys in another order.", _changed(lambda it: it["keys"].reverse()), "BrokenChain")
    yield _vector("empty", "No version.", _changed(lambda it: it["chain"].clear()), "Malformed")
    yield _vector("unknown_field", "A field too many.", _changed(lambda it: it.update(note="")), "Malformed")
    yield _vector("base64", "base64 without its padding.", FILE.replace(b'="', b'"', 1), "Malformed")
    yield _vector("base64_other_form", "Unused bits of base64 are not zero.", _loose_base64(), "Malformed")
    yield _vector("long", "Longer than one version may be.", FILE + b" " * 81_920, "Malformed")
    for name, note, x25519, mlkem in _unusable():
        yield _vector(f"unusable_{name}", note, with_keys(x25519, mlkem), "Malformed", fingerprint=None)


def _readers() -> Iterator[Vector]:
    yield _vector("last_day", "On the last day.", FILE, today=LAST_DAY.isoformat())
    after = "2026-05-06"
    yield _vector("expired", "A day later.", FILE, "Expired", today=after)
    yield _vector("without_date", "For a reader to whom its age is nothing.", FILE, today=None)
    yield _vector("fingerprint_missed", "Of another poster.", FILE, "BrokenChain", fingerprint=bytes(32))
    yield _vector("fingerprint_none", "For a reader without a poster.", FILE, fingerprint=None)
    yield _vector(
        "fingerprint_before_age",
        "Another poster, and expired.",
        FILE,
        "BrokenChain",
        fingerprint=bytes(32),
        today=after,
    )


def _second(**changes: Any) -> str:
    fields = {"version": 2, "day": SECOND_DAY, "not_after": SECOND_LAST, "previous": FINGERPRINT}
    return body(**{**fields, **changes})


def _hash(text: str) -> bytes:
    return parse_version(Signed(text, ())).hash


SECRET_ROLE = "Chair of the Audit Committee"


def _relisted(secret: MemberSecret, slot: int) -> DirectoryMember:
    moved = MemberSecret(slot, secret.sign_seed, member(slot, 3).x25519, member(slot, 3).mlkem_seed)
    return listed(moved)


def _with_keys_of(slot: int) -> DirectoryMember:
    other = SECRETS[slot]
    return listed(MemberSecret(5, SECRETS[5].sign_seed, other.x25519, other.mlkem_seed))


def _reversed(text: str) -> str:
    value = json.loads(text)
    value["members"].reverse()
    return json.dumps(value)


def _changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    value = json.loads(FILE)
    change(value)
    return json.dumps(value).encode()


def _loose_base64() -> bytes:
    at = FILE.index(b'="')
    return FILE[: at - 1] + bytes([FILE[at - 1] + 1]) + FILE[at:]


def _unusable() -> Iterator[tuple[str, str, bytes, bytes]]:
    good = SECRETS[5].public()
    yield "x25519", "An X25519 key of small order.", bytes(32), good.mlkem
    too_large = b"\xff\xff\xff" + good.mlkem[3:]
    yield "mlkem", "An ML-KEM key with a coefficient that is not below q.", good.x25519, too_large


def with_keys(x25519: bytes, mlkem: bytes) -> bytes:
    """A founding by a member whose keys cannot be used."""
    secret = _Fixed(5, SECRETS[5].sign_seed, x25519, mlkem)
    text = body(members=[listed(ALL[0]), listed(ALL[1]), listed(secret)])
    return file([signed(text, ALL)], [ALL[0], ALL[1], secret])


class _Fixed(MemberSecret):
    """A member that shows any public keys."""

    def __init__(self, slot: int, seed: bytes, x25519: bytes, mlkem: bytes) -> None:
        super().__init__(slot, seed, SECRETS[5].x25519, SECRETS[5].mlkem_seed)
        object.__setattr__(self, "shown", replace(SECRETS[5].public(), x25519=x25519, mlkem=mlkem))

    def public(self) -> Any:
        return vars(self)["shown"]
