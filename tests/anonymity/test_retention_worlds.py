"""The page of retention shows and asks the same, whether or not a case that leaves the member out was destroyed."""

import json
import subprocess
from pathlib import Path

import pytest

World = dict[str, list[str]]


def worlds(root: Path, how: str) -> tuple[World, World]:
    """Requests with lengths, and what is shown: with a destroyed case that excludes the member, and without any."""
    command = ["node", "--no-warnings", "tests/js/retention-worlds.mjs", how]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, timeout=60)
    hidden, none = json.loads(done.stdout)
    return hidden, none


@pytest.mark.promise("P6")
def test_an_excluded_member_sees_nothing_of_the_certificate_of_a_case(root: Path) -> None:
    hidden, none = worlds(root, "as_made")
    assert hidden == none
    assert len(none["shown"]) == 5  # one of deliveries, one of the own case, and what is said of them
    assert none["shown"][-2:] == ["own true", "hidden false"]


@pytest.mark.promise("P6")
def test_the_page_shows_no_certificate_of_a_case_that_the_member_does_not_know_whatever_comes(root: Path) -> None:
    hidden, none = worlds(root, "shows_all")
    assert hidden["shown"] == none["shown"]


@pytest.mark.mutant("P6")
def test_a_server_that_hands_every_certificate_to_everybody_shows_in_what_comes(root: Path) -> None:
    hidden, none = worlds(root, "shows_all")
    assert hidden["heard"] != none["heard"]


@pytest.mark.mutant("P6")
def test_a_page_that_shows_whatever_comes_is_caught(root: Path) -> None:
    hidden, none = worlds(root, "believes_all")
    assert hidden["shown"] != none["shown"]
