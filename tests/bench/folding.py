"""How long a member's device takes to fold a long case, in the code that the browser runs."""

import json
import subprocess
import tempfile
from pathlib import Path
from statistics import median

from tests.lifecycle.story import ANN, BEN, case_json, reach
from tests.security.intake_server import ROOT

ENTRIES = 200
RUNS = 5


def measure_fold() -> dict[str, float]:
    """The median of fresh processes: what counts is the first fold, with cold code."""
    story = reach("investigating")
    while story.next < ENTRIES:
        story.say(BEN, "task", who=ANN).say(ANN, "note", text="looked at a ledger " * 20)
        if story.next < ENTRIES:
            story.say(ANN, "task_done", task=story.next - 2)
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.json"
        case.write_text(json.dumps(case_json(story)), encoding="utf-8")
        return {"fold_200_ms": median(_first(case) for _ in range(RUNS))}


def _first(case: Path) -> float:
    command = ["node", "--no-warnings", "tests/bench/fold.mjs", str(case), "1"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    times: list[float] = json.loads(done.stdout)
    return times[0]
