"""Checks the tables of a case against its entries: how the case stands, columns, contents and grants."""

from collections.abc import Iterator

from crypto.entry import Entry, State
from reviewer.audit_entries import Placed, Shown
from reviewer.audit_findings import Finding, What
from reviewer.audit_rows import CaseFile, CaseRow, EntryRow, GrantRow


def check_tables(file: CaseFile, placed: Placed, cut: bool) -> Iterator[Finding]:
    """`cut`: the last entries are missing, so that the table cannot be compared with the last one."""
    entries = {sequence: one.entry for sequence, one in placed.genuine.items() if one.entry is not None}
    if file.row is None:
        yield Finding(What.CASE_ROW, file.case, None, "thing: it does not know the case")
    elif not cut and entries and max(entries) >= max(placed.edited, default=-1):
        yield from _compare_row(file.row, entries, placed.genuine[max(entries)])
    for one in placed.genuine.values():
        if one.entry is not None:
            yield from _compare_columns(one.row, one.entry, one.hash)
    gone = bool(entries) and entries[max(entries)].state is State.DESTROYED
    known = {*placed.genuine, *placed.edited}
    yield from _compare_contents(file, entries, known, gone)
    yield from _compare_grants(file, entries, set(placed.edited), gone)


def _compare_row(row: CaseRow, entries: dict[int, Entry], last: Shown) -> Iterator[Finding]:
    entry = entries[max(entries)]
    first = entries.get(0)
    wanted = {
        "opened day": row.opened if first is None else first.day.isoformat(),
        "state": entry.state.value,
        "hold": int(entry.hold),
        "quarter of review": entry.review,
        "number of the case key": entry.key,
        "number of entries": max(entries) + 1,
        "last entry": last.hash,
        "due days": tuple((one.what, one.day.isoformat()) for one in entry.due),
    }
    found = (row.opened, row.state, row.hold, row.review, row.key, row.entries, row.last, row.due)
    for (name, value), shown in zip(wanted.items(), found, strict=True):
        if value != shown:
            yield Finding(What.CASE_ROW, row.case, None, name)


def _compare_columns(row: EntryRow, entry: Entry, hashed: bytes | None) -> Iterator[Finding]:
    wanted = {"hash": hashed, "day": entry.day.isoformat(), "author": entry.author}
    found = (row.hash, row.day, row.author)
    for (name, value), shown in zip(wanted.items(), found, strict=True):
        if shown is not None and value != shown:
            yield Finding(What.COLUMNS, row.case, row.sequence, name)


def _compare_contents(file: CaseFile, entries: dict[int, Entry], known: set[int], gone: bool) -> Iterator[Finding]:
    if file.contents is None:
        return
    held = {one.sequence: one.hash for one in file.contents}
    for sequence, entry in entries.items():
        if sequence not in held and not gone:
            yield Finding(What.CONTENT_MISSING, file.case, sequence)
        elif sequence in held and held[sequence] != entry.content:
            yield Finding(What.CONTENT, file.case, sequence)
    for sequence in held.keys() - known:
        yield Finding(What.CONTENT_STRAY, file.case, sequence)


def _compare_grants(file: CaseFile, entries: dict[int, Entry], edited: set[int], gone: bool) -> Iterator[Finding]:
    """What an edited entry granted cannot be told, so its grants are passed over."""
    if file.grants is None:
        return
    made = {
        (sequence, one.reader): (entry.key, one.until.isoformat() if one.until else "", one.grant)
        for sequence, entry in entries.items()
        for one in entry.grants
    }
    held = {(one.sequence, one.reader): one for one in file.grants if one.sequence not in edited}
    for place in sorted({*made, *held}):
        yield from _compare_grant(file.case, place, made.get(place), held.get(place), gone)


def _compare_grant(
    case: str, place: tuple[int, bytes], made: tuple[int, str, bytes] | None, held: GrantRow | None, gone: bool
) -> Iterator[Finding]:
    sequence, reader = place
    if made is None:
        yield Finding(What.GRANT_STRAY, case, sequence, reader.hex())
    elif held is None:
        if not gone:
            yield Finding(What.GRANT_MISSING, case, sequence, reader.hex())
    elif made != (held.number, held.until, held.hash):
        yield Finding(What.GRANT, case, sequence, reader.hex())
