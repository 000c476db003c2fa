"""A conversation with the browser's code, which Node runs: see tests/vectors/README.md."""

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]
Ask = Callable[[Sequence[Json]], list[Json]]


@pytest.fixture
def ask(root: Path) -> Ask:
    """Puts requests to Node, bytes and all; each answer is the result or {"error": name}."""

    def put(requests: Sequence[Json]) -> list[Json]:
        text = json.dumps({"requests": requests}, default=bytes.hex)
        command = ["node", "tests/js/cross.mjs"]
        done = subprocess.run(command, input=text, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [answer.get("ok", answer) for answer in json.loads(done.stdout)["answers"]]

    return put
