"""Advisers and the auditor: who invites them, who is told, how they go."""

import re
from datetime import date

from werkzeug.test import TestResponse

from crypto.confirmation import Confirmation, confirmation_body, sign_confirmation
from tests.integration.reviewer.changing import change, newcomer, sign_in_all
from tests.integration.reviewer.committee import INSTANCE, Committee, Person
from tests.integration.reviewer.treating import file_case, key_of, secret_of

PASSPHRASE = "silver basket quickly opening"


def guest(line: Committee, inviter: Person, kind: str = "advisers", role: str = "Outside counsel") -> Person:
    """Enrolled and signed in."""
    answer = inviter.post(f"/api/{kind}/invitations", {"role": role})
    assert answer.status_code == 200
    person = line.stranger()
    assert person.enrol(answer.get_json()["link_token"], PASSPHRASE).status_code == 204
    assert person.sign_in().status_code == 200
    return person


def confirmation(member: Person, auditor: Person, days: int = 0) -> str:
    """The body, of today or of `days` later."""
    day = date.fromordinal(member.time.clock().today().toordinal() + days)
    return confirmation_body(Confirmation(INSTANCE, secret_of(auditor).sign_key(), day))


def confirm(member: Person, auditor: Person, body: str | None = None) -> TestResponse:
    """A member signs that the words of this auditor's keys were compared; or signs `body`."""
    text = confirmation(member, auditor) if body is None else body
    signature = sign_confirmation(secret_of(member).sign_seed, text).signature.hex()
    return member.post(f"/api/auditors/{auditor.login}/confirmation", {"body": text, "signature": signature})


def test_an_adviser_is_shown_to_who_invited_it(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    adviser = guest(founded, chair)
    assert re.fullmatch(r"adviser-[0-9]{6}", adviser.login)
    [found] = chair.get("/api/advisers").get_json()["advisers"]
    assert adviser.secret is not None
    assert (found["login"], found["role"], found["state"]) == (adviser.login, "Outside counsel", "enrolled")
    assert found["keys"]["sign"] == adviser.secret.sign_key().hex()
    assert found["keys"]["x25519"] == adviser.secret.public().x25519.hex()


def test_an_adviser_is_shown_to_nobody_else(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    adviser = guest(founded, chair)
    assert director.get("/api/advisers").get_json() == {"advisers": []}
    assert director.ask("DELETE", f"/api/advisers/{adviser.login}").status_code == 404
    assert adviser.get("/api/session").status_code == 200


def test_an_adviser_gets_the_list_and_the_own_account_and_nothing_of_the_committee(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    adviser = guest(founded, chair)
    assert adviser.get("/api/directory").status_code == 200
    assert adviser.get("/api/session").get_json()["member"]["slot"] is None
    for path in ("/api/batches", "/api/board", "/api/founding", "/api/changes", "/api/advisers", "/api/auditors"):
        assert adviser.get(path).status_code == 403, path


def test_who_invited_closes_the_account(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    adviser = guest(founded, chair)
    assert chair.ask("DELETE", f"/api/advisers/{adviser.login}").status_code == 204
    assert adviser.get("/api/directory").status_code == 401
    assert adviser.sign_in().status_code in (401, 403)
    [found] = chair.get("/api/advisers").get_json()["advisers"]
    assert found["state"] == "closed"
    assert chair.ask("DELETE", f"/api/advisers/{adviser.login}").status_code == 404


def test_a_case_gets_new_keys_also_when_its_advisers_accounts_were_closed(founded: Committee) -> None:
    """They are readers by the record until they are taken out of it: a new key goes to them, to nobody’s use."""
    chair, director, counsel = sign_in_all(founded)
    matter = file_case(chair, founded, (chair, director, counsel))
    until = date.fromordinal(matter.today.toordinal() + 30).isoformat()
    advisers = [guest(founded, chair), guest(founded, chair)]
    for adviser in advisers:
        keys = secret_of(adviser).public()
        matter.people[secret_of(adviser).sign_key()] = keys
        matter.say(chair, "key_verified", person=key_of(adviser), keys=keys.hash.hex())
        matter.say(chair, "grant_made", reader=key_of(adviser), until=until)
        assert adviser.get(f"{matter.path}/readers").status_code == 200
        assert chair.ask("DELETE", f"/api/advisers/{adviser.login}").status_code == 204
        assert adviser.get(f"{matter.path}/readers").status_code == 401
    shown = {one["sign"] for one in director.get(f"{matter.path}/readers").get_json()["readers"]}
    assert {key_of(one) for one in advisers} < shown
    matter.say(director, "renewal")
    matter.say(director, "grant_taken", reader=key_of(advisers[0]))
    assert key_of(advisers[0]) not in {
        one["sign"] for one in director.get(f"{matter.path}/readers").get_json()["readers"]
    }


def test_an_unused_link_is_taken_back(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    made = chair.post("/api/advisers/invitations", {"role": "Investigator"}).get_json()
    assert chair.get("/api/advisers").get_json()["advisers"][0]["state"] == "invited"
    assert chair.ask("DELETE", f"/api/advisers/{made['login']}").status_code == 204
    assert founded.stranger().post("/api/enrolment/open", {"token": made["link_token"]}).status_code == 404
    assert chair.get("/api/advisers").get_json() == {"advisers": []}


def test_no_member_is_named_as_an_adviser_would_be(founded: Committee) -> None:
    """`taken` would tell that somebody invited one."""
    chair, director, _ = sign_in_all(founded)
    adviser = guest(founded, chair)
    asked = {"slot": 3, "role": "Alternate", "login": adviser.login}
    free = {**asked, "login": "adviser-none"}
    answers = [director.post("/api/changes/invitations", one) for one in (asked, free)]
    assert [one.data for one in answers] == [b'{"error":"malformed"}'] * 2


def test_all_members_see_the_auditor(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    auditor = guest(founded, chair, "auditors", "External auditor")
    seen = [one.get("/api/auditors").get_json() for one in (chair, director, counsel)]
    assert seen[0]["auditors"][0]["login"] == auditor.login
    assert seen == [seen[0]] * 3
    assert auditor.get("/api/directory").status_code == 200
    assert auditor.get("/api/auditors").status_code == 403
    assert counsel.ask("DELETE", f"/api/auditors/{auditor.login}").status_code == 204
    assert auditor.get("/api/directory").status_code == 401


def test_two_members_let_an_auditor_in_and_all_see_who(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    auditor = guest(founded, chair, "auditors", "External auditor")
    assert auditor.get("/api/audit/log").get_json() == {"error": "not_confirmed"}
    assert [confirm(one, auditor).status_code for one in (chair, counsel)] == [204, 204]
    assert auditor.get("/api/audit/log").status_code == 200
    [shown] = director.get("/api/auditors").get_json()["auditors"]
    signers = [one["signatures"][0]["key"] for one in shown["confirmations"]]
    assert signers == [secret_of(one).sign_key().hex() for one in (chair, counsel)]


def test_what_is_no_confirmation_is_not_kept(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    one, other = (guest(founded, chair, "auditors", "External auditor") for _ in range(2))
    wrong = [confirmation(chair, other), confirmation(chair, one, -1), confirmation(chair, one, 1), "{}"]
    assert [confirm(chair, one, body).status_code for body in wrong] == [400] * 4
    body = confirmation(director, one)
    stolen = {"body": body, "signature": sign_confirmation(secret_of(chair).sign_seed, body).signature.hex()}
    assert director.post(f"/api/auditors/{one.login}/confirmation", stolen).status_code == 400
    assert confirm(chair, guest(founded, chair)).status_code == 404
    assert [found["confirmations"] for found in chair.get("/api/auditors").get_json()["auditors"]] == [[], []]


def test_a_confirmation_stays_when_its_author_leaves(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    auditor = guest(founded, chair, "auditors", "External auditor")
    assert [confirm(one, auditor).status_code for one in (director, counsel)] == [204, 204]
    newcomer(founded, chair)
    change((chair, director), admit=[3])
    change((chair, director, counsel), retire=[2])
    assert auditor.get("/api/audit/log").status_code == 200


def test_any_member_closes_the_adviser_of_somebody_who_left(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    adviser = guest(founded, counsel)
    assert director.ask("DELETE", f"/api/advisers/{adviser.login}").status_code == 404
    newcomer(founded, chair)
    change((chair, director), admit=[3])
    change((chair, director, counsel), retire=[2])
    [found] = director.get("/api/advisers").get_json()["advisers"]
    assert found["login"] == adviser.login
    assert director.ask("DELETE", f"/api/advisers/{adviser.login}").status_code == 204
    assert adviser.get("/api/directory").status_code == 401


def test_with_new_keys_a_member_has_the_own_advisers_still_and_nobody_else_is_told(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    adviser = guest(founded, chair)
    again = newcomer(founded, director, slot=0, login="chair2")
    change((director, counsel), admit=[0])
    assert director.get("/api/advisers").get_json() == {"advisers": []}
    assert [one["login"] for one in again.get("/api/advisers").get_json()["advisers"]] == [adviser.login]


def test_a_role_is_needed(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    assert chair.post("/api/advisers/invitations", {"role": " "}).get_json() == {"error": "malformed"}
