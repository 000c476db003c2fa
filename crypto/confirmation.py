"""Confirmations of an auditor: what a member has signed after comparing words (docs/protocol.md, section 19)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from crypto.document import Signature, Signed, sign_text
from crypto.errors import BadSignature, Malformed, NotAllowed, WrongInstance
from crypto.limits import CONFIRMERS, INSTANCE, KEY
from crypto.signatures import Domain
from crypto.strict import parse_object, serialise
from crypto.version import Directory, in_force

FIELDS = ("type", "instance", "auditor", "day")


@dataclass(frozen=True)
class Confirmation:
    """`auditor` is the Ed25519 key whose six words were compared, on `day`."""

    instance: bytes
    auditor: bytes
    day: date


def confirmation_body(confirmation: Confirmation) -> str:
    """The text that members sign."""
    body = {
        "type": Domain.CONFIRMATION,
        "instance": confirmation.instance.hex(),
        "auditor": confirmation.auditor.hex(),
        "day": confirmation.day.isoformat(),
    }
    return serialise(body).decode()


def sign_confirmation(seed: bytes, body: str) -> Signature:
    """A member's signature of a confirmation."""
    return sign_text(Domain.CONFIRMATION, seed, body)


def check_confirmation(
    signed: Signed, instance: bytes, auditor: bytes, chain: Sequence[Directory]
) -> tuple[Confirmation, int]:
    """What was confirmed, and the slot of who did. `Malformed`, `WrongInstance`, `NotAllowed`, `BadSignature`.

    The caller owes: that `chain` was verified; that the day is today when it is given; that two have confirmed.
    """
    # 1. its form, and one signature
    confirmation = _parse(signed)
    # 2. of this line: members' keys might be on two
    if confirmation.instance != instance:
        raise WrongInstance
    # 3. of this auditor: one confirmation lets one account in
    if confirmation.auditor != auditor:
        raise NotAllowed("auditor")
    # 4. the signature
    [given] = signed.signatures
    if given.key not in signed.signers(Domain.CONFIRMATION):
        raise BadSignature(Domain.CONFIRMATION)
    # 5. by a member of that day; one who left since has still confirmed it
    return confirmation, _slot(chain, confirmation.day, given.key)


def is_confirmed(slots: Iterable[int]) -> bool:
    """Whether those who hold these slots are enough. A slot counts once: with new keys it is the same person."""
    return len(set(slots)) >= CONFIRMERS


def _parse(signed: Signed) -> Confirmation:
    fields = parse_object(signed.message, FIELDS)
    fields.constant("type", Domain.CONFIRMATION)
    if len(signed.signatures) != 1:
        raise Malformed("signatures")
    return Confirmation(fields.octets("instance", INSTANCE), fields.octets("auditor", KEY), fields.day("day"))


def _slot(chain: Sequence[Directory], day: date, key: bytes) -> int:
    for version in in_force(chain, day):
        for one in version.members:
            if one.sign == key:
                return one.slot
    raise NotAllowed("no member")
