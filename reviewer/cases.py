"""Cases as their readers are served them. The server knows who reads a case, and no word of it.

To somebody who does not read a case there is none: every question about it ends in NotFound, like one about a case
that never was.
"""

import base64
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from crypto.strict import parse_json
from reviewer import committee
from reviewer.case_bodies import CASE_FORM
from reviewer.case_models import Case, CaseDue, CaseGrant, Entry, EntryContent, IndexBlob, Item
from reviewer.errors import NotFound
from reviewer.models import Member, MemberState, Standing

PAGE = 4 * 1024 * 1024  # of documents and contents, before they are written as JSON
IN_USE = CaseGrant.number == Case.key  # a grant of the key that the last entry is under


def is_over(until: date | None, today: date) -> bool:
    return until is not None and until < today


def live_grant(session: Session, case: str, reader: bytes, today: date) -> CaseGrant:
    """The reader's grant of the case key in use, the last one of it. Raises NotFound for who does not read the case."""
    if not CASE_FORM.fullmatch(case):
        raise NotFound
    own = select(CaseGrant).join(Case, Case.id == CaseGrant.case).where(IN_USE, Case.id == case)
    last = own.where(CaseGrant.reader == reader).order_by(CaseGrant.sequence.desc()).limit(1)
    found = session.scalar(last)
    if found is None or is_over(found.until, today):
        raise NotFound
    return found


def listing(session: Session, reader: bytes, today: date) -> list[dict[str, Any]]:
    """How every case that `reader` reads stands, by id."""
    rows = session.execute(
        select(Case, CaseGrant.until)
        .join(CaseGrant, CaseGrant.case == Case.id)
        .where(IN_USE, CaseGrant.reader == reader)
        .order_by(Case.id, CaseGrant.sequence)
    )
    last = {case.id: (case, until) for case, until in rows}
    due = dues(session, select(CaseGrant.case).where(CaseGrant.reader == reader))
    return [_listed(case, until, due.get(case.id, [])) for case, until in last.values() if not is_over(until, today)]


def entries(session: Session, case: str, reader: bytes, start: int, today: date) -> dict[str, Any]:
    """Entries from number `start` on, as many as one page holds, and the reader's own grants that they make: of every
    key, since a newer one may be no good to the reader. Raises NotFound.
    """
    live_grant(session, case, reader, today)
    end = _end_of_page(session, case, start)
    rows = session.execute(
        select(Entry.document, EntryContent.value)
        .outerjoin(EntryContent, (EntryContent.case == Entry.case) & (EntryContent.sequence == Entry.sequence))
        .where(Entry.case == case, Entry.sequence >= start, Entry.sequence < end)
        .order_by(Entry.sequence)
    )
    return {
        "entries": [_entry(document, content) for document, content in rows],
        "total": session.scalar(select(Case.entries).where(Case.id == case)),
        "grants": [_base64(one.value) for one in _own_grants(session, case, reader, range(start, end), today)],
    }


def item(session: Session, case: str, reader: bytes, sequence: int, item_id: str, today: date) -> bytes:
    """An envelope under the case key, as the entry `sequence` brought it. Raises NotFound."""
    live_grant(session, case, reader, today)
    if not CASE_FORM.fullmatch(item_id):
        raise NotFound
    found = session.scalar(select(Item.value).where(Item.case == case, Item.sequence == sequence, Item.id == item_id))
    if found is None:
        raise NotFound
    return found


def readers(session: Session, case: str, reader: bytes, today: date) -> list[dict[str, Any]]:
    """Who reads the case today, with the keys to seal to. Raises NotFound."""
    live_grant(session, case, reader, today)
    granted = session.scalars(
        select(CaseGrant)
        .join(Case, Case.id == CaseGrant.case)
        .where(IN_USE, Case.id == case)
        .order_by(CaseGrant.sequence)
    )
    last = {one.reader: one.until for one in granted}
    live = {key: until for key, until in last.items() if not is_over(until, today)}
    return [_reader(one, live[one.sign_key]) for one in accounts(session, live)]


def accounts(session: Session, keys: Collection[bytes]) -> list[Member]:
    """Those of `keys`, ascending, who may read cases at all: members whom the current directory names, and advisers.

    Also advisers whose account was closed: a new case key goes to all who stay by the record, which knows no accounts,
    and nobody gets in with a closed one.
    """
    named = committee.sign_keys(session)
    live = or_(Member.state == MemberState.ENROLLED, Member.standing == Standing.ADVISER)
    held = session.scalars(select(Member).where(Member.sign_key.in_(keys), live).order_by(Member.sign_key))
    return [
        one
        for one in held
        if one.standing is Standing.ADVISER or (one.standing is Standing.MEMBER and one.sign_key in named)
    ]


def index(session: Session, member: Member) -> bytes | None:
    """The member's own overview, sealed; None before its browser has stored any."""
    return session.scalar(select(IndexBlob.value).where(IndexBlob.member_id == member.id))


def keep_index(session: Session, member: Member, value: bytes) -> None:
    session.merge(IndexBlob(member_id=member.id, value=value))


def dues(session: Session, which: Select[str]) -> dict[str, list[dict[str, str]]]:
    """What is due in the cases whose ids `which` selects, by case."""
    found: dict[str, list[dict[str, str]]] = {}
    for due in session.scalars(select(CaseDue).where(CaseDue.case.in_(which)).order_by(CaseDue.case, CaseDue.what)):
        found.setdefault(due.case, []).append({"what": due.what, "day": due.day.isoformat()})
    return found


def standing(case: Case, due: list[dict[str, str]]) -> dict[str, Any]:
    """How a case stands, in the clear: the same for who reads it and for the auditor."""
    return {
        "case": case.id,
        "opened": case.opened.isoformat(),
        "state": case.state.value,
        "hold": case.hold,
        "review": case.review,
        "due": due,
        "entries": case.entries,
    }


def _own_grants(session: Session, case: str, reader: bytes, among: range, today: date) -> list[CaseGrant]:
    """The newest first; none that is over."""
    made = (CaseGrant.sequence >= among.start, CaseGrant.sequence < among.stop)
    own = select(CaseGrant).where(CaseGrant.case == case, CaseGrant.reader == reader, *made)
    return [one for one in session.scalars(own.order_by(CaseGrant.sequence.desc())) if not is_over(one.until, today)]


def _listed(case: Case, until: date | None, due: list[dict[str, str]]) -> dict[str, Any]:
    return standing(case, due) | {"last": case.last.hex(), "key": case.key, "until": _day(until)}


def _end_of_page(session: Session, case: str, start: int) -> int:
    """The number after the last entry that a page from `start` on has room for; it has room for one at least."""
    sizes = session.execute(
        select(Entry.sequence, func.length(Entry.document) + func.coalesce(func.length(EntryContent.value), 0))
        .outerjoin(EntryContent, (EntryContent.case == Entry.case) & (EntryContent.sequence == Entry.sequence))
        .where(Entry.case == case, Entry.sequence >= start)
        .order_by(Entry.sequence)
    )
    return _fit(((sequence, size) for sequence, size in sizes), start)


def _fit(sizes: Iterator[tuple[int, int]], start: int) -> int:
    room, end = PAGE, start
    for sequence, size in sizes:
        room -= size
        if room < 0 and sequence > start:
            break
        end = sequence + 1
    return end


def _entry(document: str, content: bytes | None) -> dict[str, Any]:
    return {"document": parse_json(document.encode()), "content": None if content is None else _base64(content)}


def _reader(one: Member, until: date | None) -> dict[str, Any]:
    return {
        "sign": one.sign_key.hex(),
        "x25519": one.x25519.hex(),
        "mlkem": _base64(one.mlkem),
        "role": one.role,
        "login": one.login,
        "standing": one.standing.value,
        "until": _day(until),
    }


def _day(until: date | None) -> str:
    return until.isoformat() if until else ""


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()
