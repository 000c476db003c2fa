"""Commands of both apps, each in a process of its own that is forked from one which has loaded them already: to load
an app takes a second, and most commands a tenth of one.

What a fresh interpreter loads, and that it finds the app at all, is asked where that is the question.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import intake.app
import intake.backup_commands
import intake.cli
import intake.doctor
import intake.publish
import intake.upgrade
import reviewer.app
import reviewer.audit_commands
import reviewer.backup_commands
import reviewer.cli
import reviewer.doctor_commands
import reviewer.procedure_commands
import reviewer.retention_commands
import reviewer.schema_commands

ROOT = Path(__file__).parents[1]
LOADED = (intake, reviewer)
PROCESSES = multiprocessing.get_context("forkserver")


def call(
    *words: str, env: Mapping[str, str], cwd: Path = ROOT, seconds: float = 120
) -> "subprocess.CompletedProcess[str]":
    """`python -m` with these words, the app first, with no terminal. Raises TimeoutExpired."""
    with TemporaryDirectory() as folder:
        said = Path(folder, "out"), Path(folder, "err")
        process = PROCESSES.Process(target=_be, args=(words, dict(env), cwd, said))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, seconds)
        return subprocess.CompletedProcess(words, process.exitcode, *(one.read_text() for one in said))


def _be(words: Sequence[str], env: Mapping[str, str], cwd: Path, said: Sequence[Path]) -> None:
    """In the new process."""
    for number, file in enumerate(said, start=1):
        os.dup2(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = list(words)
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
