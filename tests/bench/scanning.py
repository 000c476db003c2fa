"""How long a member's device looks for its own envelopes in a batch, in the code that the browser runs."""

import json
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from crypto.entropy import fresh
from crypto.limits import INSTANCE
from crypto.sealing import filler
from tests.security.intake_server import ROOT

DIFFERENT = 64  # envelopes; a longer batch repeats them
RUNS = 3


def measure_scan() -> dict[str, float]:
    """The median of fresh processes: a member comes once a day, and the code is cold."""
    instance = fresh(INSTANCE)
    with tempfile.TemporaryDirectory() as folder:
        batch = Path(folder) / "batch"
        batch.write_bytes(b"".join(filler(instance) for _ in range(DIFFERENT)))
        runs = [_scan(batch, 32, 1024) for _ in range(RUNS)]
    short, long = (median(times) for times in zip(*runs, strict=True))
    return {"scan_32_ms": short, "scan_1024_ms": long}


def _scan(batch: Path, *counts: int) -> list[float]:
    command = ["node", "tests/bench/scan.mjs", str(batch), *map(str, counts)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)
    times: list[float] = json.loads(done.stdout)
    return times
