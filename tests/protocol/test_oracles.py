"""PyNaCl and OpenSSL as oracles for the browser's code: boxes, secret boxes, signatures, both ways."""

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

from crypto.entropy import fresh
from tests.protocol.conftest import Ask, Json
from tests.vectors.small_order import HIGH, SMALL, odd_box
from tests.vectors.torsion import PRIME

LENGTHS = (0, 1, 15, 16, 17, 63, 64, 65, 1000, 16_336)
MESSAGES = [fresh(length) for length in LENGTHS]
TORSION = sorted((Path(__file__).parents[1] / "vectors" / "signature").glob("torsion_*.json"))


def primitive(do: str, **fields: bytes) -> Json:
    return {"do": "primitive", "input": {"do": do, **fields}}


def test_pynacl_opens_boxes_that_the_browsers_code_sealed(ask: Ask) -> None:
    secret = PrivateKey.generate()
    sealed = ask([{"do": "box_seal", "public": bytes(secret.public_key), "message": one} for one in MESSAGES])
    assert [SealedBox(secret).decrypt(bytes.fromhex(one["box"])) for one in sealed] == MESSAGES


def test_the_browsers_code_opens_boxes_that_pynacl_sealed(ask: Ask) -> None:
    secret = PrivateKey.generate()
    boxes = [SealedBox(PublicKey(bytes(secret.public_key))).encrypt(one) for one in MESSAGES]
    opened = ask([primitive("box_open", secret=bytes(secret), box=box) for box in boxes])
    assert [one["result"] for one in opened] == [one.hex() for one in MESSAGES]


def test_secret_boxes_go_both_ways(ask: Ask) -> None:
    key = fresh(32)
    sealed = ask([{"do": "secretbox", "key": key, "message": one} for one in MESSAGES])
    ours = [SecretBox(key).encrypt(one, bytes(24)).ciphertext for one in MESSAGES]
    assert [one["box"] for one in sealed] == [one.hex() for one in ours]
    opened = ask([primitive("secretbox_open", key=key, box=box) for box in ours])
    assert [one["result"] for one in opened] == [one.hex() for one in MESSAGES]
    altered = [box[:-1] + bytes([box[-1] ^ 1]) for box in ours if box]
    assert ask([primitive("secretbox_open", key=key, box=box) for box in altered]) == [{"error": "Damaged"}] * len(ours)
    for box in altered:
        with pytest.raises(CryptoError):
            SecretBox(key).decrypt(box, bytes(24))


def test_openssl_and_the_browsers_code_get_the_same_from_odd_x25519_keys(ask: Ask) -> None:
    secret = X25519PrivateKey.generate()
    own = secret.public_key().public_bytes_raw()
    numbers = [PRIME + 9, 9 | HIGH, PRIME + 18, 2, PRIME + 2, PRIME - 2, 2**255 - 1, 2**256 - 1]
    keys = [number.to_bytes(32, "little") for number in numbers]
    shared = [secret.exchange(X25519PublicKey.from_public_bytes(key)) for key in keys]
    boxes = [odd_box(key, one, own, MESSAGES[4]) for key, one in zip(keys, shared, strict=True)]
    answers = ask([primitive("box_open", secret=secret.private_bytes_raw(), box=box) for box in boxes])
    assert answers == [{"result": MESSAGES[4].hex()}] * len(keys)


@pytest.mark.parametrize("number", [small | high for small in SMALL for high in (0, HIGH)])
def test_openssl_refuses_the_x25519_keys_of_small_order_that_we_refuse(number: int) -> None:
    with pytest.raises(ValueError, match="shared key"):
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(number.to_bytes(32, "little")))


@pytest.mark.parametrize("file", TORSION, ids=lambda file: file.stem)
def test_openssl_judges_parts_of_small_order_as_the_vectors_say(file: Path) -> None:
    vector = json.loads(file.read_text())
    key, message, signature = (bytes.fromhex(vector["input"][name]) for name in ("key", "message", "signature"))
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, vector["input"]["domain"].encode() + message)
        judged = "ok"
    except InvalidSignature:
        judged = "BadSignature"
    assert judged == vector["outcome"]
