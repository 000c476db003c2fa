"""Whatever keys are made, well or badly: who goes by one key reads the same as all others, and what two wrote stays."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import case_keys
from crypto.case_keys import Reading, open_contents, open_held
from crypto.directory import verify_directory
from crypto.entry import Entry
from crypto.errors import NotAllowed, ProtocolError
from crypto.keys import MemberSecret
from crypto.record import Record, check_record, slots_on
from tests.property.profiles import examples
from tests.vectors.case_line import CASE, CHAIR, COUNSEL, KEYS, SECOND, Story, changed_list, opened
from tests.vectors.line import INSTANCE, SECRETS, member

Act = tuple[MemberSecret, int | None]
MEMBERS = (CHAIR, SECOND, COUNSEL)
ALL = dict.fromkeys(SECRETS.values())
# Who writes; and for a new key, to which one it leads, if there is that one: else it is a note.
ACTS = st.lists(st.tuples(st.sampled_from(MEMBERS), st.none() | st.integers(0, 2)), max_size=9)


def told(acts: Sequence[Act], leaving: int = len(KEYS) * 9) -> Story:
    """Act by act; from act `leaving` on the chair is gone, and does nothing of what it would have done."""
    story = opened()
    for number, (author, older) in enumerate(acts):
        gone = {CHAIR} if number >= leaving else set()
        story.day += timedelta(days=number == leaving)
        if author in gone:
            continue
        if older is None or older > story.key or story.key + 1 == len(KEYS):
            story.add(author)
        else:
            readers = {one: None for one in ALL if one not in gone}
            story.add(author, {"kind": "renewal"}, readers, renew=True, older=older)
    return story


def check_who_may_pass_over(acts: Sequence[Act], leaving: int, came: MemberSecret) -> None:
    """Of each key: either somebody who wrote under a later one of another's is there to make a new one, or all may
    pass over the later ones who wrote nothing under them.
    """
    story, before = told(acts, leaving), told(acts[:leaving])
    changed = changed_list(before.day, came, SECOND, COUNSEL)
    chain = verify_directory(changed, today=None, fingerprint=None).chain
    record = check_record(story.documents, INSTANCE, CASE, chain)
    for older in range(record.last.key):
        under = [one for one in record.entries if one.key > older]
        makers = {one.author for one in under if record.entries[one.sequence - 1].key < one.key}
        wrote = {one.author for one in under}
        there = {one for one in (SECOND, COUNSEL) if one.sign_key() in wrote and makers - {one.sign_key()}}
        for author in {SECOND, COUNSEL} - {one for one in (SECOND, COUNSEL) if one.sign_key() in wrote}:
            day = story.day + timedelta(days=2)
            number = record.last.key + 1
            renewal = replace(record.last, sequence=len(record.entries), author=author.sign_key(), day=day, key=number)
            assert may(record, renewal, older) == (not there)


def may(record: Record, renewal: Entry, older: int) -> bool:
    try:
        case_keys.check_step(record, renewal, older)
    except NotAllowed:
        return False
    return True


def good_keys(record: Record, story: Story) -> Iterator[Reading]:
    for number in range(story.key + 1):
        try:
            yield open_contents(record, story.contents, number, KEYS[number])
        except ProtocolError:
            continue


def check_what_is_passed_over(acts: Sequence[Act]) -> None:
    story = told(acts)
    record = story.record()
    wrote = [{one.author for one in record.entries if one.key == number} for number in range(story.key + 1)]
    readings = list(good_keys(record, story))
    for reading in readings:
        chain = list(reading.keys)
        assert chain == sorted(chain, reverse=True)
        assert chain[-1] == 0
        said = [text is not None for text in reading.opened]
        assert said == [one.key in reading.keys for one in record.entries]
        for newer, older in pairwise(chain):
            maker = next(one.author for one in record.entries if one.key == newer)
            passed = set().union(*wrote[older + 1 : newer])
            assert maker not in passed
            assert len(passed) < 2
    held = [(number, KEYS[number]) for number in range(story.key, -1, -1)]
    assert open_held(record, story.contents, held) == readings[-1]


@pytest.mark.promise("P7")
@pytest.mark.promise("P10")
@given(ACTS)
@examples(60)
def test_of_any_keys_the_good_ones_lead_to_the_first_and_pass_over_nothing_that_must_stay(acts: Sequence[Act]) -> None:
    check_what_is_passed_over(acts)


@pytest.mark.mutant("P7")
@pytest.mark.mutant("P10")
@pytest.mark.parametrize("acts", [((CHAIR, 0), (CHAIR, 0)), ((CHAIR, 0), (COUNSEL, None), (SECOND, 0))])
def test_where_every_step_is_allowed_what_must_stay_is_passed_over(acts: Sequence[Act]) -> None:
    with patch.object(case_keys, "check_step", lambda *_: None), pytest.raises(AssertionError):
        check_what_is_passed_over(acts)


CAME = (member(3), replace(member(4), slot=CHAIR.slot))  # to a place that was empty, or to the chair's


@pytest.mark.promise("P6")
@pytest.mark.promise("P10")
@given(ACTS, st.integers(0, 9), st.sampled_from(CAME))
@examples(60)
def test_whoever_leaves_either_who_wrote_can_hand_on_a_key_or_it_can_be_passed_over(
    acts: Sequence[Act], leaving: int, came: MemberSecret
) -> None:
    check_who_may_pass_over(acts, leaving, came)


def by_places(record: Record, renewal: Entry, older: int) -> frozenset[int]:
    """The rule as it was: the places of who wrote, where there are two in which somebody is."""
    passed = [one for one in record.entries[: renewal.sequence] if older < one.key < renewal.key]
    filled = frozenset[int]().union(*slots_on(record.chain, renewal.day).values())
    wrote = frozenset[int]().union(*(slots_on(record.chain, one.day).get(one.author, ()) for one in passed))
    return wrote & filled if len(wrote & filled) > 1 else frozenset()


LOCK: Sequence[Act] = ((COUNSEL, 0), (CHAIR, None))
BLOT: Sequence[Act] = ((CHAIR, 0), (SECOND, None), (CHAIR, None))


@pytest.mark.mutant("P6")
@pytest.mark.mutant("P10")
@pytest.mark.parametrize(("acts", "came"), [(LOCK, CAME[1]), (BLOT, CAME[0])])
def test_where_places_are_counted_a_leaving_locks_a_case_or_blots_it_out(
    acts: Sequence[Act], came: MemberSecret
) -> None:
    with patch.object(case_keys, "can_mend", by_places), pytest.raises(AssertionError):
        check_who_may_pass_over(acts, len(acts), came)
