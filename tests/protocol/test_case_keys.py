"""P6, P7 and P10: no bad renewal shuts a reader out, all go by the same keys, and none passes over what it may not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest

from crypto import case_keys
from crypto.case_keys import Reading, made_later, open_held
from crypto.directory import verify_directory
from crypto.entry import Entry
from crypto.errors import Damaged
from crypto.keys import MemberSecret
from crypto.record import Record, check_record, slots_on
from tests.vectors.case_line import CASE, CHAIR, COUNSEL, KEYS, SECOND, Story, changed_list, opened
from tests.vectors.line import INSTANCE, SECRETS, member

ALL = dict.fromkeys(SECRETS.values())
REST = dict.fromkeys((SECOND, COUNSEL))
ELSEWHERE = member(3)  # who comes to a place that was empty
IN_PLACE = replace(member(4), slot=CHAIR.slot)
RENEWAL = {"kind": "renewal"}
WRONG = bytes([7]) * 32


def renewed(author: MemberSecret = CHAIR) -> Story:
    return opened().add(author, RENEWAL, ALL, renew=True)


def junk() -> Story:
    """A renewal whose content is nothing."""
    return renewed().spoil(CHAIR, bytes([7]) * 1088)


def astray() -> Story:
    """A renewal that leads to a key that never was."""
    story = opened()
    story.key = 1  # not by `renew`, which would lead to the right one
    return story.add(CHAIR, {**RENEWAL, "before": WRONG.hex()}, ALL)


def back(story: Story, author: MemberSecret) -> Story:
    """A renewal that leads back to key 0, and passes over all between."""
    return story.add(author, RENEWAL, ALL, renew=True, older=0)


def read_by(story: Story, *numbers: int) -> Reading:
    """As somebody reads to whom the keys of these numbers were given rightly."""
    return open_held(story.record(), story.contents, [(number, KEYS[number]) for number in numbers])


def read_since(story: Story, came: MemberSecret, *numbers: int) -> list[bool]:
    """Which entries say something where the chair left two days before the last entry, and `came` came."""
    changed = changed_list(story.day - timedelta(days=2), came, SECOND, COUNSEL)
    chain = verify_directory(changed, today=None, fingerprint=None).chain
    record = check_record(story.documents, INSTANCE, CASE, chain)
    held = [(number, KEYS[number]) for number in numbers]
    return [text is not None for text in open_held(record, story.contents, held).opened]


def a_list_later(story: Story) -> Story:
    story.day += timedelta(days=1)
    return story


def read(story: Story, *numbers: int) -> list[bool]:
    """Which entries say something."""
    return [text is not None for text in read_by(story, *numbers).opened]


def check_that_a_bad_renewal_shuts_nobody_out() -> None:
    assert read(renewed(), 0) == [True, False]  # the newest grant did not open
    story = renewed()
    wrong = open_held(story.record(), story.contents, [(1, WRONG), (0, KEYS[0])])
    assert (wrong.number, made_later(story.record(), wrong.number)) == (0, (1,))
    for bad in (junk(), astray()):
        assert read(bad, 1, 0) == [True, False]


def check_that_its_maker_goes_by_the_same_key() -> None:
    """Who made a key that leads nowhere reads no more by it than those who were not given it."""
    story = astray()
    assert read_by(story, 1, 0) == read_by(story, 0)


def check_that_who_was_shut_out_goes_on_with_the_others() -> None:
    story = back(renewed(), SECOND).add(COUNSEL)
    for numbers in ((2, 0), (2, 1, 0), (2,)):  # who was shut out; who made the bad key; who comes later
        assert read(story, *numbers) == [True, False, True, True]
        assert read_by(story, *numbers).keys == {2: KEYS[2], 0: KEYS[0]}


def check_that_nobody_undoes_what_it_wrote() -> None:
    story = back(renewed().add(CHAIR), CHAIR)
    assert read(story, 2, 1, 0) == [True, True, True, False]


def check_that_what_two_wrote_stays() -> None:
    story = back(renewed().add(COUNSEL), SECOND)
    assert read(story, 2, 1, 0) == [True, True, True, False]
    assert made_later(story.record(), 1) == (3,)


def check_that_no_leaving_undoes_what_is_left() -> None:
    """The chair and SECOND write under the chair's key; the chair leaves, and COUNSEL leads back beyond it."""
    for came in (ELSEWHERE, IN_PLACE):
        treated = renewed().add(SECOND).add(CHAIR)
        story = a_list_later(treated).add(COUNSEL, RENEWAL, REST, renew=True, older=0)
        assert read_since(story, came, 2, 1, 0) == [True, True, True, True, False]
    treated = renewed().add(SECOND)
    once_more = treated.add(SECOND, RENEWAL, ALL, renew=True)
    story = a_list_later(once_more).add(COUNSEL, RENEWAL, REST, renew=True, older=0)
    assert read_since(story, ELSEWHERE, 3, 2, 1, 0) == [True, True, True, True, False]


def check_that_no_leaving_locks() -> None:
    """COUNSEL's key opens for the chair alone, who writes by it and leaves: SECOND need not wait for COUNSEL."""
    for came in (ELSEWHERE, IN_PLACE):
        shut = a_list_later(renewed(COUNSEL).add(CHAIR))
        story = shut.add(SECOND, RENEWAL, REST, renew=True, older=0)
        assert read_since(story, came, 2, 0) == [True, False, False, True]


@pytest.mark.promise("P6")
def test_who_is_given_junk_by_a_renewal_reads_on_by_the_key_before_it() -> None:
    check_that_a_bad_renewal_shuts_nobody_out()


@pytest.mark.promise("P7")
def test_who_made_a_key_that_leads_nowhere_reads_what_the_others_read() -> None:
    check_that_its_maker_goes_by_the_same_key()


@pytest.mark.promise("P7")
def test_who_was_shut_out_makes_a_key_by_which_all_read_on() -> None:
    check_that_who_was_shut_out_goes_on_with_the_others()


@pytest.mark.promise("P10")
def test_nobody_passes_over_what_it_wrote_itself() -> None:
    check_that_nobody_undoes_what_it_wrote()


@pytest.mark.promise("P10")
def test_nobody_passes_over_what_two_members_wrote() -> None:
    check_that_what_two_wrote_stays()


@pytest.mark.promise("P10")
def test_what_a_member_wrote_stays_also_when_who_made_the_key_has_left() -> None:
    check_that_no_leaving_undoes_what_is_left()


@pytest.mark.promise("P6")
def test_a_bad_key_can_be_passed_over_once_the_one_for_whom_it_was_good_has_left() -> None:
    check_that_no_leaving_locks()


def test_where_no_own_key_is_good_the_case_is_damaged() -> None:
    with pytest.raises(Damaged):
        open_held(opened().record(), opened().contents, [(0, WRONG)])


def by_itself(record: Record, contents: Sequence[bytes | None], number: int, case_key: bytes) -> Reading:
    """Reading as it would be if a key were good that opens what is under it, whatever it leads to."""
    under = case_keys._opened_under(case_key, case_keys._under(record, contents, number))
    return Reading(tuple(under.get(entry.sequence) for entry in record.entries), {number: case_key})


def by_the_newest(record: Record, contents: Sequence[bytes | None], held: Sequence[tuple[int, bytes]]) -> Reading:
    """Reading as it was: by the key in use, or not at all."""
    [(number, case_key), *_] = held
    if number < record.last.key:
        raise Damaged("grant of another key than the one in use")
    return case_keys.open_contents(record, contents, number, case_key)


@pytest.mark.mutant("P6")
def test_where_only_the_newest_key_is_tried_a_bad_renewal_shuts_out() -> None:
    with patch(f"{__name__}.open_held", by_the_newest), pytest.raises(Damaged):
        check_that_a_bad_renewal_shuts_nobody_out()


@pytest.mark.mutant("P7")
def test_where_no_chain_is_checked_the_maker_of_a_bad_key_reads_otherwise_than_the_rest() -> None:
    with patch.object(case_keys, "_read", by_itself), pytest.raises(AssertionError):
        check_that_its_maker_goes_by_the_same_key()


@pytest.mark.mutant("P10")
def test_where_a_renewal_may_lead_back_anywhere_an_author_undoes_its_own_entries() -> None:
    with patch.object(case_keys, "check_step", lambda *_: None), pytest.raises(AssertionError):
        check_that_nobody_undoes_what_it_wrote()


@pytest.mark.mutant("P10")
def test_where_no_colleague_counts_a_third_undoes_what_two_wrote() -> None:
    with patch.object(case_keys, "can_mend", lambda *_: frozenset()), pytest.raises(AssertionError):
        check_that_what_two_wrote_stays()


def by_places(record: Record, renewal: Entry, older: int) -> frozenset[int]:
    """The rule as it was: the places of who wrote, where there are two in which somebody is."""
    passed = [one for one in record.entries[: renewal.sequence] if older < one.key < renewal.key]
    filled = frozenset[int]().union(*slots_on(record.chain, renewal.day).values())
    wrote = frozenset[int]().union(*(slots_on(record.chain, one.day).get(one.author, ()) for one in passed))
    return wrote & filled if len(wrote & filled) > 1 else frozenset()


@pytest.mark.mutant("P10")
def test_where_places_are_counted_a_leaving_undoes_what_two_wrote() -> None:
    with patch.object(case_keys, "can_mend", by_places), pytest.raises(AssertionError):
        check_that_no_leaving_undoes_what_is_left()


@pytest.mark.mutant("P6")
def test_where_places_are_counted_who_follows_in_one_locks_the_case() -> None:
    with patch.object(case_keys, "can_mend", by_places), pytest.raises(AssertionError):
        check_that_no_leaving_locks()


def without_who_made_one(record: Record, renewal: Entry, older: int) -> frozenset[bytes]:
    """The rule where nobody counts who made any of the keys."""
    makers = {record.entries[number].author for number in made_later(record, older)}
    return RULE(record, renewal, older) - makers


RULE = case_keys.can_mend


@pytest.mark.mutant("P10")
def test_where_who_renews_counts_no_more_the_honest_new_key_after_a_leaving_undoes_what_was_written() -> None:
    with patch.object(case_keys, "can_mend", without_who_made_one), pytest.raises(AssertionError):
        check_that_no_leaving_undoes_what_is_left()
