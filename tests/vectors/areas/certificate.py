"""Vectors of certificates of destruction: of a case and of epochs, and made wrong in every part."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from crypto.approval import NOBODY
from crypto.certificate import Beyond, Certificate, Method, What, certificate_body, certificate_hash
from crypto.derivation import sha256
from crypto.document import Signature, Signed, sign_text
from crypto.entry import entry_hash
from crypto.order import order_hash
from crypto.signatures import Domain, public_key
from crypto.strict import serialise
from tests.vectors.areas.order import whole as ordered
from tests.vectors.case_line import CASE, COUNSEL, SECOND, whole
from tests.vectors.chance import Chance, decided
from tests.vectors.line import BOARD_SEED, FILE, INSTANCE, INTAKE_SEED, OTHER_INSTANCE
from tests.vectors.scenario import Vector

with decided("certificate"):
    STORY = whole()
GONE = STORY.record().last.approvals[0][0]
OF_CASE = Certificate(
    instance=INSTANCE,
    day=date(2033, 3, 1),
    what=What.CASE,
    case=CASE,
    entries=tuple(map(entry_hash, STORY.documents)),
    sealed=tuple(sorted(sha256(one) for one in (*STORY.contents, *(value for _, value in STORY.grants)))),
    order=order_hash(ordered().documents[2]),
    approval=sha256(GONE.message),
    approvers=tuple(sorted((SECOND.sign_key(), COUNSEL.sign_key()))),
    method=(Method.OVERWRITTEN,),
    beyond=tuple(Beyond),
)
OF_EPOCHS = Certificate(
    instance=INSTANCE,
    day=date(2026, 6, 1),
    what=What.EPOCHS,
    first=20_500,
    last=20_502,
    sealed=tuple(sorted(Chance(f"batch {number}").fresh(32) for number in range(3))),
    order=order_hash(ordered().documents[4]),
    method=(Method.LOG_DISCARDED, Method.REWRITTEN),
    beyond=(Beyond.BACKUPS, Beyond.SNAPSHOTS),
)


def vectors() -> Iterator[Vector]:
    """All scenarios of the area certificate."""
    for one in (OF_CASE, OF_EPOCHS):
        yield _vector(f"of_{one.what}", f"Of {one.what}.", signed(one), _told(one))
    yield from _forms()
    yield from _of_case()
    yield from _of_epochs()
    yield from _signers()


def signed(certificate: Certificate, seed: bytes = BOARD_SEED, **changed: Any) -> Signed:
    """The certificate with some fields of its body changed before it is signed."""
    body = certificate_body(certificate)
    if changed:
        body = serialise({**json.loads(body), **changed}).decode()
    return Signed(body, (sign_text(Domain.CERTIFICATE, seed, body),))


def _told(one: Certificate) -> dict[str, object]:
    return {
        "hash": certificate_hash(signed(one)).hex(),
        "what": one.what,
        "day": one.day.isoformat(),
        "case": one.case.hex(),
        "epochs": [one.first, one.last],
        "entries": len(one.entries),
        "sealed": len(one.sealed),
        "order": one.order.hex(),
        "approvers": [key.hex() for key in one.approvers],
        "method": list(one.method),
        "beyond": list(one.beyond),
    }


def _vector(name: str, note: str, document: Signed, output: Any = None, outcome: str = "ok") -> Vector:
    given = {"document": document.serialise(), "directory": FILE}
    return Vector("certificate", name, note, given, outcome, output or {})


def _wrong(prefix: str, note: str, of: Certificate, forms: dict[str, dict[str, Any]]) -> Iterator[Vector]:
    for name, fields in forms.items():
        yield _vector(f"{prefix}_{name}", f"{note}: {name}.", signed(of, **fields), outcome="Malformed")


def _forms() -> Iterator[Vector]:
    hashes = [one.hex() for one in OF_EPOCHS.sealed]
    forms: dict[str, dict[str, Any]] = {
        "type": {"type": Domain.ORDER},
        "unknown": {"why": ""},
        "what": {"what": "batch"},
        "day": {"day": "2026-6-1"},
        "order_cut": {"order": OF_EPOCHS.order.hex()[2:]},
        "sealed_order": {"sealed": hashes[::-1]},
        "sealed_twice": {"sealed": [hashes[0], hashes[0]]},
        "sealed_upper": {"sealed": [hashes[0].upper()]},
        "no_method": {"method": []},
        "method": {"method": ["shredded"]},
        "method_order": {"method": ["rewritten", "log_discarded"]},
        "method_twice": {"method": ["rewritten", "rewritten"]},
        "beyond": {"beyond": ["paper"]},
        "beyond_text": {"beyond": "backups"},
        "beyond_order": {"beyond": ["snapshots", "backups"]},
    }
    yield from _wrong("form", "Not of the form", OF_EPOCHS, forms)
    good = signed(OF_EPOCHS)
    yield _vector("of_nobody", "Without a signature.", Signed(good.body, ()), outcome="Malformed")
    twice = Signed(good.body, good.signatures * 2)
    yield _vector("signed_twice", "With the signature twice.", twice, outcome="Malformed")


def _of_case() -> Iterator[Vector]:
    entries = [one.hex() for one in OF_CASE.entries]
    keys = [one.hex() for one in OF_CASE.approvers]
    forms: dict[str, dict[str, Any]] = {
        "no_entries": {"entries": []},
        "entry_twice": {"entries": [*entries, entries[0]]},
        "no_case": {"case": ""},
        "case_long": {"case": CASE.hex() + "00"},
        "first": {"first": 1, "last": 1},
        "last": {"last": 1},
        "one_approver": {"approvers": keys[:1]},
        "approver_twice": {"approvers": [keys[0], keys[0]]},
        "approvers_order": {"approvers": keys[::-1]},
    }
    yield from _wrong("case", "Of a case that is none", OF_CASE, forms)


def _of_epochs() -> Iterator[Vector]:
    forms: dict[str, dict[str, Any]] = {
        "case": {"case": CASE.hex()},
        "entries": {"entries": ["11" * 32]},
        "approval": {"approval": "11" * 32},
        "approvers": {"approvers": [NOBODY.hex()]},
        "backwards": {"first": OF_EPOCHS.last, "last": OF_EPOCHS.first},
        "too_many": {"first": OF_EPOCHS.first + 1},
        "no_batch": {"sealed": []},
    }
    yield from _wrong("epochs", "Of epochs that are none", OF_EPOCHS, forms)


def _signers() -> Iterator[Vector]:
    elsewhere = signed(OF_CASE, instance=OTHER_INSTANCE.hex())
    yield _vector("other_instance", "Of another line.", elsewhere, outcome="WrongInstance")
    good = signed(OF_CASE)
    for name, seed in (("intake", INTAKE_SEED), ("member", SECOND.sign_seed)):
        yield _vector(f"by_{name}", f"Signed by the {name}.", signed(OF_CASE, seed), outcome="BadSignature")
    forged = Signed(
        good.body, (Signature(public_key(BOARD_SEED), signed(OF_CASE, INTAKE_SEED).signatures[0].signature),)
    )
    yield _vector("forged", "In the board key's name.", forged, outcome="BadSignature")
    domain = Signed(good.body, (sign_text(Domain.BOARD, BOARD_SEED, good.body),))
    yield _vector("other_domain", "Signed as a board.", domain, outcome="BadSignature")
    edited = Signed(good.body.replace("2033-03-01", "2033-03-02"), good.signatures)
    yield _vector("edited", "Of another day than was signed.", edited, outcome="BadSignature")
