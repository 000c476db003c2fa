"""What a member's browser asks for and sends, and how long the sealed overview is, says nothing of the cases that leave
that member out.
"""

import json
import subprocess
from pathlib import Path

import pytest


def transcripts(root: Path, how: str) -> tuple[list[str], list[str]]:
    """Requests and lengths of a member's looks: in a world with cases that exclude this member, and without any."""
    command = ["node", "--no-warnings", "tests/js/overview-worlds.mjs", how]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, timeout=60)
    hidden, none = json.loads(done.stdout)
    return hidden, none


@pytest.mark.promise("P6")
def test_an_excluded_member_keeps_the_same_overview_in_the_same_way_as_if_the_case_were_not_there(root: Path) -> None:
    hidden, none = transcripts(root, "as_made")
    assert sum(one.startswith("PUT /api/index") for one in none) == 3  # after every look
    assert hidden == none


@pytest.mark.mutant("P6")
def test_a_server_that_lists_all_cases_shows_in_what_the_browser_asks_for(root: Path) -> None:
    hidden, none = transcripts(root, "lists_all")
    assert hidden != none
