"""What the auditor's routes say, to whom, and that no content comes with it; proofs that readers can check."""

import io
from datetime import timedelta

import pytest

from crypto import tree
from crypto.checkpoint import check_next, verify_checkpoint
from crypto.confirmation import Confirmation, confirmation_body, sign_confirmation
from crypto.derivation import sha256
from crypto.signatures import public_key
from reviewer.access import ACCESS, Access
from reviewer.audit import verify
from reviewer.audit_file import FileRows
from reviewer.audit_log import checkpoints
from reviewer.models import AuditorConfirmation, Member, Standing
from tests.integration.reviewer.committee import INSTANCE, Committee, Person
from tests.integration.reviewer.record_line import CANARY, RecordLine
from tests.integration.reviewer.treating import secret_of

AUDIT = ("/api/audit/log", "/api/audit/checkpoints", "/api/audit/export")


@pytest.fixture
def record(founded: Committee) -> RecordLine:
    return RecordLine(founded).live()


def as_auditor(record: RecordLine) -> Person:
    """Counsel's account with the standing of an auditor, confirmed by the two others."""
    person = record.line.people[2]
    with record.line.database.write() as session:
        found = session.query(Member).filter(Member.login == person.login).one()
        found.standing, found.slot = Standing.AUDITOR, None
        body = confirmation_body(Confirmation(INSTANCE, found.sign_key, record.line.time.clock().today()))
        for one in record.line.people[:2]:
            secret = secret_of(one)
            given = sign_confirmation(secret.sign_seed, body)
            kept = {"auditor_id": found.id, "slot": secret.slot, "key": given.key, "signature": given.signature}
            session.add(AuditorConfirmation(body=body, **kept))
    person.sign_in()
    return person


@pytest.mark.promise("P13")
def test_the_auditor_gets_the_log_and_an_export_that_verifies_and_no_content(record: RecordLine) -> None:
    auditor = as_auditor(record)
    answers = [auditor.get(path) for path in AUDIT]
    assert [one.status_code for one in answers] == [200] * 3
    assert verify(FileRows(io.BytesIO(answers[2].data)), now=None).findings == []
    windows = {CANARY.encode()} | {one[:16] for story in record.stories for one in story.sealed}
    assert not [one for one in windows for answer in answers if one in answer.data or one.hex().encode() in answer.data]


@pytest.mark.promise("P13")
def test_a_member_reaches_no_route_of_the_auditor(record: RecordLine) -> None:
    member = record.line.people[0]
    member.sign_in()
    assert [member.get(path).status_code for path in AUDIT] == [403] * 3
    assert {ACCESS[f"audit.{name}"] for name in ("log", "checkpoints", "export")} == {Access.AUDITOR}


def test_the_log_says_when_a_case_was_closed_and_how_long_it_was_open(record: RecordLine) -> None:
    found = {one["case"]: one for one in as_auditor(record).get(AUDIT[0]).get_json()["cases"]}
    opened, ended = record.stories[0], record.stories[1]
    assert len(found) == 5
    assert (found[opened.case.hex()]["closed"], found[opened.case.hex()]["entries"]) == ("", 9)
    shown = found[ended.case.hex()]
    assert (shown["state"], shown["days"]) == ("destroyed", 2)
    assert shown["closed"] == str(record.line.time.clock().today() - timedelta(5))


def test_proofs_lead_from_any_earlier_checkpoint_and_from_an_entry_to_the_newest(record: RecordLine) -> None:
    member, settings = record.line.people[1], record.line.settings
    member.sign_in()
    key = public_key(settings.board_seed)
    newest = verify_checkpoint(member.get("/api/checkpoint").get_json()["note"].encode(), key, settings.instance)
    with record.line.database.read() as session:
        notes = [one["note"].encode() for one in checkpoints(session)]
    for note in notes:
        pinned = verify_checkpoint(note, key, settings.instance)
        answer = member.get(f"/api/checkpoint/{pinned.size}").get_json()
        check_next(pinned, newest, [bytes.fromhex(one) for one in answer["proof"]])
    story = record.stories[0]
    shown = member.get(f"/api/cases/{story.case.hex()}/inclusion/0").get_json()
    proof = [bytes.fromhex(one) for one in shown["proof"]]
    data = sha256(story.documents[0].message)
    tree.verify_inclusion(data, shown["number"], shown["size"], proof, newest.root)
    for path in (f"inclusion/{len(story.documents) - 1}", "inclusion/99"):
        assert member.get(f"/api/cases/{story.case.hex()}/{path}").status_code == 404
    assert member.get("/api/checkpoint/100").status_code == 404


@pytest.mark.promise("P6")
def test_who_left_a_case_gets_no_proof_about_it(record: RecordLine) -> None:
    chair = record.line.people[0]
    chair.sign_in()
    assert chair.get(f"/api/cases/{record.stories[2].case.hex()}/inclusion/0").status_code == 404
