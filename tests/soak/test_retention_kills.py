"""kill -9 of the retention job, a thousand times. SOAK_RUNS says how often."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer import database as database_module
from tests.integration.reviewer.committee import Founding, Reviewers
from tests.integration.reviewer.stores import PostgresDatabases, SqliteFiles
from tests.integration.reviewer.test_retention_kills import make_ordeal

RUNS = int(os.environ.get("SOAK_RUNS", "1000"))
SECONDS_FOR_EACH = 5


@pytest.mark.soak
@pytest.mark.promise("P14")
@pytest.mark.timeout(120 + RUNS * SECONDS_FOR_EACH)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_however_often_the_job_is_killed_all_is_destroyed_and_certified_once(
    tmp_path: Path,
    tell: Callable[[str], None],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    store = SqliteFiles() if kind == "sqlite" else PostgresDatabases(request.getfixturevalue("postgres"))
    monkeypatch.setattr(database_module, "PRAGMAS", ("journal_mode = TRUNCATE", "synchronous = OFF"))
    (tmp_path / "line").mkdir()
    reviewers = Reviewers(Founding(store, tmp_path / "founding"))
    ordeal = make_ordeal(reviewers, store, tmp_path / "line")
    ordeal.kill(RUNS)
    ordeal.check()
    tell(f"{ordeal.killed} runs killed, {len(ordeal.stories)} cases destroyed, each certified once")
    reviewers.end()
