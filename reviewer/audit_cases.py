"""Checks the record of one case without any key, and goes on after what is wrong, so that all of it is named.

What one entry is lacking must not be blamed on the next: after an entry that was edited or taken away, the one that
follows says by its `previous` what stood there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from crypto.entry import Entry, State
from crypto.errors import NotAllowed, ProtocolError
from crypto.limits import HASH, KEY
from crypto.record import Record, extend
from crypto.version import Directory
from reviewer.audit_entries import Placed, Shown, place
from reviewer.audit_findings import Finding, What
from reviewer.audit_rows import CaseFile
from reviewer.audit_tables import check_tables
from reviewer.audit_tree import AuditTree

MOST_MISSING = 1000  # more in one case are not believed to have been there


@dataclass(frozen=True)
class Line:
    """What all cases are checked against; `today` is None where age does not matter."""

    instance: bytes
    chain: Sequence[Directory]
    today: date | None


def check_case(file: CaseFile, line: Line, tree: AuditTree, kept: Sequence[bytes] = ()) -> Iterator[Finding]:
    """Every finding about one case. `kept` are the hashes of its entries in an older export."""
    placed = place(file.case, file.entries, line.instance, tree)
    yield from placed.findings
    yield from _Walk(file, line, tree, placed, kept).findings()
    yield from check_tables(file, placed, _is_cut(file, placed))


def _is_cut(file: CaseFile, placed: Placed) -> bool:
    """Whether the table knows of more entries at the end than there are."""
    if file.row is None:
        return False
    last = placed.genuine.get(max(placed.genuine, default=-1))
    hashed = None if last is None else last.hash
    return file.row.last != hashed and file.row.entries > max([*placed.genuine, *placed.edited], default=-1) + 1


class _Walk:
    """From entry 0 to the last one that anybody knows of."""

    def __init__(self, file: CaseFile, line: Line, tree: AuditTree, placed: Placed, kept: Sequence[bytes]) -> None:
        self._case, self._tree, self._placed, self._kept = file.case, tree, placed, kept
        self._record = Record(line.instance, _octets(file.case), line.chain, line.today)
        self._unsure = False  # something before was not as it was
        self._end = max([*placed.genuine, *placed.edited, len(kept) - 1], default=-1) + 1
        if _is_cut(file, placed) and file.row is not None:
            self._end = max(self._end, min(file.row.entries, self._end + MOST_MISSING))
            tree.explain(file.row.last)

    def findings(self) -> Iterator[Finding]:
        for sequence in range(self._end):
            shown = self._placed.genuine.get(sequence)
            if shown is None or shown.entry is None or shown.signed is None:
                yield from self._gap(sequence)
            else:
                yield from self._step(sequence, shown, shown.entry)
            yield from self._against_kept(sequence, shown)

    def _gap(self, sequence: int) -> Iterator[Finding]:
        """Nothing genuine is here. What followed it tells which hash it had."""
        edited = self._placed.edited.get(sequence)
        if edited is None:
            yield Finding(What.MISSING, self._case, sequence)
        elif edited.hash is not None:
            self._tree.explain(edited.hash)
        after = self._placed.genuine.get(sequence + 1)
        known = bytes(HASH) if after is None or after.entry is None else after.entry.previous
        self._tree.explain(known)
        self._take(edited.entry if edited is not None and edited.entry is not None else None, sequence, known)
        self._unsure = True

    def _step(self, sequence: int, shown: Shown, entry: Entry) -> Iterator[Finding]:
        hashed = shown.hash or b""
        self._tree.explain(hashed)
        if sequence and not _follows(entry, self._record.hashes[-1]):
            yield self._broken_link(sequence, entry, hashed)
            self._record = replace(self._record, hashes=(*self._record.hashes[:-1], entry.previous))
            self._unsure = True
        if self._tree.is_late(hashed, entry.day):
            yield Finding(What.NOT_IN_TREE, self._case, sequence)
        try:
            if shown.signed is not None:
                self._record = extend(self._record, shown.signed)
        except ProtocolError as error:
            detail = error.reason if isinstance(error, NotAllowed) else str(error)
            yield Finding(What.UNCLEAR if self._unsure else What.RULE, self._case, sequence, detail)
            self._take(entry, sequence, hashed)

    def _broken_link(self, sequence: int, entry: Entry, hashed: bytes) -> Finding:
        """Two genuine entries do not fit: the tree tells which of them is the one that was put there."""
        before = self._record.hashes[-1]
        known = self._tree.holds(entry.previous) or (self._tree.holds(hashed) and not self._tree.holds(before))
        self._tree.explain(entry.previous)
        return Finding(What.REWRITTEN, self._case, sequence - 1) if known else Finding(What.LINK, self._case, sequence)

    def _against_kept(self, sequence: int, shown: Shown | None) -> Iterator[Finding]:
        if sequence < len(self._kept):
            self._tree.explain(self._kept[sequence])
            if shown is not None and shown.hash != self._kept[sequence]:
                yield Finding(What.REWRITTEN, self._case, sequence)

    def _take(self, entry: Entry | None, sequence: int, hashed: bytes) -> None:
        """The record with an entry as it stands, unchecked, or with one about which nothing is known."""
        found = replace(entry or self._unknown(), sequence=sequence)
        kept = {} if self._record.entries and found.key != self._record.last.key else self._record.readers
        self._record = replace(
            self._record,
            entries=(*self._record.entries, found),
            hashes=(*self._record.hashes, hashed),
            readers={**kept, **{one.reader: one.until for one in found.grants}},
            executed=self._record.executed | {approval.act for _, approval in found.approvals},
        )

    def _unknown(self) -> Entry:
        if self._record.entries:
            return replace(self._record.last, grants=(), approvals=())
        record, zeros = self._record, bytes(HASH)
        return Entry(record.instance, record.case, 0, zeros, date.min, bytes(KEY), 0, zeros, State.OPEN)


def _follows(entry: Entry, before: bytes) -> bool:
    return entry.previous == before


def _octets(case: str) -> bytes:
    """Of an id that is none, nothing: no entry is one of such a case."""
    try:
        return bytes.fromhex(case)
    except ValueError:
        return b""
