"""What holds for every test: where the tree is, and that the small tests have no network."""

from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OFFLINE = ("unit", "property", "protocol", "vectors")


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(ROOT / "tests").parts[0] in OFFLINE:
            item.add_marker(pytest.mark.disable_socket)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the tree."""
    return ROOT
