"""P6 for a report that a member names in the case of another: nobody's page brings it to the readers of that case."""

import json
import subprocess
from pathlib import Path

import pytest


def strangers_read(root: Path, how: str) -> list[str]:
    command = ["node", "--no-warnings", "tests/js/case-foreign.mjs", how]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, timeout=120)
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.promise("P6")
def test_no_page_brings_another_report_into_a_case_whose_readers_never_had_it(root: Path) -> None:
    assert strangers_read(root, "as_made") == []


@pytest.mark.mutant("P6")
def test_a_page_that_brings_whatever_is_named_is_caught(root: Path) -> None:
    assert strangers_read(root, "brings_all") == ["Quite another report"]
