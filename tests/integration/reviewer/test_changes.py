"""Who is on the committee changes by a quorum of those who are on it, and by nobody else."""

from typing import Any

import pytest
from sqlalchemy import select

from reviewer.models import Member, MemberState
from reviewer.pepper import Peppers
from tests.integration.reviewer.changing import (
    change,
    directory,
    give_keys,
    newcomer,
    proposal,
    propose,
    sign,
    sign_in_all,
    slots_in,
)
from tests.integration.reviewer.committee import FOUNDERS, Committee
from tests.integration.reviewer.fake_intake import FakeIntake
from tests.integration.reviewer.test_founding import enrol_chair


def test_a_newcomer_is_admitted_by_two_of_three(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    alternate = newcomer(founded, chair)
    assert alternate.get("/api/batches").status_code == 403
    change((chair, director), admit=[3])
    assert alternate.get("/api/batches").status_code == 200
    found = directory(alternate)
    assert [(one.slot, one.role) for one in found.current.members][3:] == [(3, "Alternate")]
    assert found.current.quorum == 3
    assert found.chain[1].previous == found.chain[0].hash


def test_one_signature_of_three_changes_nothing(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    newcomer(founded, chair)
    propose(chair, admit=[3])
    assert [sign(chair).get_json() for _ in range(2)] == [{"in_force": False}] * 2
    assert directory(director).current.version == 1
    assert proposal(director)["signed"] == [0]


def test_a_newcomer_s_own_signature_does_not_count(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    alternate = newcomer(founded, chair)
    propose(chair, admit=[3])
    sign(chair)
    assert sign(alternate).status_code == 403
    assert directory(chair).current.version == 1


def test_who_is_retired_is_signed_out_and_reaches_nothing(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    newcomer(founded, chair)
    change((chair, director), admit=[3])
    change((chair, director, counsel), retire=[2])
    assert counsel.get("/api/directory").status_code == 401
    assert counsel.sign_in().status_code in (401, 403)
    assert [one.slot for one in directory(chair).current.members] == [0, 1, 3]
    with founded.database.read() as session:
        account = session.scalars(select(Member).where(Member.login == "counsel")).one()
        assert account.state is MemberState.RETIRED
    with pytest.raises(OSError, match=account.id):
        Peppers(founded.settings.pepper_dir).get(account.id)


def test_fewer_than_three_are_never_left(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    answer = propose(chair, retire=[2])
    assert (answer.status_code, answer.get_json()) == (409, {"error": "too_few"})


def test_lost_keys_are_replaced_in_the_same_slot(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    again = newcomer(founded, director, slot=0, login="chair2")
    change((director, counsel), admit=[0])
    assert chair.get("/api/directory").status_code == 401
    assert again.secret is not None
    member = directory(again).current.member(0)
    assert member is not None
    assert (member.sign, member.since) == (again.secret.sign_key(), 2)
    assert again.get("/api/batches").status_code == 200


def test_a_slot_that_somebody_had_is_for_nobody_else(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    newcomer(founded, chair)
    change((chair, director), admit=[3])
    change((chair, director, counsel), retire=[2])
    asked = {"slot": 2, "role": "New counsel", "login": "counsel2"}
    assert chair.post("/api/changes/invitations", asked).get_json() == {"error": "slot_used"}
    assert chair.get("/api/changes").get_json()["free"] == [4, 5, 6, 7]


def test_the_term_is_renewed_and_roles_are_changed(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    founded.time.pass_by(days=100)
    sign_in_all(founded)
    change((chair, director), roles=[{"slot": 1, "role": "Financial expert"}])
    current = directory(chair).current
    assert current.not_after > directory(chair).chain[0].not_after
    assert [one.role for one in current.members] == [FOUNDERS[0].role, "Financial expert", FOUNDERS[2].role]
    assert director.get("/api/session").get_json()["member"]["role"] == "Financial expert"


def test_a_renewal_may_be_signed_on_several_days(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    propose(chair)
    sign(chair)
    founded.time.pass_by(days=5)
    director.sign_in()
    assert sign(director).get_json() == {"in_force": True}


def test_who_leaves_does_so_on_the_day_that_the_list_says(founded: Committee) -> None:
    """What they approve until then would become wrong otherwise."""
    chair, director, _ = sign_in_all(founded)
    newcomer(founded, chair)
    change((chair, director), admit=[3])
    propose(chair, retire=[2])
    sign(chair)
    sign(director)
    founded.time.pass_by(days=1)
    chair, director, counsel = sign_in_all(founded)
    assert sign(counsel).get_json() == {"error": "expired"}
    assert directory(chair).current.version == 2


@pytest.mark.parametrize(("days", "answer"), [(1, {"in_force": True}), (2, {"error": "expired"})])
def test_who_comes_does_so_on_the_day_that_the_list_says_or_the_next(
    founded: Committee, days: int, answer: dict[str, Any]
) -> None:
    """Else they could sign, as members, what is of days before they came."""
    chair, director, _ = sign_in_all(founded)
    newcomer(founded, chair)
    propose(chair, admit=[3])
    sign(chair)
    founded.time.pass_by(days=days)
    director.sign_in()
    assert sign(director).get_json() == answer


def test_a_member_signs_one_of_two_proposals(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    propose(chair, roles=[{"slot": 0, "role": "Chairwoman"}])
    propose(director, roles=[{"slot": 0, "role": "Chairman"}])
    sign(chair, 0)
    sign(chair, 1)
    assert [proposal(counsel, by)["signed"] for by in (0, 1)] == [[], [0]]
    assert sign(counsel, 0).get_json() == {"in_force": False}
    assert sign(director, 1).get_json() == {"in_force": True}
    assert counsel.get("/api/changes").get_json()["proposals"] == []


def test_nobody_takes_back_what_another_proposed(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    propose(chair)
    assert director.ask("DELETE", "/api/changes").status_code == 204
    assert proposal(director)["by"] == 0
    assert chair.ask("DELETE", "/api/changes").status_code == 204
    assert director.get("/api/changes").get_json()["proposals"] == []


def test_a_signature_of_another_text_does_not_count(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    propose(chair)
    body = proposal(chair)["body"]
    assert sign(chair, body=body.replace("Chair of", "Friend of")).status_code == 400
    assert proposal(chair)["signed"] == []


def test_what_was_proposed_is_what_is_composed(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    newcomer(founded, chair)
    propose(chair, admit=[3], retire=[1])
    assert slots_in(proposal(chair)["body"]) == [0, 2, 3]


@pytest.mark.parametrize(
    "wanted",
    [
        {"retire": [5]},
        {"retire": [1, 0]},
        {"retire": [0, 0]},
        {"admit": [8]},
        {"roles": [{"slot": 0, "role": ""}]},
        {"roles": [{"slot": 0, "role": "A"}, {"slot": 0, "role": "B"}]},
        {"roles": [{"slot": 6, "role": "A"}]},
        {"roles": [{"slot": 0, "role": "x" * 81}]},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(founded: Committee, wanted: dict[str, Any]) -> None:
    chair, _, _ = sign_in_all(founded)
    assert propose(chair, **wanted).get_json() == {"error": "malformed"}


def test_nobody_is_admitted_without_keys_signed_for_this_version(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    assert propose(chair, admit=[4]).get_json() == {"error": "not_ready"}
    alternate = newcomer(founded, chair)
    change((chair, director))  # meanwhile the term was renewed
    assert propose(chair, admit=[3]).get_json() == {"error": "not_ready"}
    assert give_keys(alternate) == 204
    assert propose(chair, admit=[3]).status_code == 204
    assert counsel.get("/api/changes").get_json()["people"][0]["keys_given"] is True


def test_who_waits_sees_of_the_waiting_only_the_own_place(founded: Committee) -> None:
    chair, _, _ = sign_in_all(founded)
    alternate = newcomer(founded, chair)
    chair.post("/api/changes/invitations", {"slot": 4, "role": "Expert", "login": "expert"})
    assert [one["login"] for one in alternate.get("/api/changes").get_json()["people"]] == ["alternate"]
    assert [one["login"] for one in chair.get("/api/changes").get_json()["people"]] == ["alternate", "expert"]


def test_who_waits_is_sent_away_while_nothing_names_them(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    alternate = newcomer(founded, chair)
    propose(chair, admit=[3])
    assert director.ask("DELETE", "/api/changes/invitations/3").get_json() == {"error": "draft_exists"}
    chair.ask("DELETE", "/api/changes")
    assert director.ask("DELETE", "/api/changes/invitations/3").status_code == 204
    assert alternate.get("/api/changes").status_code == 401
    assert director.ask("DELETE", "/api/changes/invitations/3").status_code == 404


def test_the_courier_shows_the_intake_the_newer_list(founded: Committee) -> None:
    chair, director, _ = sign_in_all(founded)
    intake = FakeIntake(founded.time)
    intake.carry(founded)
    change((chair, director))
    intake.carry(founded)
    assert intake.directory is not None
    assert intake.directory.current.version == 2


def test_before_the_founding_there_is_nothing_to_change(empty: Committee) -> None:
    chair = enrol_chair(empty)
    assert chair.get("/api/changes").get_json() == {"error": "not_ready"}
    assert chair.post("/api/advisers/invitations", {"role": "Counsel"}).get_json() == {"error": "not_ready"}
