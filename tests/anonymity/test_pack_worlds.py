"""What is printed for a meeting tells a member nothing of the cases that leave that member out."""

import subprocess
from pathlib import Path

import pytest


def packs_that_differ(root: Path, how: str) -> int:
    """In how many of the packs made for everybody the cases that exclude one of them show."""
    command = ["node", "--no-warnings", "tests/js/packs-worlds.mjs", how]
    return int(subprocess.run(command, cwd=root, check=True, capture_output=True, text=True, timeout=60).stdout)


@pytest.mark.promise("P6")
def test_a_pack_is_the_same_as_if_the_cases_that_exclude_a_reader_did_not_exist(root: Path) -> None:
    assert packs_that_differ(root, "as_made") == 0


@pytest.mark.mutant("P6")
def test_a_pack_that_counts_all_cases_would_tell_the_excluded_reader(root: Path) -> None:
    assert packs_that_differ(root, "counts_all") > 100
