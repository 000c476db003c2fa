"""Vectors of directories, field by field and version by version: changed, and signed anew or not."""

import json
from collections.abc import Iterator
from typing import Any

from crypto.strict import serialise
from tests.vectors import torsion
from tests.vectors.areas.directory import ALL, with_keys
from tests.vectors.line import FILE, FIRST_DAY, FOUNDING, SECRETS, body, file, signed
from tests.vectors.scenario import Vector
from tests.vectors.small_order import HIGH, SMALL
from tests.vectors.tampered import NUMBERS, difference, flip_hex, ill_formed

Fields = dict[str, Any]
MAL, SIG, CHAIN = "Malformed", "BadSignature", "BrokenChain"
DAYS = ("2026-02-30", "2026-1-05", "20260105", "2026-01-05T00:00:00Z", "0000-01-05", "+2026-01-05", "2026-W02-1", "")


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    yield from _bodies_signed_anew()
    yield from _bodies_not_signed_anew()
    yield from _members_signed_anew()
    yield from _members_not_signed_anew()
    yield from _keys()
    yield from _keys_of_small_order()


def _vector(name: str, note: str, directory: bytes, outcome: str) -> Vector:
    asked = {"directory": difference("founding", FILE, directory), "today": FIRST_DAY.isoformat(), "fingerprint": None}
    return Vector("directory", name, note, asked, outcome)


def _anew(name: str, note: str, text: str, outcome: str = MAL) -> Vector:
    return _vector(f"field_{name}", f"{note}, and signed so.", file([signed(text, ALL)], ALL), outcome)


def _bodies_signed_anew() -> Iterator[Vector]:
    fields: Fields = json.loads(body())
    for name, value in fields.items():
        rest = {key: other for key, other in fields.items() if key != name}
        yield _anew(f"{name}_missing", f"Without {name}", _text(rest))
        if name in ("instance", "intake_key", "board_key", "previous"):
            for change in ("cut", "grown"):
                text = _text({**fields, name: ill_formed(value)[change]})
                yield _anew(f"{name}_{change}", f"The field {name} is {change}", text)
    for name, value in {"version": 1, "quorum": 2}.items():
        for form, written in NUMBERS.items():
            text = body().replace(f'"{name}":{value}', f'"{name}":{written}')
            yield _anew(f"{name}_{form}", f"The number {name} as {form.replace('_', ' ')}", text)
    for number, day in enumerate(DAYS):
        yield _anew(f"day_{number}", f"The day as {day!r}", _text({**fields, "day": day}))
    yield _anew("members_object", "An object for the members", _text({**fields, "members": {}}))
    yield _anew("members_none", "No member", _text({**fields, "members": []}), CHAIN)
    flipped = _text({**fields, "instance": flip_hex(fields["instance"])})
    yield _anew("instance_flipped", "Another line, for which no keys were signed", flipped, SIG)


def _bodies_not_signed_anew() -> Iterator[Vector]:
    fields: Fields = json.loads(body())
    changes = {"day": "2026-01-06", "not_after": "2026-05-04"}
    changes |= {name: flip_hex(fields[name]) for name in ("instance", "intake_key", "board_key")}
    for name, value in changes.items():
        yield _unsigned(name, _text({**fields, name: value}))


def _unsigned(name: str, text: str) -> Vector:
    document = signed(text, []).to_json() | {"signatures": FOUNDING.to_json()["signatures"]}
    changed = serialise({**json.loads(FILE), "chain": [document]})
    return _vector(f"field_{name}_unsigned", f"Another {name.replace('_', ' ')} than was signed.", changed, SIG)


def _members_signed_anew() -> Iterator[Vector]:
    member: Fields = json.loads(body())["members"][1]
    for name, value in member.items():
        rest = {key: other for key, other in member.items() if key != name}
        yield _anew(f"member_{name}_missing", f"A member without {name}", _with_member(rest))
        if name in ("sign", "keys", "keys_signature"):
            for change in ("cut", "grown"):
                text = _with_member({**member, name: ill_formed(value)[change]})
                yield _anew(f"member_{name}_{change}", f"A member's {name} is {change}", text)
    for name in ("slot", "since"):
        for form in ("fraction", "negative", "text", "beyond_2_53"):
            text = _with_member({**member, name: "?"}).replace('"?"', NUMBERS[form])
            yield _anew(f"member_{name}_{form}", f"A member's {name} as {form.replace('_', ' ')}", text)
    odd = {"of_small_order": torsion.encode(torsion.SMALL[1]), "not_a_point": b"\2" + bytes(31)}
    odd["not_canonical"] = next(octets for _, octets in torsion.non_canonical())
    for name, key in odd.items():
        note = f"A member's signing key is {name.replace('_', ' ')}"
        yield _anew(f"member_sign_{name}", note, _with_member({**member, "sign": key.hex()}), SIG)


def _members_not_signed_anew() -> Iterator[Vector]:
    first, second, third = json.loads(body())["members"]
    changes: Fields = {name: flip_hex(second[name]) for name in ("sign", "keys", "keys_signature")}
    changes |= {"slot": 3, "role": "Director"}
    for name, value in changes.items():
        yield _unsigned(f"member_{name}", _with_member({**second, name: value}))
    taken = {"keys": third["keys"], "keys_signature": third["keys_signature"]}
    exchanged = {"keys": second["keys"], "keys_signature": second["keys_signature"]}
    text = _text({**json.loads(body()), "members": [first, {**second, **taken}, {**third, **exchanged}]})
    yield _anew("members_keys_exchanged", "Two members' keys have changed places with their signatures", text, SIG)
    text = _with_member({**second, "keys_signature": first["keys_signature"]})
    yield _anew("member_keys_signature_swapped", "Another member's signature of its keys", text, SIG)


def _keys() -> Iterator[Vector]:
    first, second, third = json.loads(FILE)["keys"]
    base64 = second["mlkem"]
    flipped = ("B" if base64[0] != "B" else "C") + base64[1:]
    cases: dict[str, tuple[list[Fields], str]] = {
        "x25519_cut": ([first, {**second, "x25519": second["x25519"][:-2]}, third], MAL),
        "x25519_grown": ([first, {**second, "x25519": second["x25519"] + "00"}, third], MAL),
        "x25519_flipped": ([first, {**second, "x25519": flip_hex(second["x25519"])}, third], CHAIN),
        "x25519_swapped": ([first, {**second, "x25519": first["x25519"]}, third], CHAIN),
        "mlkem_cut": ([first, {**second, "mlkem": base64[:-4]}, third], MAL),
        "mlkem_grown": ([first, {**second, "mlkem": base64 + "AAAA"}, third], MAL),
        "mlkem_flipped": ([first, {**second, "mlkem": flipped}, third], CHAIN),
        "mlkem_swapped": ([first, {**second, "mlkem": first["mlkem"]}, third], CHAIN),
        "mlkem_hex": ([first, {**second, "mlkem": "00" * 1184}, third], MAL),
        "mlkem_url": ([first, {**second, "mlkem": _url_form(base64)}, third], MAL),
        "slot": ([first, {**second, "slot": 3}, third], CHAIN),
        "slot_beyond": ([first, {**second, "slot": 8}, third], MAL),
        "twice": ([first, second, second, third], CHAIN),
        "unknown_field": ([first, {**second, "note": ""}, third], MAL),
        "none": ([], CHAIN),
    }
    cases |= {
        f"{name}_missing": ([first, {key: value for key, value in second.items() if key != name}, third], MAL)
        for name in second
    }
    for name, (keys, outcome) in cases.items():
        changed = serialise({**json.loads(FILE), "keys": keys})
        yield _vector(f"keys_{name}", f"The keys beside the chain: {name.replace('_', ' ')}.", changed, outcome)


def _url_form(base64: str) -> str:
    assert "+" in base64 or "/" in base64
    return base64.replace("+", "-").replace("/", "_")


def _keys_of_small_order() -> Iterator[Vector]:
    good = SECRETS[5].public()
    for place, number in enumerate(SMALL[1:], 1):
        octets = (number | (HIGH if place % 2 else 0)).to_bytes(32, "little")
        note = "A member's X25519 key is of small order: what is sealed to it anybody could open."
        yield _vector(f"unusable_x25519_{place}", note, with_keys(octets, good.mlkem), MAL)
    note = "A member's ML-KEM key is all ones, and no coefficient below q."
    yield _vector("unusable_mlkem_ones", note, with_keys(good.x25519, b"\xff" * 1184), MAL)
    note = "The last coefficient of a member's ML-KEM key is q + 0, for 0."
    yield _vector("unusable_mlkem_q", note, with_keys(good.x25519, _last_is_q(good.mlkem)), MAL)


def _last_is_q(key: bytes) -> bytes:
    """The 768th coefficient, 12 bits after 767 others, made 3329."""
    return key[:1150] + bytes([key[1150] & 0x0F | (3329 & 0xF) << 4, 3329 >> 4]) + key[1152:]


def _text(fields: Fields) -> str:
    return serialise(fields).decode()


def _with_member(member: Fields) -> str:
    fields: Fields = json.loads(body())
    return _text({**fields, "members": [fields["members"][0], member, fields["members"][2]]})
