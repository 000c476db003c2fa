"""A reviewer for each test: empty, or founded by three people; each test on every database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.backing import Vault
from tests.integration.reviewer.backed_up import Elsewhere
from tests.integration.reviewer.committee import Committee, Founding, Reviewers
from tests.integration.reviewer.stores import PostgresDatabases, SqliteFiles, Store

FOUNDINGS = pytest.StashKey[dict[str, Founding]]()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Where databases come from."""
    return SqliteFiles() if request.param == "sqlite" else PostgresDatabases(request.getfixturevalue("postgres"))


@pytest.fixture(scope="session")
def founding(request: pytest.FixtureRequest, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Founding:
    """One for all tests that know this fixture, from whichever folder."""
    known = request.config.stash.setdefault(FOUNDINGS, {})
    return known.setdefault(store.kind, Founding(store, tmp_path_factory.getbasetemp() / f"founding-{store.kind}"))


@pytest.fixture
def reviewers(founding: Founding) -> Iterator[Reviewers]:
    """Makes as many as a test wants."""
    made = Reviewers(founding)
    yield made
    made.end()


@pytest.fixture
def empty(reviewers: Reviewers, tmp_path: Path) -> Committee:
    """Nobody is enrolled yet."""
    return reviewers.new(tmp_path)


@pytest.fixture
def founded(reviewers: Reviewers, tmp_path: Path) -> Committee:
    """Chair, director and counsel are enrolled and have signed version 1; nobody is signed in."""
    return reviewers.copy(tmp_path)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """Where backups go."""
    return Vault(tmp_path / "vault")


@pytest.fixture
def elsewhere(store: Store, tmp_path: Path) -> Iterator[Elsewhere]:
    """Where they are restored to."""
    made = Elsewhere(store, tmp_path)
    yield made
    made.end()
