"""The ledger of promises counts what it says it counts."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.promises import Ledger

pytest_plugins = ["pytester"]

TESTS = """
import pytest

@pytest.mark.promise("P1")
@pytest.mark.promise("P2")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_real(n): pass

@pytest.mark.mutant("P1")
def test_mutant(): pass

@pytest.mark.mutant("P2")
@pytest.mark.skip
def test_skipped(): pass
"""


def test_a_promise_is_kept_by_a_test_and_a_mutant_that_both_run(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TESTS)
    ledger = Ledger()
    pytester.inline_run("--collect-only", "-p", "tests.promises", plugins=[ledger])
    lines = list(ledger.lines())
    assert lines[:3] == ["P1 tests=1 mutants=1 ok", "P2 tests=1 mutants=0 missing", "P3 tests=0 mutants=0 missing"]
    assert len(lines) == 18


def test_a_marker_that_names_no_promise_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("import pytest\n\n@pytest.mark.promise('P19')\ndef test_it(): pass")
    result = pytester.runpytest_inprocess("--collect-only", "-p", "tests.promises")
    assert result.ret == pytest.ExitCode.USAGE_ERROR


def test_the_ledger_of_this_tree_has_one_line_for_each_promise(root: Path) -> None:
    command = [sys.executable, "-m", "tests.promises"]
    lines = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.splitlines()
    assert [line.split()[0] for line in lines] == [f"P{number}" for number in range(1, 19)]
    assert all(re.fullmatch(r"P\d+ tests=\d+ mutants=\d+ (ok|missing)", line) for line in lines)
