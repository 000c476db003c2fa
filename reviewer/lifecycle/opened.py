"""From a record that the protocol has checked (`crypto.record`) to the entries that are folded here."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from crypto.document import Signed
from crypto.entry import Entry, parse_content
from crypto.record import Record
from crypto.signatures import Domain
from crypto.version import Directory
from reviewer.lifecycle.state import Approval, Membership, Opened, Reader


def opened_entries(record: Record, contents: Sequence[bytes | None]) -> tuple[Opened, ...]:
    """`contents` as `open_contents` gives them; one that this reader cannot open is empty, and so is refused.

    The key before, which a renewal hands on, is the protocol's and is left out: no case ever holds it.
    An entry with an approval says what two have approved, whatever its own content is: otherwise whoever read both
    signatures could spend them on other words.
    """
    keys = (0, *(entry.key for entry in record.entries))
    said = [
        _said(plain, entry.key > before) for entry, plain, before in zip(record.entries, contents, keys, strict=False)
    ]
    return tuple(
        _opened(record, entry, _approved(record, entry, said) or own)
        for entry, own in zip(record.entries, said, strict=True)
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
    return {name: value for name, value in content.items() if not (renewed and name == "before")}


def _opened(record: Record, entry: Entry, content: object) -> Opened:
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
    )


def _approvals(record: Record, entry: Entry) -> Iterator[Approval]:
    for signed, document in entry.approvals:
        yield Approval(document.action.value, record.hashes.index(document.what), _signers(signed))


def _signers(signed: Signed) -> tuple[str, ...]:
    return tuple(sorted(key.hex() for key in signed.signers(Domain.APPROVAL)))


def _last(until: date | None) -> str:
    return until.isoformat() if until else ""
