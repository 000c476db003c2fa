"""Certificates of destruction: what is gone, under which rules, approved by whom (docs/protocol.md, section 21).

They name hashes, keys and days, and nothing of what was written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

from crypto.derivation import sha256
from crypto.document import Signed, sign_text
from crypto.errors import BadSignature, Malformed, WrongInstance
from crypto.limits import APPROVERS, CASE, HASH, INSTANCE, KEY
from crypto.signatures import Domain
from crypto.strict import Fields, parse_object, serialise
from crypto.version import Directory

FIELDS = (
    *("type", "instance", "day", "what", "case", "first", "last", "entries", "sealed", "order", "approval"),
    *("approvers", "method", "beyond"),
)
NO_APPROVAL = bytes(HASH)
Sorted = TypeVar("Sorted", bytes, "Method", "Beyond")


class What(StrEnum):
    """What was destroyed."""

    CASE = "case"
    EPOCHS = "epochs"


class Method(StrEnum):
    """How it was."""

    KEY_DESTROYED = "key_destroyed"
    LOG_DISCARDED = "log_discarded"
    OVERWRITTEN = "overwritten"
    REWRITTEN = "rewritten"


class Beyond(StrEnum):
    """What a certificate cannot attest."""

    BACKUPS = "backups"
    BATCHES = "batches"
    DISK_BLOCKS = "disk_blocks"
    READER_COPIES = "reader_copies"
    SNAPSHOTS = "snapshots"


@dataclass(frozen=True)
class Certificate:
    """Of a case: `case`, `entries` by sequence, `approval` and `approvers`; of epochs: `first` to `last`.

    `sealed` are hashes of what is gone, `order` that of the rules in force. What is a list ascends, but for `entries`.
    """

    instance: bytes
    day: date
    what: What
    sealed: tuple[bytes, ...]
    order: bytes
    method: tuple[Method, ...]
    beyond: tuple[Beyond, ...]
    case: bytes = b""
    first: int = 0
    last: int = 0
    entries: tuple[bytes, ...] = ()
    approval: bytes = NO_APPROVAL
    approvers: tuple[bytes, ...] = ()


def certificate_body(certificate: Certificate) -> str:
    """The text that the board key signs."""
    body = {
        "type": Domain.CERTIFICATE,
        "instance": certificate.instance.hex(),
        "day": certificate.day.isoformat(),
        "what": certificate.what,
        "case": certificate.case.hex(),
        "first": certificate.first,
        "last": certificate.last,
        "entries": [one.hex() for one in certificate.entries],
        "sealed": [one.hex() for one in certificate.sealed],
        "order": certificate.order.hex(),
        "approval": certificate.approval.hex(),
        "approvers": [one.hex() for one in certificate.approvers],
        "method": list(certificate.method),
        "beyond": list(certificate.beyond),
    }
    return serialise(body).decode()


def make_certificate(certificate: Certificate, board_seed: bytes) -> Signed:
    """The certificate, signed. `Malformed` when it is none: what is signed once stays for ever."""
    body = certificate_body(certificate)
    signed = Signed(body, (sign_text(Domain.CERTIFICATE, board_seed, body),))
    if parse_certificate(signed) != certificate:
        raise Malformed("certificate")
    return signed


def certificate_hash(signed: Signed) -> bytes:
    """By which the record's tree knows it."""
    return sha256(signed.message)


def verify_certificate(signed: Signed, chain: Sequence[Directory]) -> Certificate:
    """What was certified. `Malformed`, `WrongInstance`, `BadSignature`. The caller owes that `chain` was verified."""
    # 1. its form, and one signature
    certificate = parse_certificate(signed)
    # 2. of this line
    if certificate.instance != chain[0].instance:
        raise WrongInstance("certificate")
    # 3. the signature, by a board key of the directory
    if not signed.signers(Domain.CERTIFICATE) & {version.board_key for version in chain}:
        raise BadSignature(Domain.CERTIFICATE)
    return certificate


def parse_certificate(signed: Signed) -> Certificate:
    """The certificate in `signed`; form only. `Malformed`."""
    fields = parse_object(signed.message, FIELDS)
    fields.constant("type", Domain.CERTIFICATE)
    if len(signed.signatures) != 1:
        raise Malformed("signatures")
    what = What(fields.one_of("what", tuple(What)))
    certificate = Certificate(
        instance=fields.octets("instance", INSTANCE),
        day=fields.day("day"),
        what=what,
        case=fields.octets("case", CASE if what is What.CASE else 0),
        first=fields.number("first"),
        last=fields.number("last"),
        entries=_octets(fields, "entries", HASH),
        sealed=_ascending(_octets(fields, "sealed", HASH)),
        order=fields.octets("order", HASH),
        approval=fields.octets("approval", HASH),
        approvers=_ascending(_octets(fields, "approvers", KEY)),
        method=_ascending(tuple(Method(one) for one in _codes(fields, "method", tuple(Method)))),
        beyond=_ascending(tuple(Beyond(one) for one in _codes(fields, "beyond", tuple(Beyond)))),
    )
    if not certificate.method or not (_is_of_case if what is What.CASE else _is_of_epochs)(certificate):
        raise Malformed("certificate")
    return certificate


def _is_of_case(one: Certificate) -> bool:
    whole = bool(one.entries) and len(set(one.entries)) == len(one.entries)
    return whole and one.first == one.last == 0 and len(one.approvers) >= APPROVERS


def _is_of_epochs(one: Certificate) -> bool:
    if one.entries or one.approvers or one.approval != NO_APPROVAL:
        return False
    return 1 <= len(one.sealed) <= one.last - one.first + 1


def _octets(fields: Fields, name: str, length: int) -> tuple[bytes, ...]:
    return tuple(Fields({name: one}, (name,)).octets(name, length) for one in fields.array(name))


def _codes(fields: Fields, name: str, known: tuple[str, ...]) -> list[str]:
    return [Fields({name: one}, (name,)).one_of(name, known) for one in fields.array(name)]


def _ascending(found: tuple[Sorted, ...]) -> tuple[Sorted, ...]:
    if any(later <= earlier for earlier, later in pairwise(found)):
        raise Malformed("order")
    return found
