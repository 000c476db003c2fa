"""Vectors of mixes, field by field: changed, and signed anew or not."""

import json
from collections.abc import Iterator
from typing import Any

from crypto.document import Signed, sign_text
from crypto.signatures import Domain
from crypto.strict import serialise
from tests.vectors.areas.drop import EPOCH, MIX
from tests.vectors.line import INTAKE_SEED
from tests.vectors.scenario import Vector
from tests.vectors.tampered import NUMBERS, changed, edit, flip_hex, ill_formed

Fields = dict[str, Any]
MAL, SIG, INST = "Malformed", "BadSignature", "WrongInstance"
NEUTRAL = "01" + 31 * "00"  # a point of small order


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    yield from _fields()
    yield from _numbers()
    yield from _signatures()


def _mix(name: str, note: str, mix: object, outcome: str) -> Vector:
    asked = {"mix": mix, "directory": changed("ok"), "epoch_now": EPOCH}
    return Vector("mix", name, note, asked, outcome)


def _signed_mix(text: str, domain: Domain = Domain.MIX) -> bytes:
    return Signed(text, (sign_text(domain, INTAKE_SEED, text),)).serialise()


def _fields() -> Iterator[Vector]:
    fields: Fields = json.loads(MIX.body())
    flipped = {"instance": INST, "directory": "ForeignMix"}
    for name, value in fields.items():
        rest = {key: other for key, other in fields.items() if key != name}
        without = serialise(rest).decode()
        yield _mix(f"field_{name}_missing", f"Without {name}, and signed so.", _signed_mix(without), MAL)
        if name in ("type", "epoch", "bits"):
            continue
        for change, hexes in ill_formed(value).items():
            text = serialise({**fields, name: hexes}).decode()
            yield _mix(
                f"field_{name}_{change}", f"The field {name} is {change}, and signed so.", _signed_mix(text), MAL
            )
        other = value[:-2] + f"{int(value[-2:], 16) ^ 1:02x}"
        text = serialise({**fields, name: other}).decode()
        if outcome := flipped.get(name):
            yield _mix(f"field_{name}_flipped", f"Another {name}, and signed so.", _signed_mix(text), outcome)
        unsigned = Signed(text, (sign_text(Domain.MIX, INTAKE_SEED, MIX.body()),)).serialise()
        yield _mix(f"field_{name}_unsigned", f"One bit flipped in {name} after signing.", unsigned, SIG)


def _numbers() -> Iterator[Vector]:
    for field, value in {"epoch": EPOCH, "bits": 0}.items():
        for form, written in NUMBERS.items():
            text = MIX.body().replace(f'"{field}":{value}', f'"{field}":{written}')
            note = f"The number {field} as {form.replace('_', ' ')}, and signed so."
            yield _mix(f"number_{field}_{form}", note, _signed_mix(text), MAL)
    more = MIX.body().replace('"bits":0', '"bits":1')
    unsigned = Signed(more, (sign_text(Domain.MIX, INTAKE_SEED, MIX.body()),)).serialise()
    yield _mix("number_bits_unsigned", "More work asked for than was signed.", unsigned, SIG)
    most = _signed_mix(_with_bits(2**53 - 1))
    yield _mix("number_bits_impossible", "So much work that nobody could do it.", most, MAL)


def _with_bits(bits: int) -> str:
    return MIX.body().replace('"bits":0', f'"bits":{bits}')


def _signatures() -> Iterator[Vector]:
    good = _signed_mix(MIX.body())
    document: Fields = json.loads(good)
    [own] = document["signatures"]
    later = json.loads(_signed_mix(MIX.body().replace(str(EPOCH), str(EPOCH + 1))))
    cases: dict[str, tuple[str, list[Fields], str]] = {
        "signature_swapped": ("The signature of the next epoch's mix.", later["signatures"], SIG),
        "signature_zeros": ("Nothing but zeros.", [{**own, "signature": "00" * 64}], SIG),
        "signature_cut": ("63 bytes.", [{**own, "signature": own["signature"][:-2]}], MAL),
        "signature_grown": ("65 bytes.", [{**own, "signature": own["signature"] + "00"}], MAL),
        "signature_flipped": ("One bit flipped.", [{**own, "signature": flip_hex(own["signature"])}], SIG),
        "signer_flipped": ("One bit flipped in the signer's key.", [{**own, "key": flip_hex(own["key"])}], SIG),
        "signer_cut": ("31 bytes of the signer's key.", [{**own, "key": own["key"][:-2]}], MAL),
        "signer_grown": ("33 bytes of the signer's key.", [{**own, "key": own["key"] + "00"}], MAL),
        "signer_small_order": ("A signer of small order.", [{"key": NEUTRAL, "signature": NEUTRAL + 32 * "00"}], SIG),
    }
    for name, (note, signatures, outcome) in cases.items():
        yield _mix(name, note, serialise({**document, "signatures": signatures}), outcome)
    yield _mix("cut", "The last byte is missing.", changed("ok", edit(len(good) - 1, 1)), MAL)
    yield _mix("grown", "One byte too many.", changed("ok", edit(len(good), put=b"}")), MAL)
