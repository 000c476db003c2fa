"""The auditor's log: every case as the server sees it, and not a byte of content."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.entry import State
from reviewer import cases
from reviewer.case_models import Case, Entry, StoredCheckpoint

ROWS = 500


def log(session: Session, today: date) -> list[dict[str, Any]]:
    """Every case, by opened day: how it stands, how long it has been open, which due days are over."""
    closed, dues = _closed_days(session), cases.dues(session, select(Case.id))
    rows = session.scalars(select(Case).order_by(Case.opened, Case.id))
    return [_listed(one, dues.get(one.id, []), closed.get(one.id), today) for one in rows]


def checkpoints(session: Session) -> list[dict[str, Any]]:
    """Every signed note, oldest first."""
    table = StoredCheckpoint
    rows = session.execute(select(table.epoch, table.size, table.note).order_by(table.epoch))
    return [{"epoch": epoch, "size": size, "note": note} for epoch, size, note in rows]


def _listed(case: Case, due: list[dict[str, str]], closed: date | None, today: date) -> dict[str, Any]:
    return cases.standing(case, due) | {
        "closed": closed.isoformat() if closed else "",
        "days": ((closed or today) - case.opened).days,
        "overdue": closed is None and any(one["day"] < today.isoformat() for one in due),
    }


def _closed_days(session: Session) -> dict[str, date]:
    """When each case that is not open was closed last: the day of the first entry after which it stayed so."""
    found: dict[str, date] = {}
    for case, day, document in _written(session):
        if json.loads(json.loads(document)["body"])["state"] == State.OPEN:
            found.pop(case, None)
        else:
            found.setdefault(case, day)
    return found


def _written(session: Session) -> Iterator[tuple[str, date, str]]:
    """Entries of cases that are not open, in order; those of open ones are not needed."""
    asked = select(Entry.case, Entry.day, Entry.document).join(Case, Case.id == Entry.case)
    ordered = asked.where(Case.state != State.OPEN).order_by(Entry.case, Entry.sequence)
    for row in session.execute(ordered.execution_options(yield_per=ROWS)):
        yield row[0], row[1], row[2]
