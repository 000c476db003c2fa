"""Keys of cases at the real server, which takes any renewal that is right in the clear: it cannot open the grants."""

import base64
from dataclasses import replace

import pytest

from crypto.derivation import sha256
from crypto.entropy import fresh
from crypto.entry import parse_entry
from reviewer import case_rules
from reviewer.case_rules import MOST_RENEWALS
from tests.integration.reviewer.changing import sign_in_all
from tests.integration.reviewer.committee import Committee, Person
from tests.integration.reviewer.treating import (
    Matter,
    Offered,
    file_case,
    key_of,
    opened_matter,
    secret_of,
    served_record,
    signed_entry,
)
from tests.lifecycle.story import content


def renewed_for_oneself(case: Matter, author: Person) -> Offered:
    """A renewal for all who read, in which only the author's own grant is not junk."""
    offered, me = case.offer(author, content("renewal")), secret_of(author)
    entry = parse_entry(offered.document)
    boxes = tuple(
        box if one.reader == me.sign_key() else fresh(len(box))
        for one, box in zip(entry.grants, offered.grants, strict=True)
    )
    grants = tuple(replace(one, grant=sha256(box)) for one, box in zip(entry.grants, boxes, strict=True))
    return Offered(signed_entry(replace(entry, grants=grants), me), offered.content, boxes)


@pytest.mark.promise("P6")
def test_a_member_who_seals_junk_to_the_others_shuts_nobody_out(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    case = file_case(chair, founded, [chair, director, counsel])
    assert case.post(director, renewed_for_oneself(case, director)).status_code == 201
    mine = opened_matter(chair, case)
    assert list(mine.keys) == [0]
    assert [(one.sequence, one.reason) for one in mine.state.refused] == [(1, "later_key")]
    mine.say(chair, "renewal")
    for reader in (chair, director, counsel):
        found = opened_matter(reader, case)
        assert list(found.keys) == [2, 0]
        found.say(reader, "note")
    last = opened_matter(counsel, case).state
    assert [(one.sequence, one.reason) for one in last.refused] == [(1, "passed_over")]
    assert last.happening("note").count == 3


def test_each_reader_is_served_its_own_grants_alone_and_the_newest_first(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    case = file_case(chair, founded, [chair, director, counsel])
    case.say(director, "renewal")
    for reader in (chair, director, counsel):
        served, record = served_record(reader, case)
        me = secret_of(reader).sign_key()
        own = [one.grant for entry in reversed(record.entries) for one in entry.grants if one.reader == me]
        assert [sha256(base64.b64decode(one)) for one in served["grants"]] == own
        later = reader.get(f"{case.path}/entries/1").get_json()
        assert later["grants"] == served["grants"][:1]
    case.together("recusal_of", director, counsel, person=secret_of(chair).sign_key().hex())
    assert chair.get(f"{case.path}/entries/0").status_code == 404


def test_one_member_cannot_keep_the_others_from_writing_with_ever_more_new_keys(founded: Committee) -> None:
    chair, director, counsel = sign_in_all(founded)
    case = file_case(chair, founded, [chair, director, counsel])
    for _ in range(MOST_RENEWALS):
        case.say(director, "renewal")
    refused = case.post(director, case.offer(director, content("renewal")))
    assert (refused.status_code, refused.get_json()["reason"]) == (403, "renewals")
    as_others_find_it = opened_matter(chair, case)
    assert as_others_find_it.together("recusal_of", chair, counsel, person=key_of(director)).status_code == 201
    as_others_find_it.say(counsel, "note")


def test_one_member_cannot_fill_a_case(founded: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_rules, "MOST_ENTRIES", 3)
    chair, director, counsel = sign_in_all(founded)
    case = file_case(chair, founded, [chair, director, counsel])
    for _ in range(3):
        case.say(director, "note")
    refused = case.post(director, case.offer(director, content("note")))
    assert (refused.status_code, refused.get_json()["reason"]) == (403, "entries")
    case.say(counsel, "note")
    assert case.together("recusal_of", chair, counsel, person=key_of(director)).status_code == 201
