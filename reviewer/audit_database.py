"""The rows of an audit as they lie in the database, read as a stream: of large tables a piece at a time.

A value that the column does not allow must be named and not stop the audit, so days and states are read as text.
"""

import sqlite3
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import Executable, String, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from crypto.derivation import sha256
from reviewer.audit_rows import (
    CaseFile,
    CaseRow,
    CertificateRow,
    CheckpointRow,
    ContentRow,
    DirectoryRow,
    EntryRow,
    GrantRow,
    Head,
    LeafRow,
    OrderRow,
)
from reviewer.case_models import Case, CaseDue, CaseGrant, Entry, EntryContent, Filler, Leaf, StoredCheckpoint
from reviewer.models import StoredDirectory
from reviewer.order_models import StandingOrder, StoredCertificate

ROWS, SEALED_ROWS = 1000, 16  # read at once; a sealed content may have 256 KiB
Row = CaseRow | EntryRow | ContentRow | GrantRow


class DatabaseRows:
    """Reads in a transaction that sees one state. Without `sealed` it never asks for a sealed byte."""

    def __init__(self, session: Session, head: Head, *, sealed: bool) -> None:
        self._session, self.head, self._sealed = session, head, sealed
        driver = session.connection().connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.text_factory = _leniently

    def directories(self) -> Iterator[DirectoryRow]:
        table = StoredDirectory
        for row in self._stream(select(table.version, table.hash, table.value).order_by(table.version)):
            yield DirectoryRow(*row)

    def checkpoints(self) -> Iterator[CheckpointRow]:
        table = StoredCheckpoint
        for row in self._stream(select(table.epoch, table.size, table.note).order_by(table.epoch)):
            yield CheckpointRow(*row)

    def leaves(self) -> Iterator[LeafRow]:
        both = select(Leaf.number, Leaf.value, Filler.value).outerjoin(Filler, Filler.number == Leaf.number)
        for row in self._stream(both.order_by(Leaf.number)):
            yield LeafRow(*row)
        alone = select(Filler.number, Filler.value).where(~select(Leaf).where(Leaf.number == Filler.number).exists())
        for number, value in self._stream(alone.order_by(Filler.number)):
            yield LeafRow(number, b"", value)

    def cases(self) -> Iterator[CaseFile]:
        streams: list[Iterator[Row]] = [self._case_rows(), self._entries()]
        if self._sealed:
            streams += [self._contents(), self._grants()]
        for case, rows in groupby(merge(*streams, key=attrgetter("case")), key=attrgetter("case")):
            yield self._file(case, rows)

    def orders(self) -> Iterator[OrderRow]:
        table = StandingOrder
        columns = (table.number, table.document, table.hash, _text(table.day))
        for number, document, hashed, day in self._stream(select(*columns).order_by(table.number)):
            yield OrderRow(number, document, hashed, str(day))

    def certificates(self) -> Iterator[CertificateRow]:
        table = StoredCertificate
        columns = (table.hash, table.document, table.case, _text(table.day))
        for hashed, document, case, day in self._stream(select(*columns).order_by(table.hash), SEALED_ROWS):
            yield CertificateRow(hashed, document, case, str(day))

    def trouble(self) -> Iterator[str]:
        return iter(())

    def _file(self, case: str, rows: Iterator[Row]) -> CaseFile:
        file = CaseFile(case)
        if self._sealed:
            file.contents, file.grants = [], []
        for row in rows:
            match row:
                case CaseRow():
                    file.row = row
                case EntryRow():
                    file.entries.append(row)
                case ContentRow() if file.contents is not None:
                    file.contents.append(row)
                case GrantRow() if file.grants is not None:
                    file.grants.append(row)
        return file

    def _case_rows(self) -> Iterator[CaseRow]:
        dues = self._stream(select(CaseDue.case, CaseDue.what, _text(CaseDue.day)).order_by(CaseDue.case, CaseDue.what))
        by_case = groupby(dues, key=lambda row: str(row[0]))
        of, due = next(by_case, ("", iter(())))
        shown = (Case.hold, Case.review, Case.key, Case.entries, Case.last)
        columns = (Case.id, _text(Case.opened), _text(Case.state), *shown)
        for case, opened, state, *stands in self._stream(select(*columns).order_by(Case.id)):
            while of and of < case:
                of, due = next(by_case, ("", iter(())))
            days = tuple((what, str(day)) for _, what, day in due) if of == case else ()
            hold, review, key, entries, last = stands
            yield CaseRow(case, str(opened), state, hold, review, key, entries, last, days)

    def _entries(self) -> Iterator[EntryRow]:
        columns = (Entry.case, Entry.sequence, Entry.document, Entry.hash, _text(Entry.day), Entry.author)
        for case, sequence, document, hashed, day, author in self._stream(
            select(*columns).order_by(Entry.case, Entry.sequence)
        ):
            yield EntryRow(case, sequence, document, hashed, str(day), author)

    def _contents(self) -> Iterator[ContentRow]:
        table = EntryContent
        asked = select(table.case, table.sequence, table.value).order_by(table.case, table.sequence)
        for case, sequence, value in self._stream(asked, SEALED_ROWS):
            yield ContentRow(case, sequence, sha256(value))

    def _grants(self) -> Iterator[GrantRow]:
        table = CaseGrant
        columns = (table.case, table.sequence, table.reader, table.number, _text(table.until), table.value)
        for case, sequence, reader, number, until, value in self._stream(
            select(*columns).order_by(table.case, table.sequence, table.reader)
        ):
            yield GrantRow(case, sequence, reader, number, str(until or ""), sha256(value))

    def _stream(self, asked: Executable, rows: int = ROWS) -> Iterator[Any]:
        return iter(self._session.execute(asked.execution_options(yield_per=rows)))


def _text(column: InstrumentedAttribute[Any]) -> Any:
    return type_coerce(column, String)


def _leniently(octets: bytes) -> str:
    return octets.decode("utf-8", "replace")
