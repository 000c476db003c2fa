"""Commands of both apps, each in a process of its own that is forked from one which has loaded them already: to load
an app takes a second, and most commands a tenth of one.

What a fresh interpreter loads, and that it finds an app at all, is asked where that is the question.
"""

import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
INTAKE = "app backup_commands cli publish_commands retention_commands upgrade_commands"
REVIEWER = "app audit_commands backup_commands cli procedure_commands retention_commands schema_commands"
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([
    *(f"intake.{name}" for name in INTAKE.split()),
    *(f"reviewer.{name}" for name in REVIEWER.split()),
    "alembic.command",
    "psycopg",
    "tests.integration.retaining",
    "tests.integration.reviewer.retention_kills",
])


def call(*words: str, env: Mapping[str, str], cwd: Path = ROOT, seconds: float = 120) -> CompletedProcess[str]:
    """As `python -m` with these words, a module first, and no terminal. Raises TimeoutExpired."""
    with TemporaryDirectory() as folder:
        said = Path(folder, "out"), Path(folder, "err")
        process = begin(*words, env=env, cwd=cwd, said=said)
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutExpired(words, seconds)
        return CompletedProcess(words, process.exitcode, *(one.read_text() for one in said))


def begin(*words: str, env: Mapping[str, str], cwd: Path = ROOT, said: tuple[Path, Path]) -> BaseProcess:
    """The same, begun; what it prints is added to these two files."""
    process = PROCESSES.Process(target=_be, args=(words, dict(env), cwd, said))
    process.start()
    return process


def _be(words: Sequence[str], env: Mapping[str, str], cwd: Path, said: Sequence[Path]) -> None:
    """In the new process."""
    for number, file in enumerate(said, start=1):
        os.dup2(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = list(words)
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)
