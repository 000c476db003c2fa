"""Vectors of the confirmation of an auditor: well given, and made wrong in every part."""

import json
from collections.abc import Iterator
from typing import Any

from crypto.confirmation import Confirmation, confirmation_body
from crypto.document import Signature, Signed, sign_text
from crypto.keys import MemberSecret
from crypto.signatures import Domain
from crypto.strict import serialise
from tests.vectors.case_line import ADVISER, CHAIR, DAY, SECOND, STRANGER
from tests.vectors.line import FILE, INSTANCE, OTHER_INSTANCE
from tests.vectors.scenario import Vector

AUDITOR = STRANGER.sign_key()
BODY = confirmation_body(Confirmation(INSTANCE, AUDITOR, DAY))


def vectors() -> Iterator[Vector]:
    """All scenarios of the area confirmation."""
    yield _vector("good", "By the member in slot 0.", _signed(CHAIR), {"day": DAY.isoformat(), "slot": CHAIR.slot})
    yield _vector("other_member", "By another one.", _signed(SECOND), {"day": DAY.isoformat(), "slot": SECOND.slot})
    yield from _forms()
    yield from _places()
    yield from _signers()


def _signed(*signers: MemberSecret, body: str = BODY, domain: Domain = Domain.CONFIRMATION) -> Signed:
    return Signed(body, tuple(sign_text(domain, one.sign_seed, body) for one in signers))


def _changed(**fields: Any) -> str:
    return serialise({**json.loads(BODY), **fields}).decode()


def _vector(name: str, note: str, signed: Signed, output: Any = None, outcome: str = "ok", **change: Any) -> Vector:
    given = {"document": signed.serialise(), "instance": INSTANCE, "auditor": AUDITOR, "directory": FILE, **change}
    return Vector("confirmation", name, note, given, outcome, output or {})


def _forms() -> Iterator[Vector]:
    forms = {
        "type": _changed(type=Domain.APPROVAL),
        "unknown": _changed(role="Auditor"),
        "missing": serialise({"type": Domain.CONFIRMATION}).decode(),
        "auditor": _changed(auditor=AUDITOR.hex()[2:]),
        "day": _changed(day="2026-2-9"),
    }
    for name, body in forms.items():
        note = f"A body that is not of the form: {name}."
        yield _vector(f"form_{name}", note, _signed(CHAIR, body=body), outcome="Malformed")
    yield _vector("of_nobody", "Without a signature.", _signed(), outcome="Malformed")
    yield _vector("of_two", "With two signatures, each good.", _signed(CHAIR, SECOND), outcome="Malformed")


def _places() -> Iterator[Vector]:
    elsewhere = _signed(CHAIR, body=_changed(instance=OTHER_INSTANCE.hex()))
    yield _vector("other_instance", "Of another line.", elsewhere, outcome="WrongInstance")
    other = _signed(CHAIR, body=_changed(auditor=ADVISER.sign_key().hex()))
    yield _vector("other_auditor", "Of another account.", other, outcome="NotAllowed")


def _signers() -> Iterator[Vector]:
    approval = _signed(CHAIR, domain=Domain.APPROVAL)
    yield _vector("other_domain", "Signed as an approval.", approval, outcome="BadSignature")
    forged = Signed(BODY, (Signature(CHAIR.sign_key(), _signed(STRANGER).signatures[0].signature),))
    yield _vector("forged", "In a member's name, by the account itself.", forged, outcome="BadSignature")
    yield _vector("by_itself", "By the account that is to be confirmed.", _signed(STRANGER), outcome="NotAllowed")
    yield _vector("by_adviser", "By somebody on no list.", _signed(ADVISER), outcome="NotAllowed")
    early = _signed(CHAIR, body=_changed(day="2020-01-01"))
    yield _vector("early", "Before there was a list.", early, outcome="NotAllowed")
