"""The records of cases as `crypto.record` has checked them, so that a long one is not checked anew for each entry.

A record is kept under the hash of its last entry, which commits to all before: what is found here can be of no other
case and of no other time.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.directory import Directory
from crypto.document import parse_signed
from crypto.errors import ProtocolError
from crypto.record import Record, check_record
from reviewer.case_models import Case, Entry

MOST_ENTRIES = 4096  # of all records kept together, about 20 MB


class BrokenRecord(Exception):
    """What is stored of a case is no record. Nothing may be added to it."""


class CheckedRecords:
    """The records that were used last, so many that their entries are no more than `MOST_ENTRIES`."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[bytes, Record] = OrderedDict()

    def find(self, last: bytes, chain: Sequence[Directory]) -> Record | None:
        """The record that ends with the entry of this hash, if it was checked with this chain."""
        with self._lock:
            found = self._kept.get(last)
            if found is None or found.chain != chain:
                return None
            self._kept.move_to_end(last)
            return found

    def keep(self, record: Record) -> None:
        """In place of what it extends."""
        with self._lock:
            self._kept.pop(record.last.previous, None)
            self._kept[record.hashes[-1]] = record
            while len(self._kept) > 1 and sum(len(one.entries) for one in self._kept.values()) > MOST_ENTRIES:
                self._kept.popitem(last=False)


CHECKED = CheckedRecords()


def record_of(session: Session, case: Case, instance: bytes, chain: Sequence[Directory]) -> Record:
    """The whole record of a case, checked. Raises BrokenRecord."""
    known = CHECKED.find(case.last, chain)
    if known is not None:
        return known
    documents = session.scalars(select(Entry.document).where(Entry.case == case.id).order_by(Entry.sequence))
    try:
        record = check_record(
            [parse_signed(one.encode()) for one in documents], instance, bytes.fromhex(case.id), chain
        )
    except ProtocolError as error:
        raise BrokenRecord from error
    if (record.hashes[-1], len(record.entries)) != (case.last, case.entries):
        raise BrokenRecord
    CHECKED.keep(record)
    return record
