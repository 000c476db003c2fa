"""What an epoch costs that nobody waits for: its fillers, and its close."""

import tempfile
import time
from pathlib import Path
from statistics import median

from crypto.entropy import fresh
from crypto.limits import INSTANCE
from crypto.sealing import filler
from tests.integration.intake_line import IntakeLine

FILLERS = 100
CLOSES = 9


def measure_filler() -> dict[str, float]:
    """CPU of one filler."""
    instance = fresh(INSTANCE)
    begin = time.process_time()
    for _ in range(FILLERS):
        filler(instance)
    return {"filler_ms": (time.process_time() - begin) / FILLERS * 1000}


def measure_close() -> dict[str, float]:
    """How long the close of an epoch takes, 32 fresh fillers included."""
    with tempfile.TemporaryDirectory() as folder:
        line = IntakeLine(Path(folder) / "data", directory=False)
        return {"close_ms": median(_close_ms(line) for _ in range(CLOSES))}


def _close_ms(line: IntakeLine) -> float:
    begin = time.perf_counter()
    line.close()
    return (time.perf_counter() - begin) * 1000
