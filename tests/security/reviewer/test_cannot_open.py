"""Reports are opened in members' browsers alone: no process of the reviewer even loads what could open or read one."""

import subprocess
import sys

import pytest

OPENS = {"crypto.opening", "crypto.payload", "crypto.reply", "crypto.phrase", "crypto.member"}
LOAD = "import importlib, sys; importlib.import_module(sys.argv[1]); print(' '.join(sys.modules))"


def loaded(module: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOAD, module], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["reviewer.serving", "reviewer.cli", "reviewer.courier"])
def test_the_reviewer_s_processes_hold_no_code_that_opens(module: str) -> None:
    assert not loaded(module) & OPENS


def test_the_question_above_finds_what_it_looks_for() -> None:
    assert loaded("crypto.opening") & OPENS
