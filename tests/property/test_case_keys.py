"""Whatever keys are made, well or badly: who goes by one key reads the same as all others, and what two wrote stays."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import case_keys
from crypto.case_keys import Reading, open_contents, open_held
from crypto.errors import ProtocolError
from crypto.keys import MemberSecret
from crypto.record import Record
from tests.property.profiles import examples
from tests.vectors.case_line import CHAIR, COUNSEL, KEYS, SECOND, Story, opened
from tests.vectors.line import SECRETS

Act = tuple[MemberSecret, int | None]
MEMBERS = (CHAIR, SECOND, COUNSEL)
ALL = dict.fromkeys(SECRETS.values())
# Who writes; and for a new key, to which one it leads, if there is that one: else it is a note.
ACTS = st.lists(st.tuples(st.sampled_from(MEMBERS), st.none() | st.integers(0, 2)), max_size=9)


def told(acts: Sequence[Act]) -> Story:
    story = opened()
    for author, older in acts:
        if older is None or older > story.key or story.key + 1 == len(KEYS):
            story.add(author)
        else:
            story.add(author, {"kind": "renewal"}, ALL, renew=True, older=older)
    return story


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
