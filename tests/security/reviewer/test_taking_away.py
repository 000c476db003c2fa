"""P7 for a report that a member files first: whatever it does, the others read the same and can answer it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reviewer.lifecycle import folding
from reviewer.lifecycle.folding import fold
from reviewer.lifecycle.state import Membership
from tests.lifecycle.answers import opened
from tests.lifecycle.story_persons import claimed_of_an_item_that_does_not_open, excluded_in_name_only


def taken_away(root: Path, how: str) -> list[str]:
    command = ["node", "--no-warnings", "tests/js/taking-away.mjs", how]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, timeout=120)
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.promise("P7")
def test_who_files_a_report_first_takes_it_away_from_nobody(root: Path) -> None:
    assert taken_away(root, "as_made") == []


@pytest.mark.mutant("P7")
def test_a_page_that_takes_an_absent_case_for_one_that_was_left_is_caught(root: Path) -> None:
    assert "filed for oneself alone" in taken_away(root, "takes_absent_for_left")


@pytest.mark.mutant("P7")
def test_a_page_that_brings_nothing_again_is_caught(root: Path) -> None:
    assert taken_away(root, "brings_nothing") == ["filed with junk for the report"]


def check_the_envelope_says_who_is_left_out() -> None:
    story: Any = excluded_in_name_only()
    state = fold(map(opened, story["entries"]), [Membership(**one) for one in story["members"]])
    assert list(state.excluded) == story["wanted"]["state"]["excluded"]


@pytest.mark.promise("P7")
def test_whom_a_report_leaves_out_is_what_its_author_signed() -> None:
    check_the_envelope_says_who_is_left_out()


@pytest.mark.mutant("P7")
def test_rules_that_believe_who_filed_it_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "as_sealed", lambda content, _: content)
    with pytest.raises(AssertionError):
        check_the_envelope_says_who_is_left_out()


def check_a_claim_leaves_nobody_out() -> None:
    story: Any = claimed_of_an_item_that_does_not_open()
    state = fold(map(opened, story["entries"]), [Membership(**one) for one in story["members"]])
    assert (list(state.excluded), list(state.refused)) == ([], [])


@pytest.mark.promise("P7")
def test_what_is_claimed_of_an_item_that_does_not_open_leaves_nobody_out() -> None:
    check_a_claim_leaves_nobody_out()


@pytest.mark.mutant("P7")
def test_rules_that_believe_it_until_the_item_opens_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = folding.as_sealed
    monkeypatch.setattr(folding, "as_sealed", lambda said, known: said if known is None else honest(said, known))
    with pytest.raises(AssertionError):
        check_a_claim_leaves_nobody_out()
