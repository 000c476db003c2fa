"""The property tests of both languages with many more examples, each file in a process of its own.

SOAK_SECONDS bounds each.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.property.profiles import LONG, TIMES

FILES = sorted((Path(__file__).parents[1] / "property").glob("test_*.py"))
SECONDS = int(os.environ.get("SOAK_SECONDS", "1200"))


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 60)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_properties_hold_for_many_more_examples(file: Path, root: Path, tell: Callable[[str], None]) -> None:
    command = [sys.executable, "-m", "pytest", str(file), f"--hypothesis-profile={LONG}", "-o", "timeout=0"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout[-8000:]
    tell(f"{TIMES} times the examples: {done.stdout.strip().splitlines()[-1].strip('= ')}")


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 60)
def test_properties_of_the_browsers_code_hold_for_many_more_examples(root: Path, tell: Callable[[str], None]) -> None:
    environment = {**os.environ, "PROPERTY_TIMES": str(TIMES)}
    command = ["node", "--test", "tests/js/properties.test.js"]
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout[-8000:]
    tell(f"{TIMES} times the examples: {', '.join(re.findall(r'^# ((?:pass|fail) .*)$', done.stdout, re.MULTILINE))}")
