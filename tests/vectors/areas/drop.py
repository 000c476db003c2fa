"""Vectors of drops, mixes and proof of work."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from crypto import drop as drops
from crypto.boxes import box_public
from crypto.document import Signature, Signed, sign_text
from crypto.drop import Kind
from crypto.mix import Mix, sign_mix, solve
from crypto.sealing import filler
from crypto.signatures import Domain
from crypto.strict import serialise
from tests.vectors.chance import Chance, decided
from tests.vectors.line import BOARD_SEED, FILE, FINGERPRINT, INSTANCE, INTAKE_SEED, OTHER_INSTANCE, content, seal
from tests.vectors.scenario import Vector
from tests.vectors.tampered import changed

SECRET = Chance("mix key").fresh(32)
PUBLIC = box_public(SECRET)
EPOCH = 20_500
MIX = Mix(INSTANCE, EPOCH, PUBLIC, Chance("challenge").fresh(32), 0, FINGERPRINT)


def vectors() -> Iterator[Vector]:
    """All scenarios of the areas."""
    with decided("drop") as chance:
        envelope, cover = seal(content()).envelope, filler(INSTANCE)
        other_line = filler(OTHER_INSTANCE)
        yield from _drops(chance, envelope, cover, other_line)
    yield from _work(envelope)
    yield from _mixes()
    yield from _mix_bodies()


def _drop(name: str, note: str, drop: bytes, outcome: str = "ok", kind: int = 0, envelope: bytes = b"") -> Vector:
    asked = {"drop": drop, "mix_secret": SECRET, "instance": INSTANCE}
    output = {"kind": kind, "work": bytes(range(8)), "envelope": envelope}
    return Vector("drop", name, note, asked, outcome, output if outcome == "ok" else {})


def _drops(chance: Chance, envelope: bytes, cover: bytes, other_line: bytes) -> Iterator[Vector]:
    work = bytes(range(8))
    good = drops.seal_drop(Kind.ENVELOPE, envelope, PUBLIC, work)
    yield _drop("ok", "An envelope.", good, kind=1, envelope=envelope)
    yield _drop("cover", "Cover.", drops.seal_drop(Kind.COVER, cover, PUBLIC, work), envelope=cover)
    wrong = drops.seal_drop(Kind.ENVELOPE, envelope, box_public(bytes(32)), work)
    yield _drop("wrong_key", "Sealed to another mix key.", wrong, "NotOpened")
    flipped = good[:9000] + bytes([good[9000] ^ 1]) + good[9001:]
    yield _drop("flipped", "One bit flipped.", flipped, "NotOpened")
    yield _drop("cut", "The last byte is missing.", good[:-1], "Malformed")
    foreign = drops.seal_drop(Kind.COVER, other_line, PUBLIC, work)
    yield _drop("instance", "An envelope of another line.", foreign, "WrongInstance")
    yield _drop("grown", "One byte too many.", good + b"\0", "Malformed")
    yield _drop("empty", "Nothing at all.", b"", "Malformed")
    small = drops.seal_drop(Kind.COVER, cover, PUBLIC, work)
    yield _drop("small_order", "An ephemeral key of small order.", bytes(32) + small[32:], "NotOpened")
    inner = {
        "kind_255": ("Another kind that is not.", b"\xff" + work + bytes(23) + envelope),
        "zero_first": ("The first zero is not.", b"\1" + work + b"\1" + bytes(22) + envelope),
        "envelope_cut": ("The envelope's first byte is missing.", b"\1" + work + bytes(23) + envelope[1:] + b"\0"),
        "envelope_late": ("The envelope begins a byte late.", b"\1" + work + bytes(24) + envelope[:-1]),
        "kind": ("A kind that is not.", b"\2" + work + bytes(23) + envelope),
        "zero": ("A zero that is not.", b"\1" + work + bytes(22) + b"\1" + envelope),
        "magic": ("The envelope does not begin like one.", b"\1" + work + bytes(23) + bytes(8) + envelope[8:]),
        "envelope_zero": (
            "The envelope's zeros are not.",
            b"\1" + work + bytes(23) + envelope[:79] + b"\1" + envelope[80:],
        ),
    }
    for name, (note, plain) in inner.items():
        yield _drop(name, note, chance.box_seal(PUBLIC, plain), "Malformed")


def _work(envelope: bytes) -> Iterator[Vector]:
    work = solve(MIX.challenge, envelope, 12)
    asked: dict[str, Any] = {"challenge": MIX.challenge, "envelope": envelope, "bits": 12, "work": work}
    yield Vector("work", "ok", "Enough work.", asked)
    yield Vector("work", "none", "No bits asked for.", {**asked, "bits": 0, "work": bytes(8)})
    yield Vector("work", "too_little", "One bit more than was worked for.", {**asked, "bits": 22}, "TooLittleWork")
    other = bytes(32)
    yield Vector("work", "other_challenge", "Worked for another mix.", {**asked, "challenge": other}, "TooLittleWork")


def _mix(name: str, note: str, mix: bytes, outcome: str = "ok", now: int | None = EPOCH, bits: int = 0) -> Vector:
    asked = {"mix": mix, "directory": FILE if name == "ok" else changed("ok"), "epoch_now": now}
    octets = {"mix_key": PUBLIC, "challenge": MIX.challenge, "directory_hash": FINGERPRINT}
    return Vector(
        "mix", name, note, asked, outcome, {"epoch": EPOCH, "bits": bits, **octets} if outcome == "ok" else {}
    )


def _mixes() -> Iterator[Vector]:
    good = sign_mix(MIX, INTAKE_SEED)
    yield _mix("ok", "The mix of this epoch.", good)
    yield _mix("two_ahead", "Two epochs ahead of the page's clock.", good, now=EPOCH - 2)
    yield _mix("two_behind", "Two epochs behind the page's clock.", good, now=EPOCH + 2)
    yield _mix("without_clock", "For a reader without a clock.", good, now=None)
    yield _mix("most_bits", "22 bits of work.", sign_mix(replace(MIX, bits=22), INTAKE_SEED), bits=22)
    yield _mix("too_many_bits", "23 bits of work.", sign_mix(replace(MIX, bits=23), INTAKE_SEED), "Malformed")
    yield _mix("too_old", "Three epochs behind the page's clock.", good, "StaleMix", now=EPOCH + 3)
    yield _mix("too_new", "Three epochs ahead of the page's clock.", good, "StaleMix", now=EPOCH - 3)
    foreign = replace(MIX, directory=bytes(32))
    yield _mix("foreign", "For another directory.", sign_mix(foreign, INTAKE_SEED), "ForeignMix")
    other = replace(MIX, instance=OTHER_INSTANCE)
    yield _mix("instance", "Of another line.", sign_mix(other, INTAKE_SEED), "WrongInstance")
    yield _mix("signed_by_another", "Signed by the board key.", sign_mix(MIX, BOARD_SEED), "BadSignature")


def _mix_bodies() -> Iterator[Vector]:
    body = MIX.body()
    signature = sign_text(Domain.MIX, INTAKE_SEED, body)
    changed = Signed(body.replace(str(EPOCH), str(EPOCH + 1)), (signature,))
    yield _mix("altered", "The body is not the one that was signed.", changed.serialise(), "BadSignature")
    twice = Signed(body, (signature, signature))
    yield _mix("two_signatures", "Two signatures.", twice.serialise(), "Malformed")
    yield _mix("unsigned", "No signature.", Signed(body, ()).serialise(), "Malformed")
    domain = Signed(body, (Signature(signature.key, sign_text(Domain.BOARD, INTAKE_SEED, body).signature),))
    yield _mix("other_domain", "Signed as a board would be.", domain.serialise(), "BadSignature")
    fields = json.loads(body)
    for name, change in {"unknown_field": {"note": ""}, "type": {"type": "SLDIR/1"}, "key": {"mix_key": "00"}}.items():
        text = serialise({**fields, **change}).decode()
        raw = Signed(text, (sign_text(Domain.MIX, INTAKE_SEED, text),)).serialise()
        yield _mix(name, f"Wrong: {name.replace('_', ' ')}.", raw, "Malformed")
