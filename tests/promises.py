"""Which promises have a living test. As a pytest plugin it knows the markers; as a program it prints the ledger.

A test says `@pytest.mark.promise("P4")` and the broken variant that it must catch `@pytest.mark.mutant("P4")`.
A test that would be skipped or is expected to fail keeps no promise and is not counted.
"""

import contextlib
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest

PROMISES = tuple(f"P{number}" for number in range(1, 19))
KINDS = ("promise", "mutant")


class Ledger:
    """Collected tests by promise; parametrized cases of one function are one test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], set[str]] = defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            function = re.sub(r"\[.*\]$", "", item.nodeid)
            for kind, promise in _claims(item) if _lives(item) else ():
                self.kept[kind, promise].add(function)

    def lines(self) -> Iterator[str]:
        for promise in PROMISES:
            tests, mutants = (len(self.kept[kind, promise]) for kind in KINDS)
            yield f"{promise} tests={tests} mutants={mutants} {'ok' if tests and mutants else 'missing'}"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promise(name): this test would fail if the promise were broken")
    config.addinivalue_line("markers", "mutant(name): a broken variant that the promise's test catches")


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Refuses a marker that names no promise, so that a slip of the pen does not keep one."""
    for item in items:
        for kind, promise in _claims(item):
            if promise not in PROMISES:
                raise pytest.UsageError(f"{item.nodeid}: {kind}({promise!r}) names no promise")


def _claims(item: pytest.Item) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        for marker in item.iter_markers(kind):
            for promise in marker.args or ("",):
                yield kind, promise


def _lives(item: pytest.Item) -> bool:
    return not any(next(item.iter_markers(name), None) for name in ("skip", "skipif", "xfail"))


def main() -> int:
    """Prints one line for each promise; 1 and pytest's own words if the tests cannot be collected."""
    ledger, output = Ledger(), io.StringIO()
    with contextlib.redirect_stdout(output):
        code = pytest.main(["--collect-only"], plugins=[ledger])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        print(output.getvalue(), file=sys.stderr)
        return 1
    print("\n".join(ledger.lines()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
