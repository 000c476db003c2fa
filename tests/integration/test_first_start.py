"""The first start by hand in README.md, done: its commands, one after the other, end in a line that can be reported to.

Only the founding, which is done in browsers, is done here as the demo does it.
"""

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from deploy.founding import found
from deploy.line import free_ports
from tests.integration.reviewer.committee import FOUNDERS

BLOCK = re.compile(r"^   ```sh\n(.*?)^   ```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"`(python -m [^`]+)`")
GOES_ON = ("python -m reviewer serve", "python -m intake serve", "python -m intake serve --courier")
RETRIES = 8  # with pauses that double: a minute in all


def steps(root: Path) -> str:
    text = (root / "README.md").read_text()
    return text.partition("## A first start by hand")[2].partition("\n##")[0]


class Shell:
    """One that an operator has open all the time: what it exports stays."""

    def __init__(self, folder: Path, root: Path, ports: dict[str, str]) -> None:
        self.folder = folder
        self.ports = ports
        self.env = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(root)}

    def run(self, script: str) -> str:
        """What it printed. Raises CalledProcessError."""
        for there, here in self.ports.items():
            script = script.replace(there, here)
        done = subprocess.run(
            ["/bin/bash", "-eu", "-c", f"{script}\nenv -0 >environment"],
            env=self.env, cwd=self.folder, capture_output=True, text=True, check=False, timeout=180,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        found = (self.folder / "environment").read_text().split("\0")
        self.env |= dict(one.split("=", 1) for one in found if one.startswith(("INTAKE_", "REVIEWER_")))
        return done.stdout

    @contextmanager
    def going_on(self, *command: str) -> Iterator[None]:
        started = subprocess.Popen([sys.executable, *command[1:]], env=self.env, cwd=self.folder)
        try:
            yield
        finally:
            started.terminate()
            started.wait(30)


def wait_for(url: str) -> None:
    """Raises ConnectError."""
    with httpx.Client(transport=httpx.HTTPTransport(retries=RETRIES)) as client:
        client.get(url)


def test_a_new_operator_gets_from_nothing_to_a_running_line(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, text = free_ports(), steps(root)
    before, heading, after = text.partition("9. **Backups**")
    assert heading
    shell = Shell(tmp_path, root, {"8001": str(free.intake), "8002": str(free.reviewer), "8003": str(free.courier)})
    for block in BLOCK.findall(before):
        shell.run(textwrap.dedent(block))
    shell.env |= {
        "INTAKE_BIND": f"127.0.0.1:{free.intake}",
        "INTAKE_COURIER_BIND": f"127.0.0.1:{free.courier}",
        "REVIEWER_BIND": f"127.0.0.1:{free.reviewer}",
        "REVIEWER_BUNDLES_DIR": str(root / "build" / "bundles"),
    }
    commands = [one for one in COMMAND.findall(before) if "import secrets" not in one]
    later = COMMAND.findall(after)
    for command in GOES_ON:
        commands.remove(command)
    invite, *others = commands
    assert "/enrol#" in shell.run(invite)
    shell.run("python -m reviewer members withdraw --slot 0")
    monkeypatch.chdir(tmp_path)  # the paths of the README are of where the operator is
    found(shell.env, FOUNDERS)
    with shell.going_on(*GOES_ON[0].split()), shell.going_on(*GOES_ON[1].split()), shell.going_on(*GOES_ON[2].split()):
        for port in (free.intake, free.reviewer, free.courier):
            wait_for(f"http://127.0.0.1:{port}/")
        for command in others:
            shell.run(command)
        for block in BLOCK.findall(after):
            shell.run(textwrap.dedent(block))
        for command in later:
            shell.run(command.replace("FILE", "record.export"))
        page = httpx.get(f"http://127.0.0.1:{free.intake}/en/")
    assert page.status_code == 200
    assert (len(others), len(later)) == (9, 2)
    assert len(list((tmp_path / "line/backups").rglob("*.slbak"))) == 2
    assert shell.run("python -m reviewer audit verify record.export")
    assert "1 of 1" in shell.run("python -m reviewer digest --once")
