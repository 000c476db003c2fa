"""The ledger of promises counts what it says it counts."""

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
