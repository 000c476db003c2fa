"""Certificates of destruction, as they are shown (docs/protocol.md, section 21): to the auditor all, to a member those
of epochs and those of cases that it read at their end. Of a case that somebody may not know of nothing is said.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.document import parse_signed
from reviewer import committee
from reviewer.case_models import Case
from reviewer.case_records import record_of
from reviewer.order_models import StoredCertificate

PAGE = 50
MOST_KEPT = 10_000  # cases whose last readers one process remembers: about 5 MB


class LastReaders:
    """Who read a case at its end, by the hash of its last entry: that commits to all before, so it stays as it is."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[bytes, frozenset[bytes]] = OrderedDict()

    def of(self, session: Session, case_id: str, instance: bytes) -> frozenset[bytes]:
        """Their keys; nobody's where there is no such case. Raises BrokenRecord."""
        case, directory = session.get(Case, case_id), committee.current(session)
        if case is None or directory is None:
            return frozenset()
        with self._lock:
            known = self._kept.get(case.last)
        if known is None:
            record = record_of(session, case, instance, directory.chain)
            known = record.readers_on(record.last.day)
            with self._lock:
                self._kept[case.last] = known
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
        return known


LAST_READERS = LastReaders()


def shown_to(session: Session, instance: bytes, key: bytes, start: int) -> dict[str, Any]:
    """A page of what the member with this signing key may know of. Raises BrokenRecord."""
    return _page(session, list(_visible(session, instance, key)), start)


def everything(session: Session, start: int) -> dict[str, Any]:
    """A page of all there are: for the auditor."""
    return _page(session, [hashed for hashed, _ in _listed(session)], start)


def _visible(session: Session, instance: bytes, key: bytes) -> Iterator[bytes]:
    for hashed, case in _listed(session):
        if not case or key in LAST_READERS.of(session, case, instance):
            yield hashed


def _listed(session: Session) -> list[tuple[bytes, str]]:
    """Every certificate's hash and case, by day."""
    table = StoredCertificate
    rows = session.execute(select(table.hash, table.case).order_by(table.day, table.hash))
    return [(hashed, case) for hashed, case in rows]


def _page(session: Session, hashes: Sequence[bytes], start: int) -> dict[str, Any]:
    wanted = hashes[start : start + PAGE]
    rows = session.scalars(select(StoredCertificate).where(StoredCertificate.hash.in_(wanted)))
    documents = {one.hash: one.document for one in rows}
    shown = [parse_signed(documents[one].encode()).to_json() for one in wanted]
    return {"certificates": shown, "total": len(hashes)}
