"""What members read and write beside reports: marks, scans, replies, imports."""

import pytest
from sqlalchemy import select

from crypto.limits import ENTRY, ENVELOPE, MARKS
from crypto.sealing import filler
from reviewer.models import Batch, BatchState, MemberScan, Outbox, OutboxKind
from tests.integration.reviewer.committee import INSTANCE, Committee, Person


@pytest.fixture
def people(founded: Committee) -> tuple[Person, ...]:
    for person in founded.people:
        assert person.sign_in().status_code == 200
    return founded.people


def store(line: Committee, epoch: int, values: list[bytes]) -> None:
    with line.database.write() as session:
        envelopes = sum(map(len, values)) // ENVELOPE
        session.add(BatchState(epoch=epoch, sha256=bytes(32), envelopes=envelopes))
        session.flush()
        session.add_all(Batch(epoch=epoch, number=number, value=value) for number, value in enumerate(values))


def test_batches_are_listed_and_served_value_by_value(founded: Committee, people: tuple[Person, ...]) -> None:
    values = [bytes([1]) * ENVELOPE * 20, bytes([2]) * ENVELOPE * 12]
    store(founded, 7, values)
    listed = people[0].get("/api/batches").get_json()
    assert listed == {"batches": [{"epoch": 7, "envelopes": 32, "sha256": "00" * 32}]}
    for number, value in enumerate(values):
        answer = people[0].get(f"/api/batches/7/{number}")
        assert answer.data == value
        assert answer.content_type == "application/octet-stream"
        assert answer.content_length == len(value)
    for path in ("7/2", "7/8", "8/0", "7", f"{2**64}/0"):
        assert people[0].get(f"/api/batches/{path}").status_code == 404


def test_marks_come_back_as_they_were_stored_to_their_owner_alone(people: tuple[Person, ...]) -> None:
    chair, director = people[:2]
    assert chair.get("/api/marks").status_code == 204
    assert chair.ask("PUT", "/api/marks", data=b"m" * MARKS).status_code == 204
    assert chair.get("/api/marks").data == b"m" * MARKS
    assert director.get("/api/marks").status_code == 204


@pytest.mark.parametrize("length", [0, 1, MARKS - 1, MARKS + 1])
def test_marks_of_another_length_are_refused(people: tuple[Person, ...], length: int) -> None:
    assert people[0].ask("PUT", "/api/marks", data=b"m" * length).status_code in (400, 411, 413)


def test_a_scan_mark_goes_forward_only_and_for_epochs_that_are_there(
    founded: Committee, people: tuple[Person, ...]
) -> None:
    chair = people[0]
    for epoch in (7, 8):
        store(founded, epoch, [bytes(32 * ENVELOPE)])
    assert [chair.ask("PUT", "/api/scan", json={"epoch": epoch}).status_code for epoch in (8, 7, 9)] == [204, 204, 404]
    assert chair.get("/api/session").get_json()["scanned"] == 8
    assert people[1].get("/api/session").get_json()["scanned"] is None
    with founded.database.read() as session:
        assert [one.epoch for one in session.scalars(select(MemberScan))] == [8]


def test_the_parts_of_a_reply_wait_in_their_order(founded: Committee, people: tuple[Person, ...]) -> None:
    parts = [bytes([number]) * ENTRY for number in (9, 3, 5)]
    assert people[0].ask("POST", "/api/replies", data=b"".join(parts)).status_code == 204
    with founded.database.read() as session:
        assert [one.value for one in session.scalars(select(Outbox).order_by(Outbox.id))] == parts


@pytest.mark.parametrize("length", [0, ENTRY - 1, ENTRY + 1, 17 * ENTRY])
def test_a_reply_of_another_length_is_refused(people: tuple[Person, ...], length: int) -> None:
    assert people[0].ask("POST", "/api/replies", data=bytes(length)).status_code in (400, 411, 413)


def test_a_sealed_file_waits_once_however_often_it_is_handed_in(founded: Committee, people: tuple[Person, ...]) -> None:
    envelope = filler(INSTANCE)
    sent = [people[0].ask("POST", "/api/imports", data=envelope) for _ in range(3)]
    assert [one.status_code for one in sent] == [204] * 3
    with founded.database.read() as session:
        assert [(one.kind, one.value) for one in session.scalars(select(Outbox))] == [(OutboxKind.IMPORT, envelope)]


@pytest.mark.parametrize("broken", [b"", b"x" * ENVELOPE, filler(bytes(16)), filler(INSTANCE)[:-1]])
def test_what_is_no_sealed_file_of_this_line_is_refused(people: tuple[Person, ...], broken: bytes) -> None:
    assert people[0].ask("POST", "/api/imports", data=broken).status_code in (400, 411)


def test_there_is_no_board_before_the_courier_made_one(people: tuple[Person, ...]) -> None:
    assert people[0].get("/api/board").status_code == 404
