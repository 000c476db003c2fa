"""Puts the entries of one case where they say they belong: which are genuine, which stand elsewhere, which are one too
many. Whether they follow from one another audit_cases says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crypto.document import Signed, parse_signed
from crypto.entry import Entry, entry_hash, parse_entry
from crypto.errors import ProtocolError
from crypto.signatures import Domain
from reviewer.audit_findings import Finding, What
from reviewer.audit_rows import EntryRow
from reviewer.audit_tree import AuditTree


@dataclass(frozen=True)
class Shown:
    """An entry as it is shown. `fault` is None for one that its author has signed for this case."""

    row: EntryRow
    signed: Signed | None = None
    entry: Entry | None = None
    fault: What | None = None

    @property
    def hash(self) -> bytes | None:
        """None for what is no entry."""
        return None if self.signed is None or self.entry is None else entry_hash(self.signed)


@dataclass(frozen=True)
class Placed:
    """Entries by the sequence at which they belong: genuine ones, and edited ones where no genuine one is."""

    genuine: dict[int, Shown]
    edited: dict[int, Shown]
    findings: list[Finding]


def place(case: str, rows: Sequence[EntryRow], instance: bytes, tree: AuditTree) -> Placed:
    """Every row where it belongs; what is wrong with where it stands."""
    shown = [_read(row, case, instance) for row in rows]
    genuine = _genuine(shown, tree)
    edited: dict[int, Shown] = {}
    for one in shown:
        if one.fault is not None and one.row.sequence not in genuine:
            edited.setdefault(one.row.sequence, one)
    return Placed(genuine, edited, list(_faults(shown, genuine, edited)))


def _read(row: EntryRow, case: str, instance: bytes) -> Shown:
    try:
        signed = parse_signed(row.document.encode())
        entry = parse_entry(signed)
    except (ProtocolError, UnicodeEncodeError):
        return Shown(row, fault=What.UNREADABLE)
    if len(signed.signatures) != 1 or entry.author not in signed.signers(Domain.ENTRY):
        return Shown(row, signed, entry, What.SIGNATURE)
    if (entry.case.hex(), entry.instance) != (case, instance):
        return Shown(row, signed, entry, What.FOREIGN)
    return Shown(row, signed, entry)


def _genuine(shown: Sequence[Shown], tree: AuditTree) -> dict[int, Shown]:
    """By sequence. Of several the one in the tree, else the one that stands in its place."""
    found: dict[int, Shown] = {}
    for one in sorted(shown, key=lambda one: _doubt(one, tree)):
        if one.fault is None and one.entry is not None:
            found.setdefault(one.entry.sequence, one)
    return found


def _doubt(one: Shown, tree: AuditTree) -> tuple[bool, bool]:
    known = one.hash is not None and tree.holds(one.hash)
    return not known, one.entry is not None and one.entry.sequence != one.row.sequence


def _faults(shown: Sequence[Shown], genuine: dict[int, Shown], edited: dict[int, Shown]) -> Iterator[Finding]:
    for one in shown:
        case, sequence = one.row.case, one.row.sequence
        if one.fault is not None:
            same = edited.get(sequence) is one
            yield Finding(one.fault if same else What.INSERTED, case, sequence, "" if same else "nobody has signed it")
        elif one.entry is not None and genuine[one.entry.sequence] is not one:
            yield Finding(What.INSERTED, case, sequence, f"a second entry {one.entry.sequence}")
        elif one.entry is not None and one.entry.sequence != sequence:
            yield Finding(What.MOVED, case, sequence, f"entry {one.entry.sequence}")
