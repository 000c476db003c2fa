"""P13: an auditor reaches the log and the export, and is served no byte of a content, a grant, a filed report or of
what others keep sealed, whatever route is asked.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from crypto.entropy import fresh
from crypto.limits import INDEX_FRAMES, INDEX_OVERHEAD, ITEM, MARKS
from reviewer import access, audit_export
from reviewer.access import ACCESS, Access
from reviewer.audit_rows import CaseFile
from reviewer.case_models import CaseGrant, EntryContent, IndexBlob, Item
from reviewer.models import Marks
from tests.integration.reviewer.committee import Committee, Person
from tests.integration.reviewer.record_line import CANARY, RecordLine
from tests.integration.reviewer.test_audit_routes import as_auditor
from tests.integration.reviewer.test_audit_verify import base64_inside, hexadecimal
from tests.security.reviewer.test_access import ARGUMENTS, routes

ITEM_ID = "1d" * 16
SEALED = (EntryContent, CaseGrant, Item, IndexBlob, Marks)
WINDOW, BEGINNING = 16, 1024  # bytes


@pytest.fixture
def record(founded: Committee) -> RecordLine:
    """Cases of all kinds, one with a filed report, and a member who keeps marks and an overview."""
    made = RecordLine(founded).live()
    with founded.database.write() as session:
        session.add(Item(case=made.stories[0].case.hex(), id=ITEM_ID, sequence=0, value=fresh(ITEM)))
    chair = founded.people[0]
    chair.sign_in()
    assert chair.ask("PUT", "/api/marks", data=fresh(MARKS)).status_code == 204
    kept = chair.ask("PUT", "/api/index", data=fresh(INDEX_FRAMES[0] + INDEX_OVERHEAD))
    assert kept.status_code == 204
    return made


def asked(record: RecordLine, auditor: Person, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int, bytes]]:
    """Every route there is, about the first case: endpoint, status, and all that came."""
    known = {"case": record.stories[0].case.hex(), "item_id": ITEM_ID}
    monkeypatch.setattr("tests.security.reviewer.test_access.ARGUMENTS", ARGUMENTS | known)
    kept = {"sign_in.end", "own.end_other_sessions", "own.end_session"}
    for endpoint, method, path in routes(record.line.app):
        if endpoint not in kept:
            answer = auditor.ask(method, path, json=None if method in ("GET", "DELETE") else {})
            yield endpoint, answer.status_code, str(answer.headers).encode() + answer.data


def sealed(record: RecordLine) -> Iterator[bytes]:
    """Whatever is sealed to somebody, also what was destroyed since."""
    for story in record.stories:
        yield from story.sealed
    with record.line.database.read() as session:
        for table in SEALED:
            yield from session.scalars(select(table.value))


def leaks(record: RecordLine, auditor: Person, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What of its first KiB can be found in all that the auditor is answered, in windows of 16 bytes."""
    heard = b"".join(came for _, _, came in asked(record, auditor, monkeypatch))
    beginnings = [one[:BEGINNING] for one in sealed(record)]
    windows = {one[at : at + WINDOW] for one in beginnings for at in range(0, len(one) - WINDOW + 1, WINDOW)}
    written = (write(one) for one in windows for write in (bytes, hexadecimal, base64_inside))
    return [one for one in (CANARY.encode(), *written) if one in heard]


@pytest.mark.promise("P13")
def test_an_auditor_is_served_no_byte_that_is_sealed_to_anybody(
    record: RecordLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert leaks(record, as_auditor(record), monkeypatch) == []


@pytest.mark.promise("P13")
def test_an_auditor_is_let_through_to_what_is_declared_for_auditors_and_nowhere_else(
    record: RecordLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_to = {Access.OPEN, Access.SIGNED_IN, Access.AUDITOR, Access.RECORD}
    for endpoint, status, _ in asked(record, as_auditor(record), monkeypatch):
        assert (status == 403) == (ACCESS[endpoint] not in open_to) or status == 429, endpoint


@pytest.mark.mutant("P13")
def test_an_export_with_sealed_contents_is_caught(record: RecordLine, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = audit_export._case

    def with_content(file: CaseFile) -> Iterator[dict[str, object]]:
        yield from honest(file)
        with record.line.database.read() as session:
            for value in session.scalars(select(EntryContent.value).where(EntryContent.case == file.case)):
                yield {"content": value.hex()}

    monkeypatch.setattr(audit_export, "_case", with_content)
    assert leaks(record, as_auditor(record), monkeypatch) != []


@pytest.mark.mutant("P13")
def test_a_route_of_cases_that_forgets_the_standing_is_caught(
    record: RecordLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The auditor of this line was a reader before: the grants are there, and only the standing keeps them shut."""
    monkeypatch.setattr(access, "ACCESS", dict(ACCESS) | {"cases.entries": Access.SIGNED_IN})
    assert leaks(record, as_auditor(record), monkeypatch) != []
