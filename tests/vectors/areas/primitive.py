"""Vectors of primitives, signatures and signed documents: where two implementations differ, these say in what."""

from collections.abc import Iterator
from typing import Any

from crypto import boxes
from crypto.derivation import hkdf, hmac
from crypto.document import Signed, sign_text
from crypto.signatures import Domain, public_key, sign
from crypto.words import WORDS, pick
from tests.vectors.areas.deflated import DYNAMIC, DYNAMIC_TEXT, SWOLLEN
from tests.vectors.chance import Chance
from tests.vectors.scenario import Vector

CHANCE = Chance("primitive")
KEY, SEED, KEM_SEED = CHANCE.fresh(32), CHANCE.fresh(32), CHANCE.fresh(64)
MESSAGE = b"a message of no importance"
ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = b"\1" + bytes(31)  # of small order: R = identity and S = 0 fit every message


def vectors() -> Iterator[Vector]:
    """All scenarios of the areas."""
    yield from _derived()
    yield from _boxes()
    yield from _inflated()
    yield from _signatures()
    yield from _documents()


def _vector(do: str, name: str, note: str, asked: dict[str, Any], result: object = None, outcome: str = "ok") -> Vector:
    output = {"result": result} if outcome == "ok" else {}
    return Vector("primitive", f"{do}_{name}", note, {"do": do, **asked}, outcome, output)


def _derived() -> Iterator[Vector]:
    yield _vector("hkdf", "ok", "HKDF.", {"key": KEY, "info": MESSAGE}, hkdf(KEY, MESSAGE))
    yield _vector("hkdf", "long_key", "A key longer than a block.", {"key": KEY * 5, "info": b""}, hkdf(KEY * 5, b""))
    yield _vector("hmac", "ok", "HMAC.", {"key": KEY, "message": MESSAGE}, hmac(KEY, MESSAGE))
    material = b"\0\0\0\0" + b"\xff\xff\xff\xff" + (7776).to_bytes(4, "big") + (7775).to_bytes(4, "big")
    for index in range(4):
        asked = {"material": material, "index": index}
        yield _vector("pick", str(index), "A word.", asked, pick(material, index))
    assert pick(material, 2) == WORDS[0]


def _boxes() -> Iterator[Vector]:
    box = Chance("box").box_seal(boxes.box_public(KEY), MESSAGE)
    yield _vector("box_open", "ok", "A sealed box.", {"secret": KEY, "box": box}, MESSAGE)
    yield _vector("box_open", "other", "Another's.", {"secret": SEED, "box": box}, outcome="Damaged")
    yield _vector(
        "box_open", "short", "Shorter than an empty one.", {"secret": KEY, "box": box[:47]}, outcome="Damaged"
    )
    for do, seal in {"secretbox_open": boxes.secretbox, "gcm_open": boxes.gcm}.items():
        box = seal(KEY, MESSAGE)
        yield _vector(do, "ok", "What it encrypted.", {"key": KEY, "box": box}, MESSAGE)
        yield _vector(do, "empty", "Nothing encrypted.", {"key": KEY, "box": seal(KEY, b"")}, b"")
        yield _vector(do, "other", "Another key.", {"key": SEED, "box": box}, outcome="Damaged")
        yield _vector(do, "short", "Shorter than a tag.", {"key": KEY, "box": box[:15]}, outcome="Damaged")
    public = boxes.kem_public(KEM_SEED)
    yield _vector("kem_public", "ok", "The key of a seed.", {"seed": KEM_SEED}, public)
    secret, ciphertext = Chance("kem").encapsulate(public)
    yield _vector("decapsulate", "ok", "A secret.", {"seed": KEM_SEED, "ciphertext": ciphertext}, secret)
    flipped = bytes([ciphertext[0] ^ 1]) + ciphertext[1:]
    asked = {"seed": KEM_SEED, "ciphertext": flipped}
    yield _vector("decapsulate", "implicit_rejection", "One bit flipped.", asked, boxes.decapsulate(KEM_SEED, flipped))


def _inflated() -> Iterator[Vector]:
    text = DYNAMIC_TEXT.encode()
    asked = {"deflated": DYNAMIC, "most": len(text)}
    yield _vector("inflate", "ok", "Just as long as may be.", asked, text)
    yield _vector("inflate", "long", "One byte longer.", {**asked, "most": len(text) - 1}, outcome="Malformed")
    yield _vector("inflate", "swollen", "Much longer.", {"deflated": SWOLLEN, "most": 1000}, outcome="Malformed")
    yield _vector("inflate", "cut", "It ends too soon.", {**asked, "deflated": DYNAMIC[:-1]}, outcome="Malformed")
    yield _vector("inflate", "empty", "Nothing at all.", {**asked, "deflated": b""}, outcome="Malformed")
    zlib = bytes.fromhex("789c4b04000062 0062".replace(" ", ""))
    yield _vector("inflate", "zlib", "With zlib's framing.", {**asked, "deflated": zlib}, outcome="Malformed")


def _signatures() -> Iterator[Vector]:
    key, good = public_key(SEED), sign(Domain.MIX, SEED, MESSAGE)
    asked: dict[str, Any] = {"domain": str(Domain.MIX), "key": key, "message": MESSAGE, "signature": good}
    yield Vector("signature", "ok", "A signature.", asked)
    beyond = good[:32] + (int.from_bytes(good[32:], "little") + ORDER).to_bytes(32, "little")
    wrong: dict[str, tuple[str, dict[str, Any]]] = {
        "domain": ("Of another domain.", {"domain": str(Domain.BOARD)}),
        "message": ("Of another message.", {"message": MESSAGE + b"."}),
        "key": ("Of another key.", {"key": public_key(KEY)}),
        "cut": ("The last byte is missing.", {"signature": good[:-1]}),
        "malleable": ("S is not below the order.", {"signature": beyond}),
        "small_order": ("A key of small order.", {"key": IDENTITY, "signature": IDENTITY + bytes(32)}),
        "small_order_r": ("R of small order.", {"signature": IDENTITY + bytes(32)}),
        "not_a_point": ("The key is not on the curve.", {"key": b"\2" + bytes(31)}),
    }
    for name, (note, change) in wrong.items():
        yield Vector("signature", name, note, {**asked, **change}, "BadSignature")


def _documents() -> Iterator[Vector]:
    body = '{"type":"any text","ü":1}\n'
    signature = sign_text(Domain.MIX, SEED, body)
    good = Signed(body, (signature, signature)).serialise()
    listed = [{"key": signature.key, "signature": signature.signature}] * 2
    output = {"body": body, "signatures": listed}
    yield Vector("signed", "ok", "Two signatures; nothing is verified.", {"document": good}, output=output)
    many = Signed(body, (signature,) * 64).serialise()
    output = {"body": body, "signatures": listed * 32}
    yield Vector("signed", "most_signatures", "64 signatures.", {"document": many}, output=output)
    more = Signed(body, (signature,) * 65).serialise()
    yield Vector("signed", "too_many_signatures", "65 signatures.", {"document": more}, "Malformed")
    text = good.decode()
    wrong = {
        "unknown_field": text[:-1] + ',"note":""}',
        "unknown_field_inside": text.replace('{"key"', '{"note":"","key"'),
        "repeated_field": text[:-1] + ',"body":""}',
        "missing_field": '{"body":""}',
        "body_object": text.replace(text[text.index(":") + 1 : text.index(',"signatures"')], "{}"),
        "signatures_object": '{"body":"","signatures":{}}',
        "key_upper": text.replace(signature.key.hex(), signature.key.hex().upper()),
        "key_short": text.replace(signature.key.hex(), signature.key.hex()[:-2]),
        "key_odd": text.replace(signature.key.hex(), signature.key.hex()[:-1]),
        "null": "null",
        "empty": "",
        "constructor": text.replace('"signatures"', '"__proto__"'),
    }
    for name, document in wrong.items():
        note = f"Wrong: {name.replace('_', ' ')}."
        yield Vector("signed", name, note, {"document": document.encode()}, "Malformed")
