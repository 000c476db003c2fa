"""A conversation with the browser's code, which Node runs: see tests/vectors/README.md."""

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import IO, Any

import pytest

Json = dict[str, Any]
Ask = Callable[[Sequence[Json]], list[Json]]


@pytest.fixture(scope="session")
def ask(root: Path) -> Iterator[Ask]:
    """Puts requests to one Node, bytes and all; each answer is the result or {"error": name}."""
    command = ["node", "tests/js/cross.mjs"]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
        assert node.stdin
        assert node.stdout
        yield partial(_put, node.stdin, node.stdout)
        node.stdin.close()


def _put(stdin: IO[str], stdout: IO[str], requests: Sequence[Json]) -> list[Json]:
    stdin.write(json.dumps({"requests": requests}, default=bytes.hex) + "\n")
    stdin.flush()
    answered = stdout.readline()
    assert answered, "Node ended: it has said why on its standard error"
    return [answer.get("ok", answer) for answer in json.loads(answered)["answers"]]
