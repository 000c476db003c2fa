"""P12 and P13: what needs two members is done by two, and by those who are members when it is done."""

from collections.abc import Mapping, Sequence, Set
from datetime import date
from unittest.mock import patch

import pytest

from crypto import record
from crypto.approval import Action
from crypto.directory import verify_directory
from crypto.document import Signed
from crypto.errors import NotAllowed
from crypto.keys import MemberSecret
from crypto.record import Record, check_record
from crypto.signatures import Domain
from crypto.version import Directory
from tests.vectors.case_line import (
    CASE,
    CHAIR,
    COUNSEL,
    RENEWED,
    SECOND,
    Story,
    changed_list,
    closed,
    closed_on_a_change,
    opened,
)
from tests.vectors.line import INSTANCE


def chain_of(file: bytes) -> Sequence[Directory]:
    return verify_directory(file, today=None, fingerprint=None).chain


def closed_by(*signers: MemberSecret) -> Record:
    """Closed with the approval of `signers` on the day on which the keys of SECOND's person are changed."""
    story, file = closed_on_a_change(*signers)
    return check_record(story.documents, INSTANCE, CASE, chain_of(file))


def one_hold_of_two() -> Story:
    """Two hold the case; the first one's release is approved by two, and carried out."""
    story = opened().add(CHAIR, {"kind": "hold_placed"}, hold=True).add(COUNSEL, {"kind": "hold_placed"}, hold=True)
    story.add(SECOND, {"kind": "asks"}, hold=True)
    return story.add(SECOND, hold=True, approvals=(story.approval(Action.RELEASE, CHAIR, COUNSEL),))


def check_that_two_keys_of_one_person_are_not_two() -> None:
    for signers in ((CHAIR, RENEWED), (CHAIR, SECOND), (CHAIR, SECOND, RENEWED)):
        assert closed_by(*signers).last.state == "closed"
    with pytest.raises(NotAllowed):
        closed_by(SECOND, RENEWED)


def check_that_who_left_approves_nothing_of_an_earlier_day() -> None:
    """SECOND has left on the day before the case is closed, still reads, and says to have approved it that day."""
    story, left = closed(), chain_of(changed_list(date(2026, 2, 11), CHAIR, COUNSEL, RENEWED))
    with pytest.raises(NotAllowed):
        check_record(story.documents, INSTANCE, CASE, left)


def check_that_holds_go_one_by_one() -> None:
    story = one_hold_of_two()
    assert story.record().last.hold
    with pytest.raises(NotAllowed):  # the other one wants two signatures of its own
        story.add(SECOND, hold=False).record()


@pytest.mark.promise("P13")
def test_the_old_and_the_new_keys_of_one_person_are_not_two_members() -> None:
    check_that_two_keys_of_one_person_are_not_two()


@pytest.mark.promise("P13")
def test_who_left_the_committee_signs_no_approval_dated_back() -> None:
    check_that_who_left_approves_nothing_of_an_earlier_day()


@pytest.mark.promise("P12")
def test_each_of_two_holds_is_released_by_two_members() -> None:
    check_that_holds_go_one_by_one()


def count_keys(signed: Signed, allowed: Mapping[bytes, Set[int]]) -> None:
    """The check of who signed as it would be if keys were persons."""
    if len(signed.signers(Domain.APPROVAL) & allowed.keys()) < 2:
        raise NotAllowed("two_persons")


def all_who_ever_were(chain: Sequence[Directory], _: date) -> Mapping[bytes, frozenset[int]]:
    """The members of a day as they would be if nobody ever left."""
    return {one.sign: frozenset({one.slot}) for version in chain for one in version.members}


@pytest.mark.mutant("P13")
def test_a_check_that_counts_keys_takes_one_person_for_two() -> None:
    with patch.object(record, "check_signers", count_keys), pytest.raises(pytest.fail.Exception):
        check_that_two_keys_of_one_person_are_not_two()


@pytest.mark.mutant("P13")
def test_a_check_that_forgets_who_left_takes_what_they_date_back() -> None:
    with patch.object(record, "slots_on", all_who_ever_were), pytest.raises(pytest.fail.Exception):
        check_that_who_left_approves_nothing_of_an_earlier_day()


@pytest.mark.mutant("P12")
def test_where_an_approval_that_nothing_needs_is_refused_one_hold_of_two_stays_for_ever() -> None:
    with patch.object(record, "_may_carry", lambda *_: ()), pytest.raises(NotAllowed):
        check_that_holds_go_one_by_one()


@pytest.mark.mutant("P12")
def test_where_a_hold_goes_without_need_the_second_one_is_released_by_one_member() -> None:
    with patch.object(record, "_check_approvals", lambda *_: None), pytest.raises(pytest.fail.Exception):
        check_that_holds_go_one_by_one()
