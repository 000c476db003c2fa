"""Vectors of envelopes: read by each kind of member, and made wrong in every part."""

from collections.abc import Callable, Iterator, Mapping

from crypto import keys, sealing
from crypto.boxes import gcm, secretbox
from crypto.derivation import sha256
from crypto.envelope import body_key, commitment, context, slot_key
from crypto.frame import ENVELOPE_FRAME
from crypto.keys import MemberPublic
from crypto.limits import C1, C2, CTX, ENVELOPE, FRAME_HEAD, HASH, PAYLOAD, SLOT, SLOTS
from crypto.payload import Content, Kind, frame
from crypto.signatures import Domain, sign
from tests.vectors.chance import Chance, decided
from tests.vectors.line import (
    CURRENT,
    FINGERPRINT,
    INSTANCE,
    OBJECT,
    OTHER_INSTANCE,
    REPORTER_SEED,
    SECRETS,
    content,
    reader,
    seal,
)
from tests.vectors.salamander import collide, deflate_with_room, free_bits
from tests.vectors.scenario import Vector
from tests.vectors.small_order import zero_box

READER = 2
START = CTX + READER * SLOT
PLACES = {
    "ctx_magic": (0, "Malformed", "in the magic"),
    "ctx_instance": (8, "WrongInstance", "in the instance"),
    "ctx_object": (24, "Damaged", "in the object, which every slot's key is bound to"),
    "ctx_zero": (79, "Malformed", "in the zeros"),
    "c1": (START, "NotARecipient", "in the sealed box: indistinguishable from a slot for somebody else"),
    "c2": (START + C1, "Damaged", "in the ML-KEM ciphertext"),
    "c3": (START + C1 + C2, "Damaged", "in the secret box"),
    "other_slot": (CTX + 7 * SLOT, "Damaged", "in another member's slot, which the mac covers"),
    "mac": (CTX + SLOTS, "Damaged", "in the mac"),
    "body": (CTX + SLOTS + HASH + 100, "Damaged", "in the body"),
    "tag": (ENVELOPE - 1, "Damaged", "in the tag of the body"),
}


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    yield from _read()
    yield from _not_for_the_reader()
    yield from _flipped()
    yield from _made_wrong()
    yield from _two_keys()
    yield from _sealed_again()


def _vector(
    name: str,
    note: str,
    envelope: bytes,
    outcome: str = "ok",
    *,
    slot: int = READER,
    what: Content | None = None,
    change: Mapping[str, object] | None = None,
) -> Vector:
    """`what` is the content that comes out; `change` replaces fields of the input."""
    asked = {"envelope": envelope, "instance": INSTANCE, **reader(SECRETS[slot]), "directory_hashes": [FINGERPRINT]}
    output = {"object": OBJECT, "directory_hash": FINGERPRINT, "content": what.serialise().decode()} if what else {}
    return Vector("envelope", name, note, {**asked, **(change or {})}, outcome, output)


def _read() -> Iterator[Vector]:
    with decided("envelope report"):
        sealed = seal(content())
    for slot in SECRETS:
        note = f"A report that the member of slot {slot} reads."
        yield _vector(f"read_by_slot_{slot}", note, sealed.envelope, slot=slot, what=sealed.content)
    older = [Chance("newer directory").fresh(32), FINGERPRINT]
    note = "Sealed under an older version than the reader's newest."
    yield _vector("older_directory", note, sealed.envelope, what=sealed.content, change={"directory_hashes": older})
    for kind in (Kind.FOLLOWUP, Kind.TEST):
        with decided(f"envelope {kind}"):
            sealed = seal(content(kind=kind, what="More.", category="", relation=""))
        yield _vector(f"kind_{kind}", f"Content of kind {kind}.", sealed.envelope, what=sealed.content)
    with decided("envelope excluded"):
        sealed = seal(content(excluded=(5,)))
    yield _vector("excluded_one_read", "One member is excluded; another reads.", sealed.envelope, what=sealed.content)
    note = "The excluded member's slot is a real one, to keys that nobody has."
    yield _vector("excluded_slot", note, sealed.envelope, "NotARecipient", slot=5)


def _not_for_the_reader() -> Iterator[Vector]:
    with decided("envelope filler"):
        filler = sealing.filler(INSTANCE)
    yield _vector("filler", "A filler.", filler, "NotARecipient")
    with decided("envelope wrong"):
        envelope = seal(content()).envelope
    yield _vector("instance", "Of another line.", envelope, "WrongInstance", change={"instance": OTHER_INSTANCE})
    unknown = [Chance("some directory").fresh(32)]
    note = "Sealed under a directory that the reader does not know."
    yield _vector("unknown_directory", note, envelope, "Damaged", change={"directory_hashes": unknown})
    yield _vector(
        "no_directory", "The reader knows no directory.", envelope, "Damaged", change={"directory_hashes": []}
    )
    yield _vector("cut", "The last byte is missing.", envelope[:-1], "Malformed")
    yield _vector("longer", "One byte too many.", envelope + b"\0", "Malformed")
    x25519_only = {"mlkem_seed": Chance("other kem").fresh(64)}
    note = "The right X25519 key is not enough: the slot needs ML-KEM as well."
    yield _vector("hybrid_without_mlkem", note, envelope, "Damaged", change=x25519_only)
    mlkem_only = {"x25519": Chance("other x25519").fresh(32)}
    note = "The right ML-KEM key is not enough: the slot needs X25519 as well."
    yield _vector("hybrid_without_x25519", note, envelope, "NotARecipient", change=mlkem_only)


def _flipped() -> Iterator[Vector]:
    with decided("envelope flipped"):
        envelope = seal(content()).envelope
    for place, (at, outcome, where) in PLACES.items():
        flipped = envelope[:at] + bytes([envelope[at] ^ 1]) + envelope[at + 1 :]
        yield _vector(f"flipped_{place}", f"One bit flipped {where}.", flipped, outcome)


def _made_wrong() -> Iterator[Vector]:
    with decided("envelope index") as chance:
        envelope = assemble(chance, _payload(), index=lambda slot: slot ^ 1)
    note = "A sender who writes the number of another slot into the reader's."
    yield _vector("wrong_index", note, envelope, "Damaged")
    with decided("envelope small order") as chance:
        envelope = assemble(chance, _payload(), c1=zero_box)
    note = "The sealed box has an ephemeral key of small order: the X25519 result is all zeros."
    yield _vector("small_order", note, envelope, "NotARecipient")
    with decided("envelope payload") as chance:
        envelope = assemble(chance, bytes(PAYLOAD))
    yield _vector("empty_payload", "Well sealed, but the payload is nothing but zeros.", envelope, "Malformed")
    with decided("envelope signature") as chance:
        raw = content().serialise()
        envelope = assemble(chance, ENVELOPE_FRAME.close(raw, bytes(64)))
    yield _vector("unsigned", "Well sealed, but the signature is zeros.", envelope, "BadSignature")
    with decided("envelope object") as chance:
        other = frame(content(), REPORTER_SEED, INSTANCE, FINGERPRINT, Chance("other object").fresh(16))
        envelope = assemble(chance, other)
    yield _vector("payload_of_another_object", "Signed for another object.", envelope, "BadSignature")


def _two_keys() -> Iterator[Vector]:
    first, second = Chance("first key").fresh(32), Chance("second key").fresh(32)
    given = {READER: second}
    with decided("envelope two keys") as chance:
        envelope = assemble(chance, _payload(), content_keys=given, content_key=first)
    note = "The reader's slot holds another content key than the other slots."
    yield _vector("equivocation_two_keys", note, envelope, "Damaged")
    with decided("envelope two bodies") as chance:
        envelope = assemble(chance, roomy_payload(), content_keys=given, content_key=first, other_key=second)
    note = "The body opens under two content keys; the mac is that of the first one."
    yield _vector("equivocation_one_body_first_key", note, envelope, slot=0, what=content())
    note = "The body opens under two content keys; the reader got the one that the mac does not commit to."
    yield _vector("equivocation_one_body_second_key", note, envelope, "Damaged")


def _sealed_again() -> Iterator[Vector]:
    """What a reader could try with an authentic payload: to seal it to others than its author did."""
    with decided("envelope sealed again") as chance:
        what = content(excluded=(READER,))
        everybody = assemble(chance, frame(what, REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT))
    note = "A report sealed again by a reader, to one whom its author left out."
    yield _vector("sealed_again_to_excluded", note, everybody, "NotARecipient")
    yield _vector("sealed_again_read_by_others", "The same one, read by another.", everybody, slot=0, what=what)
    elsewhere = Chance("later directory").fresh(32)
    with decided("envelope other directory"):
        payload = frame(content(), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT)
        later = sealing.seal_envelope(payload, CURRENT.recipients(), INSTANCE, elsewhere, OBJECT)
    note = "A report sealed again under another directory, whose members its author did not choose."
    known = {"directory_hashes": [elsewhere, FINGERPRINT]}
    yield _vector("sealed_again_under_another_directory", note, later, "BadSignature", change=known)


def assemble(
    chance: Chance,
    payload: bytes,
    *,
    index: Callable[[int], int] = lambda slot: slot,
    c1: Callable[[bytes, bytes], bytes] | None = None,
    content_key: bytes | None = None,
    content_keys: dict[int, bytes] | None = None,
    other_key: bytes | None = None,
) -> bytes:
    """An envelope as a sender would make it who keeps to some rules and breaks others."""
    ctx, content_key = context(INSTANCE, OBJECT), content_key or chance.fresh(32)
    slots = b""
    for slot, place in enumerate(CURRENT.recipients()):
        member = place or keys.throwaway(slot)
        inner = bytes([index(slot)]) + (content_keys or {}).get(slot, content_key)
        slots += _slot(chance, member, inner, ctx, c1 or chance.box_seal)
    mac = commitment(content_key, FINGERPRINT, ctx, slots)
    key = body_key(content_key, mac)
    if other_key is None:
        return ctx + slots + mac + gcm(key, payload)
    return ctx + slots + mac + collide(key, body_key(other_key, mac), payload, free_bits(FRAME_HEAD))


def _payload() -> bytes:
    return frame(content(), REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT)


def roomy_payload() -> bytes:
    what = content()
    raw = what.serialise()
    message = INSTANCE + FINGERPRINT + OBJECT + what.thread + what.message + sha256(raw)
    signature = sign(Domain.CONTENT, REPORTER_SEED, message)
    deflated = deflate_with_room(raw)
    payload = len(deflated).to_bytes(2, "big") + signature + deflated
    return payload + bytes(PAYLOAD - len(payload))


def _slot(
    chance: Chance, member: MemberPublic, inner: bytes, ctx: bytes, c1_of: Callable[[bytes, bytes], bytes]
) -> bytes:
    first = chance.fresh(32)
    c1 = c1_of(member.x25519, first)
    second, c2 = chance.encapsulate(member.mlkem)
    return c1 + c2 + secretbox(slot_key(first + second, FINGERPRINT, ctx, member, c1, c2), inner)
