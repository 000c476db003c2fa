"""A hold stops destruction, whatever was approved before it: as the record is counted, and on a member's page."""

import json
import subprocess
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from reviewer.lifecycle import folding, readiness
from tests.lifecycle.story import ANN, BEN, CAT, Story, reach


def approved(story: Story) -> int:
    """The number of a request for destruction that two have approved."""
    number = story.next
    story.ask(ANN, "destruction").agree(CAT, number)
    return number


def check_that_a_hold_stops_what_was_approved() -> None:
    story = reach("due_for_review")
    number = approved(story)
    story.say(BEN, "hold_placed").carry_out(ANN, number)
    assert (story.state.fine, [one.reason for one in story.state.refused]) == ("due_for_review", ["held"])


def on_the_page(root: Path, how: str) -> Any:
    command = ["node", "--no-warnings", "tests/js/held-destruction.mjs", how]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, timeout=100)
    return json.loads(done.stdout)


def check_that_the_page_offers_and_does_nothing(root: Path, how: str) -> None:
    found = on_the_page(root, how)
    assert found == {"reason": "held", "offered": "held", "state": "due_for_review", "held": 1}


@pytest.mark.promise("P12")
def test_a_hold_stops_a_destruction_that_two_had_approved_before() -> None:
    check_that_a_hold_stops_what_was_approved()


@pytest.mark.promise("P12")
def test_a_page_that_was_open_before_the_hold_neither_destroys_nor_offers_it(root: Path) -> None:
    check_that_the_page_offers_and_does_nothing(root, "as_made")


def test_without_a_hold_the_same_page_destroys_the_case(root: Path) -> None:
    found = on_the_page(root, "not_held")
    assert (found["reason"], found["state"]) == ("", "destroyed")


@pytest.mark.mutant("P12")
def test_where_holds_are_asked_for_only_when_destruction_is_requested_the_case_is_gone() -> None:
    def only_at_the_request(state: Any, members: Any, kind: str, author: str, day: str) -> None:
        if kind != "destruction":
            readiness.check_ready(state, members, kind, author, day)

    with patch.object(folding, "check_ready", only_at_the_request), pytest.raises(AssertionError):
        check_that_a_hold_stops_what_was_approved()


@pytest.mark.mutant("P12")
def test_a_page_that_goes_by_the_case_as_it_was_opened_offers_to_destroy_it(root: Path) -> None:
    with pytest.raises(AssertionError):
        check_that_the_page_offers_and_does_nothing(root, "forgets_holds")
