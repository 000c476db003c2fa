"""Jobs that a timer and an operator start at the same moment: the work is done once, and neither run fails."""

import subprocess
import sys

from sqlalchemy import func, select

from reviewer.case_models import Leaf, StoredCheckpoint
from tests.integration.reviewer.committee import Committee

SEAL = [sys.executable, "-m", "reviewer", "audit", "seal", "--once"]
BLOCK = 64


def test_two_seals_at_once_make_one_checkpoint(founded: Committee) -> None:
    started = [
        subprocess.Popen(SEAL, env=founded.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [one.communicate(timeout=60) for one in started]
    assert [one.returncode for one in started] == [0, 0, 0], said
    assert sum("checkpoint of epoch" in out for out, _ in said) == 1
    with founded.database.read() as session:
        assert session.scalar(select(func.count()).select_from(StoredCheckpoint)) == 1
        assert session.scalar(select(func.count()).select_from(Leaf)) == BLOCK
