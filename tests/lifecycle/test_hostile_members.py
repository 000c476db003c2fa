"""P6, P12 and P13 against a member who writes whatever one may: the others go on, and nobody gets around two."""

from unittest.mock import patch

import pytest

from crypto import record as protocol
from crypto.approval import Action
from crypto.case_keys import open_contents
from crypto.errors import NotAllowed
from reviewer.lifecycle import details, effects
from reviewer.lifecycle.content import Content
from reviewer.lifecycle.failures import need
from reviewer.lifecycle.folding import fold
from reviewer.lifecycle.opened import memberships, opened_entries
from reviewer.lifecycle.state import CaseState, Verified
from tests.lifecycle import story as told
from tests.lifecycle.story import ADVISER, ANN, BEN, CAT, KEYS, SIGNATURE, content, reach, requested
from tests.vectors.case_line import CHAIR, COUNSEL, SECOND, Story
from tests.vectors.case_line import KEYS as CASE_KEYS
from tests.vectors.line import CURRENT

WRONG = "ee" * 32


def folded(story: Story) -> CaseState:
    """As a member's page reads it who holds the newest key."""
    read = open_contents(story.record(), story.contents, story.key, CASE_KEYS[story.key])
    return fold(opened_entries(story.record(), read), memberships(CURRENT.chain))


def counsel_recused() -> Story:
    """COUNSEL, who does not read the case, is recused by the two who do."""
    story = Story().add(CHAIR, content("filed", received="2026-02-09"), dict.fromkeys((CHAIR, SECOND)))
    person = COUNSEL.sign_key()
    act = content("recusal_of", person=person.hex(), request=1)
    story.add(SECOND, requested(act, "2026-02-20"))
    approval = story.approval(Action.RECUSE, CHAIR, SECOND, reader=person)
    for one in (CHAIR, SECOND):
        story.add(one, content("approval", request=1, signature=SIGNATURE))
    return story.add(SECOND, act, dict.fromkeys((CHAIR, SECOND)), renew=True, approvals=(approval,))


def check_that_who_does_not_read_is_recused_for_good() -> None:
    person = COUNSEL.sign_key().hex()
    story = counsel_recused()
    assert folded(story).recused == (person,)
    again = story.add(CHAIR, content("grant_made", reader=person, until=""), {COUNSEL: None})
    assert [one.reason for one in folded(again).refused] == ["recused"]


def check_that_one_cannot_keep_an_adviser_out() -> None:
    """CAT verifies wrong keys first; the inviter and one more compare the words."""
    story = reach("triage").say(CAT, "key_verified", keys=WRONG)
    story.say(ANN, "key_verified").say(CAT, "key_verified", keys=WRONG).say(BEN, "key_verified")
    assert story.state.verified == (Verified(ADVISER, KEYS),)


def check_that_one_cannot_change_the_keys_of_a_reader() -> None:
    """Every renewal would stop at them: also the one that recuses CAT."""
    story = reach("triage").say(ANN, "key_verified").say(CAT, "key_verified", keys=WRONG)
    story.say(CAT, "key_verified", keys=WRONG)
    assert story.state.verified == (Verified(ADVISER, KEYS),)


def two_holds() -> told.Story:
    """Due for review under two holds, the first of which two members release."""
    story = reach("due_for_review").say(ANN, "hold_placed").say(BEN, "hold_placed")
    return story.together("hold_released", hold=story.next - 2)


def check_that_the_second_hold_stops_destruction() -> None:
    story = two_holds()
    assert not story.state.refused
    assert (len(story.state.holds), story.state.held) == (1, 1)
    hasty = two_holds().together("destruction")
    assert hasty.state.refused[0].reason == "held"
    story.together("hold_released", hold=story.state.holds[0].hold)
    assert story.together("destruction").state.fine == "destroyed"


@pytest.mark.promise("P6")
def test_a_member_who_does_not_read_the_case_is_recused_for_good_by_two() -> None:
    check_that_who_does_not_read_is_recused_for_good()


@pytest.mark.promise("P13")
def test_one_member_cannot_keep_an_adviser_out_by_verifying_wrong_keys_first() -> None:
    check_that_one_cannot_keep_an_adviser_out()


@pytest.mark.promise("P13")
def test_one_member_cannot_put_other_keys_in_place_of_those_that_were_verified() -> None:
    check_that_one_cannot_change_the_keys_of_a_reader()


@pytest.mark.promise("P12")
def test_a_second_hold_stops_destruction_when_the_first_is_released() -> None:
    check_that_the_second_hold_stops_destruction()


@pytest.mark.mutant("P6")
def test_where_only_readers_can_be_recused_the_others_can_be_given_the_case() -> None:
    def no_strangers(*_: object) -> tuple[()]:
        return ()

    with patch.object(protocol, "_may_carry", no_strangers), pytest.raises(NotAllowed):
        check_that_who_does_not_read_is_recused_for_good()


@pytest.mark.mutant("P6")
def test_where_a_recusal_is_only_a_new_key_it_is_not_for_good() -> None:
    with patch.dict(effects.EFFECTS, {"recusal_of": lambda *_: {}}), pytest.raises(AssertionError):
        check_that_who_does_not_read_is_recused_for_good()


@pytest.mark.mutant("P13")
def test_where_the_first_keys_count_for_good_one_keeps_an_adviser_out() -> None:
    def first(saying: details.Saying, said: Content) -> None:
        before = [one.keys for one in saying.state.verified if one.person == said["person"]]
        need(before in ([], [said["keys"]]), "already")

    with patch.dict(details.CHECKS, {"key_verified": first}), pytest.raises(AssertionError):
        check_that_one_cannot_keep_an_adviser_out()


@pytest.mark.mutant("P13")
def test_where_the_last_keys_count_one_puts_others_in_their_place() -> None:
    def last(state: CaseState, _: object, said: Content) -> dict[str, object]:
        return {"verified": (Verified(said["person"], said["keys"]),)}

    with patch.dict(effects.EFFECTS, {"key_verified": last}), pytest.raises(AssertionError):
        check_that_one_cannot_change_the_keys_of_a_reader()


@pytest.mark.mutant("P13")
def test_where_one_may_compare_twice_one_puts_others_in_their_place() -> None:
    with patch.dict(details.CHECKS, {"key_verified": lambda *_: None}), pytest.raises(AssertionError):
        check_that_one_cannot_change_the_keys_of_a_reader()


@pytest.mark.mutant("P12")
def test_where_a_release_frees_all_holds_the_second_one_stops_nothing() -> None:
    with patch.dict(effects.EFFECTS, {"hold_released": lambda *_: {"holds": ()}}), pytest.raises(AssertionError):
        check_that_the_second_hold_stops_destruction()
