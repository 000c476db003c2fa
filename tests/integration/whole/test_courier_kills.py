"""The courier is killed at random moments: nothing that waits in either direction is lost, and no epoch is left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.reviewer.stores import Store
from tests.integration.whole.courier_ordeal import ordeal
from tests.integration.whole.whole_line import WholeLine, found_whole_line

KILLS, FEW, DAY = 25, 8, 86_400


@pytest.fixture
def line(
    store: Store, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WholeLine]:
    """Both apps on files, or both on a server."""
    server = request.getfixturevalue("postgres") if store.kind == "postgresql" else None
    made = found_whole_line(tmp_path, store, server.new_database() if server else "", monkeypatch, DAY)
    yield made
    made.stop()


@pytest.mark.promise("P14")
def test_a_courier_that_is_killed_loses_nothing(line: WholeLine) -> None:
    with ordeal(line, "1") as found:
        found.run(KILLS)
        found.check()


@pytest.mark.mutant("P14")
def test_a_courier_that_forgets_before_it_posts_is_caught(line: WholeLine) -> None:
    with ordeal(line, "1", "hasty") as found:
        found.run(FEW)
        with pytest.raises(AssertionError):
            found.check()
