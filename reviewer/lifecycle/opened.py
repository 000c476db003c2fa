"""From a record that the protocol has checked (`crypto.record`) to the entries that are folded here."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from crypto.case_keys import Reading
from crypto.document import Signed
from crypto.entry import Entry, parse_content
from crypto.record import Record
from crypto.signatures import Domain
from crypto.version import Directory
from reviewer.lifecycle.state import Approval, Membership, Opened, Reader

LEADING = ("before", "from")  # of a renewal: to which older key it leads


def opened_entries(record: Record, read: Reading) -> tuple[Opened, ...]:
    """What each entry says; one that this reader cannot open says nothing, and so is refused.

    The older key, to which a renewal leads, is the protocol's and is left out: no case ever holds it.
    An entry with an approval says what two have approved, whatever its own content is: otherwise whoever read both
    signatures could spend them on other words.
    """
    keys = (0, *(entry.key for entry in record.entries))
    said = [
        _said(plain, entry.key > before)
        for entry, plain, before in zip(record.entries, read.opened, keys, strict=False)
    ]
    acts = [_approved(record, entry, said) for entry in record.entries]
    return tuple(
        _opened(record, entry, act, "") if act else _opened(record, entry, own, _unread(read, entry))
        for entry, own, act in zip(record.entries, said, acts, strict=True)
    )


def memberships(chain: Sequence[Directory]) -> tuple[Membership, ...]:
    """Who was a member when, by the directory's chain: each version to the day of the next, both included."""
    ends = [*(after.day.isoformat() for _, after in pairwise(chain)), ""]
    return tuple(
        Membership(member.sign.hex(), version.day.isoformat(), until, member.slot)
        for version, until in zip(chain, ends, strict=True)
        for member in version.members
    )


def _approved(record: Record, entry: Entry, said: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """What the request asks for whose approval `entry` carries; None without one, or if nothing was asked."""
    for _, document in entry.approvals:
        asked = said[record.hashes.index(document.what)]
        act = asked.get("act") if asked.get("kind") == "request" else None
        return act if isinstance(act, dict) else None
    return None


def _said(plain: bytes | None, renewed: bool) -> dict[str, Any]:
    content = parse_content(plain) if plain is not None else {}
    return {name: value for name, value in content.items() if not (renewed and name in LEADING)}


def _unread(read: Reading, entry: Entry) -> str:
    """Why it cannot be read: "" unless its key is none of those that are gone by."""
    if entry.key > read.number:
        return "later_key"
    return "passed_over" if min(read.keys) < entry.key and entry.key not in read.keys else ""


def _opened(record: Record, entry: Entry, content: object, unread: str) -> Opened:
    return Opened(
        sequence=entry.sequence,
        day=entry.day.isoformat(),
        author=entry.author.hex(),
        key=entry.key,
        content=content,
        grants=tuple(Reader(one.reader.hex(), _last(one.until)) for one in entry.grants),
        approvals=tuple(_approvals(record, entry)),
        state=entry.state.value,
        hold=int(entry.hold),
        unread=unread,
    )


def _approvals(record: Record, entry: Entry) -> Iterator[Approval]:
    for signed, document in entry.approvals:
        yield Approval(document.action.value, record.hashes.index(document.what), _signers(signed))


def _signers(signed: Signed) -> tuple[str, ...]:
    return tuple(sorted(key.hex() for key in signed.signers(Domain.APPROVAL)))


def _last(until: date | None) -> str:
    return until.isoformat() if until else ""
