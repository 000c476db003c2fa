"""kill -9 of the courier, many times over. SOAK_KILLS says how often, SOAK_SEED repeats the choices of another run."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.reviewer.conftest import store
from tests.integration.reviewer.stores import Store
from tests.integration.whole.courier_ordeal import ordeal
from tests.integration.whole.whole_line import found_whole_line

__all__ = ["store"]
KILLS = int(os.environ.get("SOAK_KILLS", "100"))
SECONDS_FOR_EACH, DAY = 20, 86_400


@pytest.mark.soak
@pytest.mark.promise("P14")
@pytest.mark.timeout(120 + KILLS * SECONDS_FOR_EACH)
def test_a_courier_loses_nothing_however_often_we_kill_it(
    store: Store,
    tmp_path: Path,
    tell: Callable[[str], None],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seed = os.environ.get("SOAK_SEED") or secrets.token_hex(4)
    server = request.getfixturevalue("postgres") if store.kind == "postgresql" else None
    line = found_whole_line(tmp_path, store, server.new_database() if server else "", monkeypatch, DAY)
    with ordeal(line, seed) as found:
        found.run(KILLS)
        found.check()
        tell(f"seed {seed}: killed {found.killed}, over {len(line.intake.epochs())} epochs")
    line.stop()
