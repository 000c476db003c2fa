"""Entries of a case's record: bodies, made and parsed, and their sealed contents (docs/protocol.md, section 14).

Whether an entry follows from those before it, record says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from crypto.approval import Approval, parse_approval
from crypto.boxes import gcm, gcm_open
from crypto.derivation import equal, hkdf, sha256, u32
from crypto.document import Signed, sign_text, signed_from
from crypto.entropy import fresh
from crypto.errors import Damaged, Malformed
from crypto.frame import ENTRY_STEPS
from crypto.limits import (
    CASE,
    CONTENT_OVERHEAD,
    ENTRY_FRAMES,
    HASH,
    INSTANCE,
    KEY,
    LARGEST_U32,
    MOST_APPROVALS,
    MOST_DUE,
    MOST_GRANTS,
    SALT,
)
from crypto.signatures import Domain
from crypto.strict import Fields, parse_json, parse_object, serialise

FIELDS = (
    *("type", "instance", "case", "sequence", "previous", "day", "author", "key", "content"),
    *("state", "hold", "review", "due", "grants", "approvals"),
)
Name = TypeVar("Name", str, bytes)
QUARTER = re.compile(r"[0-9]{4}-Q[1-4]")


class State(StrEnum):
    """How a case stands, as far as it shows."""

    OPEN = "open"
    CLOSED = "closed"
    RETAINED = "retained"
    DESTROYED = "destroyed"


@dataclass(frozen=True)
class Due:
    """Something to be done by a day."""

    what: str
    day: date


@dataclass(frozen=True)
class Granted:
    """A grant made by an entry: to whom (Ed25519 key), the last day or None, SHA-256 of the grant."""

    reader: bytes
    until: date | None
    grant: bytes


@dataclass(frozen=True)
class Entry:
    """An entry's body. `content` is the hash of the sealed content; `approvals` are as they were signed."""

    instance: bytes
    case: bytes
    sequence: int
    previous: bytes
    day: date
    author: bytes
    key: int
    content: bytes
    state: State = State.OPEN
    hold: bool = False
    review: str = ""
    due: tuple[Due, ...] = ()
    grants: tuple[Granted, ...] = ()
    approvals: tuple[tuple[Signed, Approval], ...] = field(default=(), repr=False)


def entry_body(entry: Entry) -> str:
    """The text that the author signs."""
    body = {
        "type": Domain.ENTRY,
        "instance": entry.instance.hex(),
        "case": entry.case.hex(),
        "sequence": entry.sequence,
        "previous": entry.previous.hex(),
        "day": entry.day.isoformat(),
        "author": entry.author.hex(),
        "key": entry.key,
        "content": entry.content.hex(),
        "state": entry.state,
        "hold": int(entry.hold),
        "review": entry.review,
        "due": [{"what": one.what, "day": one.day.isoformat()} for one in entry.due],
        "grants": [_grant_to_json(one) for one in entry.grants],
        "approvals": [signed.to_json() for signed, _ in entry.approvals],
    }
    return serialise(body).decode()


def sign_entry(entry: Entry, seed: bytes) -> Signed:
    """The entry as a document, signed by its author. `Malformed` when no reader would take it."""
    body = entry_body(entry)
    signed = Signed(body, (sign_text(Domain.ENTRY, seed, body),))
    if parse_entry(signed) != entry:
        raise Malformed("entry")
    return signed


def entry_hash(signed: Signed) -> bytes:
    """What the next entry names as `previous`."""
    return sha256(signed.message)


def parse_entry(signed: Signed) -> Entry:
    """The entry in `signed`, with its approvals; form only. `Malformed`."""
    fields = parse_object(signed.message, FIELDS)
    fields.constant("type", Domain.ENTRY)
    return Entry(
        instance=fields.octets("instance", INSTANCE),
        case=fields.octets("case", CASE),
        sequence=fields.number("sequence", 0, LARGEST_U32),
        previous=fields.octets("previous", HASH),
        day=fields.day("day"),
        author=fields.octets("author", KEY),
        key=fields.number("key", 0, LARGEST_U32),
        content=fields.octets("content", HASH),
        state=State(fields.one_of("state", tuple(State))),
        hold=fields.number("hold", 0, 1) == 1,
        review=_review(fields.text("review")),
        due=_dues(fields.array("due")),
        grants=_grants(fields.array("grants")),
        approvals=_approvals(fields.array("approvals")),
    )


def seal_content(content: bytes, case_key: bytes, case: bytes, sequence: int, author: bytes) -> bytes:
    """The sealed content, in one of five lengths, of JSON with a `kind`. `Malformed`, `TooLong`."""
    parse_content(content)
    salt = fresh(SALT)
    commit, key = _keys(case_key, salt + case + u32(sequence) + author)
    return salt + commit + gcm(key, ENTRY_STEPS.close(content))


def open_content(sealed: bytes, case_key: bytes, case: bytes, sequence: int, author: bytes) -> bytes:
    """The JSON. `Malformed`, `Damaged`."""
    if len(sealed) - CONTENT_OVERHEAD not in ENTRY_FRAMES:
        raise Malformed("content")
    salt, commit, box = sealed[:SALT], sealed[SALT : SALT + HASH], sealed[SALT + HASH :]
    expected, key = _keys(case_key, salt + case + u32(sequence) + author)
    if not equal(expected, commit):
        raise Damaged("case key")
    content = ENTRY_STEPS.open(gcm_open(key, box))
    parse_content(content)
    return content


def parse_content(content: bytes) -> dict[str, Any]:
    """The object that a content is; all but `kind` is the application's to check. `Malformed`."""
    found = parse_json(content)
    if not isinstance(found, dict) or not isinstance(found.get("kind"), str):
        raise Malformed("content")
    return found


def key_before(content: bytes, number: int) -> tuple[bytes, int]:
    """The older case key to which the first content under key `number` leads, and its number. `Malformed`."""
    found = parse_content(content)
    fields = Fields({"before": found.get("before"), "from": found.get("from", number - 1)}, ("before", "from"))
    return fields.octets("before", KEY), fields.number("from", 0, number - 1)


def _keys(case_key: bytes, place: bytes) -> tuple[bytes, bytes]:
    return hkdf(case_key, b"SLENT/1 commit" + place), hkdf(case_key, b"SLENT/1 key" + place)


def _review(text: str) -> str:
    if text and not QUARTER.fullmatch(text):
        raise Malformed("review")
    return text


def _dues(values: Sequence[object]) -> tuple[Due, ...]:
    found = tuple(_due(one) for one in values)
    _check_ascending([one.what for one in found], MOST_DUE)
    return found


def _due(value: object) -> Due:
    fields = Fields(value, ("what", "day"))
    return Due(fields.code("what"), fields.day("day"))


def _grants(values: Sequence[object]) -> tuple[Granted, ...]:
    found = tuple(_grant(one) for one in values)
    _check_ascending([one.reader for one in found], MOST_GRANTS)
    return found


def _grant(value: object) -> Granted:
    fields = Fields(value, ("reader", "until", "grant"))
    until = fields.day("until") if fields.text("until") else None
    return Granted(fields.octets("reader", KEY), until, fields.octets("grant", HASH))


def _grant_to_json(one: Granted) -> dict[str, object]:
    until = one.until.isoformat() if one.until else ""
    return {"reader": one.reader.hex(), "until": until, "grant": one.grant.hex()}


def _check_ascending(names: Sequence[Name], most: int) -> None:
    if len(names) > most or any(one >= after for one, after in pairwise(names)):
        raise Malformed("order")


def _approvals(values: Sequence[object]) -> tuple[tuple[Signed, Approval], ...]:
    if len(values) > MOST_APPROVALS:
        raise Malformed("approvals")
    signed = [signed_from(one) for one in values]
    return tuple((one, parse_approval(one)) for one in signed)
