"""What the long tests did, told at the end: that nothing failed is not all that one wants to know after minutes."""

from collections.abc import Callable

import pytest

TOLD = pytest.StashKey[list[str]]()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes a line about what this test did."""
    lines = request.config.stash.setdefault(TOLD, [])
    return lambda line: lines.append(f"{request.node.name}: {line}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if lines := config.stash.get(TOLD, []):
        terminalreporter.section("what the long tests did")
        terminalreporter.write_line("\n".join(lines))
