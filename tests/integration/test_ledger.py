"""The ledger of promises can be drawn up for this tree. It collects all tests there are, which takes a while."""

import re
import subprocess
import sys
from pathlib import Path


def test_the_ledger_of_this_tree_has_one_line_for_each_promise(root: Path) -> None:
    command = [sys.executable, "-m", "tests.promises"]
    lines = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [f"P{number}" for number in range(1, 19)]
    assert all(re.fullmatch(r"P\d+ tests=\d+ mutants=\d+ (ok|missing)", line) for line in lines)
