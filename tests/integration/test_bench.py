"""The measurements can be taken, and are told as they were found."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.measures import BY_KEY, MEASURES, table
from tests.bench.purging import measure_purge


def test_json_is_one_object_and_nothing_else(root: Path) -> None:
    command = [sys.executable, "-m", "tests.bench", "--json", "filler_ms", "scan_32_ms"]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    assert list(found) == ["scan_32_ms", "scan_1024_ms", "filler_ms"]
    assert all(value > 0 for value in found.values())


def test_a_run_over_more_cases_than_one_portion_needs_little_memory() -> None:
    aim = BY_KEY["purge_peak_mb"].aim
    assert aim is not None
    assert measure_purge(450)["purge_peak_mb"] < aim


def test_the_table_says_which_aims_are_missed() -> None:
    found = {measure.key: 1.0 for measure in MEASURES} | {"first_page_kb": 101.0}
    rows = {row.split()[0]: row for row in table(found).splitlines()}
    assert set(rows) == {"measure", *found}
    assert [key for key, row in rows.items() if row.split()[3] == "over"] == ["errors_50_clients", "first_page_kb"]
