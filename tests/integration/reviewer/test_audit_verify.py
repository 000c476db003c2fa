"""P10: whatever is done to the record in the database or in an export, `audit verify` names it, and the right entry."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import pytest
from nacl.signing import VerifyKey
from sqlalchemy import Connection, select, text
from sqlalchemy.orm import Session

import crypto.record
from crypto import signatures
from reviewer import audit_cases
from reviewer.audit import NOTHING, Kept, Now, verify
from reviewer.audit_certificates import CertificateCheck
from reviewer.audit_commands import head_of
from reviewer.audit_database import DatabaseRows
from reviewer.audit_export import lines
from reviewer.audit_file import FileRows
from reviewer.audit_findings import Report, What
from reviewer.audit_kept import read_kept
from reviewer.audit_orders import OrderCheck
from reviewer.audit_tree import AuditTree
from reviewer.case_models import StoredCheckpoint
from tests.integration.reviewer.committee import Founding, Reviewers
from tests.integration.reviewer.record_line import CANARY, RecordLine
from tests.integration.reviewer.tampering import Tamperer, Tampering, table
from tests.integration.reviewer.tampering_lines import Lines
from tests.integration.reviewer.tampering_orders import OrderTamperer

SOME = 60


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same few signatures are met a thousand times: each that is good is worked out once."""
    monkeypatch.setattr(signatures, "VerifyKey", Remembering)


@dataclass(frozen=True)
class Remembering:
    key: bytes

    def verify(self, message: bytes, signature: bytes) -> None:
        _verified(self.key, message, signature)


@cache
def _verified(key: bytes, message: bytes, signature: bytes) -> None:
    """What raises is not remembered."""
    VerifyKey(key).verify(message, signature)


@pytest.fixture(scope="module")
def record(founding: Founding, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordLine]:
    """One record for all of them; each leaves it as it was."""
    reviewers = Reviewers(founding)
    made = RecordLine(reviewers.copy(tmp_path_factory.mktemp("record"))).live()
    yield made
    reviewers.end()


@contextmanager
def raw(record: RecordLine) -> Iterator[Connection]:
    """As one who owns the database: no trigger, no reference, no check; what is done is undone at the end."""
    with record.line.database.engine.connect() as connection:
        if record.line.database.on_postgres:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
            connection.rollback()
            return
        driver = connection.connection.driver_connection
        assert driver is not None
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            driver.execute(f"PRAGMA {pragma}")
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
        connection.rollback()
        for pragma in ("foreign_keys = ON", "ignore_check_constraints = OFF"):
            driver.execute(f"PRAGMA {pragma}")


def audited(record: RecordLine, connection: Connection, kept: Kept = NOTHING) -> Report:
    now = Now(record.line.time.clock().today(), record.epoch)
    with Session(connection) as session:
        return verify(DatabaseRows(session, head_of(record.line.settings), sealed=True), now=now, kept=kept)


def exported(record: RecordLine) -> bytes:
    with record.line.database.read() as session:
        return b"".join(lines(DatabaseRows(session, head_of(record.line.settings), sealed=False)))


def missed(record: RecordLine, tamperings: list[Tampering]) -> list[str]:
    """What was done and not named, or blamed on others."""
    found = []
    with raw(record) as connection:
        for one in tamperings:
            with connection.begin_nested() as point:
                one.act(connection)
                report = audited(record, connection)
                point.rollback()
            found += [f"{one.name}: {what}" for what in one.missed(report)]
    return found


def tamperings(record: RecordLine) -> Iterator[Tampering]:
    """Of cases, of the tree, of orders and certificates."""
    tamperer = Tamperer(record, Random(10))
    yield from tamperer.all()
    yield from OrderTamperer(tamperer).all()


def ways(record: RecordLine) -> list[Tampering]:
    """All of them on SQLite; on PostgreSQL, where each takes longer, some."""
    found = list(tamperings(record))
    return Random(10).sample(found, SOME) if record.line.database.on_postgres else found


def unnamed_lines(record: RecordLine, count: int) -> list[str]:
    """Of so many alterations of the export, those that nothing names."""
    lines_ = Lines(exported(record).splitlines(keepends=True), Random(10))
    tried = Random(11).sample(list(lines_.all()), count)
    return [one.name for one in tried if not one.is_named(verify(FileRows(io.BytesIO(one.file)), now=None))]


def test_a_record_that_nobody_touched_is_good(record: RecordLine) -> None:
    with raw(record) as connection:
        found = audited(record, connection)
    assert found.findings == []
    assert (found.cases, found.entries, found.leaves, found.checkpoints, found.outside) == (5, 21, 448, 7, 3)
    assert (found.orders, found.certificates) == (5, 2)
    assert verify(FileRows(io.BytesIO(exported(record))), now=None).to_json() == found.to_json()


@pytest.mark.promise("P10")
def test_a_thousand_ways_to_alter_the_database_are_all_named(record: RecordLine) -> None:
    tried = ways(record)
    assert len(tried) >= (SOME if record.line.database.on_postgres else 1000)
    assert missed(record, tried) == []


@pytest.mark.promise("P10")
def test_every_way_to_alter_an_export_is_named(record: RecordLine) -> None:
    assert unnamed_lines(record, SOME if record.line.database.on_postgres else 300) == []


@pytest.mark.mutant("P10")
@pytest.mark.parametrize(
    ("where", "name", "broken", "kind"),
    [
        (audit_cases, "_follows", lambda *_: True, "written anew"),
        (AuditTree, "unexplained", lambda _: iter(()), "the table too"),
        (AuditTree, "covers", lambda *_: False, "dated back"),
        (audit_cases, "check_tables", lambda *_: iter(()), "content of"),
        (AuditTree, "check_roots", lambda _: iter(()), "another root, well signed"),
        (OrderCheck, "findings", lambda *_: iter(()), "order 1"),
        (OrderCheck, "destroyed_in_spite", lambda *_: iter(()), "the release cut off"),
        (CertificateCheck, "_about_case", lambda *_: iter(()), "a certificate with"),
        (CertificateCheck, "_is_signed", lambda *_: True, "a certificate by nobody"),
    ],
)
def test_an_audit_without_links_or_tree_or_tables_misses_what_these_are_for(
    record: RecordLine, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, broken: Any, kind: str
) -> None:
    if name == "_follows":
        monkeypatch.setattr(crypto.record, "_check_place", lambda *_: None)  # the chain without the previous hash
    monkeypatch.setattr(where, name, broken)
    assert missed(record, [one for one in tamperings(record) if kind in one.name])


@pytest.mark.promise("P10")
def test_who_kept_an_older_export_is_told_which_entries_were_cut_off_since(record: RecordLine) -> None:
    kept = read_kept(io.BytesIO(exported(record)))
    tamperer = Tamperer(record, Random(12))
    case = record.stories[0].case.hex()
    with raw(record) as connection:
        assert audited(record, connection, kept).findings == []
        tamperer.cut(case, 5)(connection)
        found = audited(record, connection, kept)
    named = {one.sequence for one in found.findings if one.case == case and one.what is What.MISSING}
    assert named == {*range(5, len(record.stories[0].documents))}


@pytest.mark.promise("P10")
def test_who_kept_an_older_export_is_told_which_orders_and_certificates_are_gone(record: RecordLine) -> None:
    kept = read_kept(io.BytesIO(exported(record)))
    gone = Kept(orders=kept.orders, certificates=kept.certificates)
    with raw(record) as connection:
        for name in ("standing_order", "certificate"):
            connection.execute(table(name).delete())
        found = audited(record, connection, gone).findings
    assert [one.order for one in found if one.what is What.ORDER_MISSING] == [*range(5)]
    missing = {one.certificate for one in found if one.what is What.CERTIFICATE_MISSING}
    assert missing == {one.hex() for one in kept.certificates}
    assert len(missing) == 2


@pytest.mark.promise("P10")
def test_a_record_set_back_to_an_earlier_night_is_named_by_whoever_kept_a_checkpoint(record: RecordLine) -> None:
    with record.line.database.read() as session:
        note = session.scalars(select(StoredCheckpoint.note).order_by(StoredCheckpoint.epoch.desc())).first()
    assert note is not None
    with raw(record) as connection:
        kept = read_kept(io.BytesIO(note.encode()))
        assert audited(record, connection, kept).findings == []
        set_back(record, connection, 384)
        alone, found = audited(record, connection), audited(record, connection, kept)
    assert alone.findings == []
    assert [one.what for one in found.findings] == [What.KEPT]


def set_back(record: RecordLine, connection: Connection, size: int) -> None:
    """To the night in which the tree had `size` leaves: what came after is gone from every table."""
    tamperer = Tamperer(record, Random(12))
    kept = {value for value, number in tamperer.leaves.items() if number < size}
    for case in tamperer.stories:
        left = sum(one["hash"] in kept for one in tamperer.entries if one["case"] == case)
        tamperer.cut(case, left)(connection)
    for column in (table("filler").c.number, table("leaf").c.number):
        connection.execute(column.table.delete().where(column >= size))
    for name in ("standing_order", "certificate"):
        rows = table(name)
        connection.execute(rows.delete().where(rows.c.hash.not_in(kept)))
    notes = table("checkpoint")
    connection.execute(notes.delete().where(notes.c.size > size))


@pytest.mark.promise("P10")
def test_no_checkpoint_for_more_than_two_nights_is_named(record: RecordLine) -> None:
    with raw(record) as connection, Session(connection) as session:
        for nights in (2, 3):
            rows = DatabaseRows(session, head_of(record.line.settings), sealed=True)
            found = verify(rows, now=Now(record.line.time.clock().today(), record.epoch + nights))
            assert [one.what for one in found.findings] == [What.STALE] * (nights - 2)


@pytest.mark.promise("P13")
def test_the_export_holds_no_byte_of_a_content_or_of_a_sealed_one(record: RecordLine) -> None:
    assert leaks(record, exported(record)) == []


@pytest.mark.mutant("P13")
def test_an_export_with_contents_is_caught(record: RecordLine) -> None:
    sealed = record.stories[0].sealed[3]
    for written in (sealed, sealed.hex().encode(), base64.b64encode(sealed), CANARY.encode()):
        assert leaks(record, exported(record) + written) != []


def leaks(record: RecordLine, file: bytes) -> list[bytes]:
    """What can be found in the file of contents, in the clear or sealed, in windows of 16 bytes, however written."""
    windows = {one[at : at + 16] for story in record.stories for one in story.sealed for at in range(0, len(one), 16)}
    written = [write(one) for one in windows if len(one) == 16 for write in (bytes, hexadecimal, base64_inside)]
    return [one for one in (CANARY.encode(), *written) if one in file]


def hexadecimal(octets: bytes) -> bytes:
    return octets.hex().encode()


def base64_inside(octets: bytes) -> bytes:
    """The part of its base64 that is the same in a longer text, where it begins at a multiple of three bytes."""
    return base64.b64encode(octets[:15])
