"""P10, in the browser: a server cannot show a member another past than the one that this member saw before."""

import json
import subprocess
from pathlib import Path

import pytest


def unnamed_lies(root: Path, how: str) -> list[str]:
    """What a lying server does to the record's tree between two visits, and a member's page does not name."""
    command = ["node", "--no-warnings", "tests/js/case-lies.mjs", how]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, timeout=120)
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.promise("P10")
def test_a_member_is_told_of_a_tree_that_did_not_grow_from_the_one_seen_before(root: Path) -> None:
    assert unnamed_lies(root, "as_shipped") == []


@pytest.mark.mutant("P10")
def test_a_page_that_keeps_no_checkpoint_notices_next_to_nothing(root: Path) -> None:
    assert len(unnamed_lies(root, "forgets")) > 5
