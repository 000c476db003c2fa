"""kill -9 under load, many times over. SOAK_KILLS says how often, SOAK_SEED repeats the choices of another run."""

import os
import random
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.killing import Ordeal

KILLS = int(os.environ.get("SOAK_KILLS", "100"))
SECONDS_FOR_EACH = 20
PROGRAMS = ("serve", "worker", "close")


@pytest.mark.soak
@pytest.mark.promise("P14")
@pytest.mark.timeout(120 + KILLS * SECONDS_FOR_EACH)
@pytest.mark.parametrize("kind", ["files", "server"])
def test_nothing_acknowledged_is_lost_however_often_we_kill(
    tmp_path: Path, tell: Callable[[str], None], request: pytest.FixtureRequest, kind: str
) -> None:
    seed = os.environ.get("SOAK_SEED") or secrets.token_hex(4)
    server = request.getfixturevalue("postgres") if kind == "server" else None
    ordeal = Ordeal(tmp_path, random.Random(seed), server=server)
    try:
        ordeal.run(KILLS, PROGRAMS if server is None else (*PROGRAMS, "database"))
    finally:
        tell(f"seed {seed}: {ordeal.toll}")
    assert ordeal.toll.killed.total() >= KILLS
    assert len(ordeal.toll.stored) > KILLS
