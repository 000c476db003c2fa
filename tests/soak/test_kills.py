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


@pytest.mark.soak
@pytest.mark.promise("P14")
@pytest.mark.timeout(120 + KILLS * SECONDS_FOR_EACH)
def test_nothing_acknowledged_is_lost_however_often_we_kill(tmp_path: Path, tell: Callable[[str], None]) -> None:
    seed = os.environ.get("SOAK_SEED") or secrets.token_hex(4)
    ordeal = Ordeal(tmp_path, random.Random(seed))
    try:
        ordeal.run(KILLS)
    finally:
        tell(f"seed {seed}: {ordeal.toll}")
    assert ordeal.toll.killed.total() >= KILLS
    assert len(ordeal.toll.stored) > KILLS
