"""P6, P13 for certificates: who read a case at its end sees that it is gone, nobody else learns that there was one."""

from dataclasses import dataclass

import pytest

from crypto.approval import Action
from crypto.certificate import Certificate, What, verify_certificate
from crypto.directory import verify_directory
from crypto.document import signed_from
from crypto.entry import State
from reviewer import certificates
from tests.integration.reviewer import certifying
from tests.integration.reviewer.changing import sign_in_all
from tests.integration.reviewer.committee import Committee, Person
from tests.integration.reviewer.ordering import RULES, agree
from tests.integration.reviewer.record_line import RecordLine, Story
from tests.integration.reviewer.test_guests import confirm, guest


@dataclass
class Scene:
    """A case that all read and one that the chair was left out of; both destroyed and certified, and three epochs."""

    line: Committee
    whole: Story
    without_chair: Story

    @property
    def people(self) -> tuple[Person, Person, Person]:
        chair, director, counsel = self.line.people
        return chair, director, counsel


@pytest.fixture
def scene(founded: Committee) -> Scene:
    chair, director, _ = sign_in_all(founded)
    agree(chair, director, rules=RULES)
    record = RecordLine(founded)
    made = Scene(founded, record.open_case(), record.open_case())
    _leave_out_the_chair(made.without_chair, record)
    for story in (made.whole, made.without_chair):
        _destroy(story, record)
    with founded.database.write() as session:
        for story in (made.whole, made.without_chair):
            certifying.store(session, founded, certifying.of_case(session, story))
        certifying.store(session, founded, certifying.of_epochs(session, founded, 20_000, 20_002))
    return made


def _leave_out_the_chair(story: Story, record: RecordLine) -> None:
    chair, director, counsel = record.members
    story.add(director, "asks")
    approved = story.approval(Action.RECUSE, director, counsel, reader=chair.sign_key())
    story.add(director, "renewed", dict.fromkeys((director, counsel)), renew=True, approvals=approved)


def _destroy(story: Story, record: RecordLine) -> None:
    _, director, counsel = record.members
    story.add(director, "asks")
    story.add(director, approvals=story.approval(Action.CLOSE, director, counsel), state=State.CLOSED, due=())
    story.add(counsel, state=State.RETAINED, review="2034-Q1").add(counsel, "asks")
    gone = story.approval(Action.DESTROY, director, counsel)
    story.add(director, approvals=gone, state=State.DESTROYED, review="")


def served(person: Person, path: str = "/api/certificates/0") -> list[Certificate]:
    """As a browser checks them."""
    said = person.get(path).get_json()
    chain = verify_directory(person.get("/api/directory").data, today=None, fingerprint=None).chain
    found = [verify_certificate(signed_from(one), chain) for one in said["certificates"]]
    assert said["total"] == len(found)
    return found


def cases_of(found: list[Certificate]) -> set[bytes]:
    return {one.case for one in found if one.what is What.CASE}


def check_who_sees_what(scene: Scene) -> None:
    chair, director, counsel = scene.people
    for one in (director, counsel):
        assert cases_of(served(one)) == {scene.whole.case, scene.without_chair.case}
    assert cases_of(served(chair)) == {scene.whole.case}
    assert scene.without_chair.case.hex() not in chair.get("/api/certificates/0").get_data(as_text=True)
    for one in scene.people:
        assert [(found.first, found.last) for found in served(one) if found.what is What.EPOCHS] == [(20_000, 20_002)]


@pytest.mark.promise("P6")
def test_who_was_left_out_of_a_case_is_not_told_that_it_was_destroyed(scene: Scene) -> None:
    check_who_sees_what(scene)


@pytest.mark.mutant("P6")
def test_a_server_that_shows_members_all_certificates_is_caught(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = frozenset(one.secret.sign_key() for one in scene.people if one.secret)
    monkeypatch.setattr(certificates.LAST_READERS, "of", lambda *_: everything)
    with pytest.raises(AssertionError):
        check_who_sees_what(scene)


@pytest.mark.promise("P13")
def test_the_auditor_sees_every_order_and_certificate_and_an_adviser_none(scene: Scene) -> None:
    chair, director, _ = scene.people
    auditor = guest(scene.line, chair, "auditors", "External auditor")
    for one in (chair, director):
        assert confirm(one, auditor).status_code == 204
    found = served(auditor, "/api/audit/certificates/0")
    assert cases_of(found) == {scene.whole.case, scene.without_chair.case}
    assert len(found) == 3
    assert auditor.get("/api/audit/orders").get_json()["orders"] == chair.get("/api/orders").get_json()["orders"]
    adviser = guest(scene.line, chair)
    for path in ("/api/orders", "/api/certificates/0", "/api/audit/orders", "/api/audit/certificates/0"):
        assert adviser.get(path).status_code == 403


def test_many_certificates_come_in_pages(scene: Scene) -> None:
    chair, _, _ = scene.people
    with scene.line.database.write() as session:
        for epoch in range(certificates.PAGE):
            certifying.store(session, scene.line, certifying.of_epochs(session, scene.line, epoch, epoch))
    pages = [chair.get(f"/api/certificates/{start}").get_json() for start in (0, certificates.PAGE, 200)]
    assert [len(one["certificates"]) for one in pages] == [certificates.PAGE, 2, 0]
    assert {one["total"] for one in pages} == {certificates.PAGE + 2}
