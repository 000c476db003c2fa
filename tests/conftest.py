"""What holds for every test: where the tree is, and that the small tests have no network.

What is slow on purpose is stretched once for each input in a run: the same few phrases and passphrases come again and
again. Done here, before the modules that use it are imported; only inputs that were seen are taken from memory.
"""

from functools import lru_cache
from pathlib import Path

import pytest

from crypto import derivation
from tests.postgres import postgres

__all__ = ["postgres"]  # one server for the tests that want one
ROOT = Path(__file__).parents[1]
OFFLINE = ("unit", "property", "protocol", "vectors")
# One worker has all of a file. What takes longest comes first, so that nobody is waited for at the end; a line that
# goes on until then is started late.
ORDER = ("integration/whole", "integration", "anonymity", "security", "lifecycle", "e2e")

for slow in ("pbkdf2", "argon2"):
    setattr(derivation, slow, lru_cache(maxsize=64)(getattr(derivation, slow)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(ROOT / "tests").parts[0] in OFFLINE:
            item.add_marker(pytest.mark.disable_socket)
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    folders = [number for number, folder in enumerate(ORDER) if item.path.is_relative_to(ROOT / "tests" / folder)]
    return min(folders, default=len(ORDER))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the tree."""
    return ROOT
