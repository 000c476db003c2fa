"""The founding ceremony: three people, three browsers, one directory that all of them signed."""

import pytest

from crypto.directory import make_keys_signature, sign_body, verify_directory
from reviewer import enrolment
from tests.integration.reviewer.committee import FOUNDERS, INSTANCE, Committee, Person


def enrol_chair(line: Committee) -> Person:
    """The first member comes by the operator's link."""
    with line.database.write() as session:
        own, one = line.settings, FOUNDERS[0]
        token = enrolment.invite(session, own.wrap_key, one.slot, one.role, one.login, line.time.clock().today())
    chair = line.stranger()
    assert chair.enrol(token.hex(), FOUNDERS[0].passphrase).status_code == 204
    assert chair.sign_in().status_code == 200
    return chair


def invite(chair: Person, index: int) -> str:
    one = FOUNDERS[index]
    answer = chair.post("/api/founding/invitations", {"slot": one.slot, "role": one.role, "login": one.login})
    assert answer.status_code == 200
    token: str = answer.get_json()["link_token"]
    return token


def gather(line: Committee) -> list[Person]:
    """Three enrolled and signed-in members."""
    chair = enrol_chair(line)
    others = []
    for index in (1, 2):
        person = line.stranger()
        person.enrol(invite(chair, index), FOUNDERS[index].passphrase)
        assert person.sign_in().status_code == 200
        others.append(person)
    return [chair, *others]


def give_keys(person: Person) -> int:
    assert person.secret is not None
    own = person.secret
    signature = make_keys_signature(own.sign_seed, INSTANCE, own.slot, 1, own.public().hash)
    return person.post("/api/founding/keys-signature", {"keys_signature": signature.hex()}).status_code


def sign(person: Person, body: str | None = None) -> dict[str, object]:
    assert person.secret is not None
    text = body or person.get("/api/founding").get_json()["draft"]["body"]
    signature = sign_body(person.secret.sign_seed, text).signature
    answer = person.post("/api/founding/signature", {"signature": signature.hex()})
    found: dict[str, object] = answer.get_json()
    return found | {"status": answer.status_code}


def to_draft(line: Committee) -> list[Person]:
    people = gather(line)
    assert [give_keys(person) for person in people] == [204, 204, 204]
    assert people[0].post("/api/founding/draft").status_code == 204
    return people


def test_three_people_found_a_line(empty: Committee) -> None:
    people = to_draft(empty)
    assert [sign(person) for person in people] == [
        {"founded": False, "status": 200},
        {"founded": False, "status": 200},
        {"founded": True, "status": 200},
    ]
    file = people[0].get("/api/directory").data
    directory = verify_directory(file, today=empty.time.clock().today(), fingerprint=None).current
    assert [one.role for one in directory.members] == [one.role for one in FOUNDERS]
    assert directory.intake_key == empty.settings.intake_key
    seen = people[1].get("/api/founding").get_json()
    assert seen["founded"] is True
    assert seen["fingerprint"] == directory.hash.hex()
    assert seen["signed"] == [0, 1, 2]
    assert seen["address"] == "https://line.example"


def test_each_sees_how_far_the_others_are(empty: Committee) -> None:
    chair = enrol_chair(empty)
    invite(chair, 1)
    seen = chair.get("/api/founding").get_json()
    assert [(one["login"], one["state"], one["keys_given"]) for one in seen["members"]] == [
        ("chair", "enrolled", False),
        ("director", "invited", False),
    ]
    assert give_keys(chair) == 204
    assert chair.get("/api/founding").get_json()["members"][0]["keys_given"] is True


def test_there_is_no_draft_while_somebody_is_missing(empty: Committee) -> None:
    people = gather(empty)
    assert people[0].post("/api/founding/draft").get_json() == {"error": "not_ready"}
    for person in people:
        give_keys(person)
    extra = people[0].post("/api/founding/invitations", {"slot": 7, "role": "Alternate", "login": "alternate"})
    assert extra.status_code == 200
    assert people[0].post("/api/founding/draft").status_code == 409
    assert people[1].ask("DELETE", "/api/founding/invitations/7").status_code == 204
    assert people[0].post("/api/founding/draft").status_code == 204


def test_two_are_too_few(empty: Committee) -> None:
    chair, other = enrol_chair(empty), empty.stranger()
    other.enrol(invite(chair, 1), FOUNDERS[1].passphrase)
    other.sign_in()
    give_keys(chair)
    give_keys(other)
    assert chair.post("/api/founding/draft").get_json() == {"error": "not_ready"}


def test_nobody_joins_while_a_draft_stands(empty: Committee) -> None:
    people = to_draft(empty)
    late = people[0].post("/api/founding/invitations", {"slot": 7, "role": "Late", "login": "late"})
    assert late.get_json() == {"error": "draft_exists"}


def test_starting_over_keeps_people_and_drops_signatures(empty: Committee) -> None:
    people = to_draft(empty)
    sign(people[0])
    assert people[1].ask("DELETE", "/api/founding/draft").status_code == 204
    seen = people[0].get("/api/founding").get_json()
    assert (seen["draft"], seen["signed"]) == (None, [])
    assert all(one["keys_given"] for one in seen["members"])
    assert people[2].post("/api/founding/draft").status_code == 204
    assert [sign(person)["founded"] for person in people] == [False, False, True]


def test_a_signature_of_another_text_does_not_count(empty: Committee) -> None:
    people = to_draft(empty)
    body = people[0].get("/api/founding").get_json()["draft"]["body"]
    assert sign(people[0], body.replace("Chair", "Chief")) == {"error": "malformed", "status": 400}
    assert people[0].get("/api/founding").get_json()["signed"] == []


def test_a_keys_signature_by_somebody_else_is_refused(empty: Committee) -> None:
    people = gather(empty)
    chair, director = people[0].secret, people[1].secret
    assert chair is not None
    assert director is not None
    forged = make_keys_signature(director.sign_seed, INSTANCE, 0, 1, chair.public().hash)
    assert people[0].post("/api/founding/keys-signature", {"keys_signature": forged.hex()}).status_code == 400


def test_signing_twice_counts_once(empty: Committee) -> None:
    people = to_draft(empty)
    assert [sign(people[0])["founded"] for _ in range(3)] == [False, False, False]


def test_a_draft_that_was_left_lying_for_four_months_is_not_founded(empty: Committee) -> None:
    people = to_draft(empty)
    body = people[0].get("/api/founding").get_json()["draft"]["body"]
    sign(people[0])
    sign(people[1])
    empty.time.pass_by(days=121)
    people[2].sign_in()
    assert sign(people[2], body) == {"error": "expired", "status": 409}
    assert people[2].get("/api/directory").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/founding/invitations", {"slot": 7, "role": "Late", "login": "late"}),
        ("DELETE", "/api/founding/invitations/7", None),
        ("POST", "/api/founding/draft", {}),
        ("DELETE", "/api/founding/draft", None),
        ("POST", "/api/founding/signature", {"signature": "00" * 64}),
        ("POST", "/api/founding/keys-signature", {"keys_signature": "00" * 64}),
    ],
)
def test_what_is_founded_stays(founded: Committee, method: str, path: str, body: dict[str, object] | None) -> None:
    chair = founded.people[0]
    chair.sign_in()
    answer = chair.ask(method, path, json=body)
    assert (answer.status_code, answer.get_json()) == (409, {"error": "founded"})
