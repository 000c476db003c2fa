"""A reviewer for each test: empty, or founded by three people."""

from pathlib import Path

import pytest

from tests.integration.reviewer.committee import Committee, Founded, build, founded_once


@pytest.fixture(scope="session")
def founding(tmp_path_factory: pytest.TempPathFactory) -> Founded:
    return founded_once(tmp_path_factory.getbasetemp() / "founding")


@pytest.fixture
def empty(tmp_path: Path) -> Committee:
    """Nobody is enrolled yet."""
    return build(tmp_path)


@pytest.fixture
def founded(founding: Founded, tmp_path: Path) -> Committee:
    """Chair, director and counsel are enrolled and have signed version 1; nobody is signed in."""
    return founding.copy(tmp_path)
