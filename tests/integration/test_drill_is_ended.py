"""P11: of a drill that is ended no copy of the line's data stays, which no later destruction would reach."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.backup.drilling import temporary_database, temporary_folder
from tests.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
DRILL = """
import sys, time
from deploy.backup.drilling import temporary_folder
from deploy.backup.stopping import tidily
with tidily(), temporary_folder() as folder:
    (folder / "pepper").mkdir()
    (folder / "pepper" / "one").write_bytes(b"of a member")
    print(folder, flush=True)
    time.sleep(60)
"""
HURRIED = DRILL.replace("tidily(), ", "")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def begin(program: str) -> "subprocess.Popen[str]":
    """A drill that has written something."""
    drill = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, text=True
    )
    assert drill.stdout is not None
    assert drill.stdout.readline()
    return drill


def ended(program: str, number: int) -> int:
    drill = begin(program)
    drill.send_signal(number)
    drill.communicate(timeout=30)
    return drill.returncode


@pytest.mark.promise("P11")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_drill_that_is_told_to_stop_leaves_nothing(place: Path, number: int) -> None:
    assert ended(DRILL, number) != 0
    assert list(place.iterdir()) == []


@pytest.mark.mutant("P11")
def test_a_drill_that_just_ends_would_be_seen(place: Path) -> None:
    ended(HURRIED, signal.SIGTERM)
    assert list(place.iterdir()) != []


@pytest.mark.promise("P11")
def test_what_a_killed_drill_left_goes_with_the_next_and_one_at_work_stays(place: Path) -> None:
    ended(DRILL, signal.SIGKILL)
    (left,) = place.iterdir()
    working = begin(DRILL)
    try:
        assert not left.exists()
        (other,) = place.iterdir()
        with temporary_folder() as own:
            assert {*place.iterdir()} == {other, own}
        assert (other / "pepper" / "one").read_bytes() == b"of a member"
    finally:
        working.terminate()
        working.communicate(timeout=30)


@pytest.mark.promise("P11")
def test_a_database_that_a_killed_drill_left_goes_with_the_next(postgres: Postgres) -> None:
    server = postgres.url("postgres")
    with postgres.superuser() as connection:
        connection.execute('CREATE DATABASE "drill_00112233445566aa"')
        connection.execute('CREATE DATABASE "drill_of_somebody_else"')
    with temporary_database(server):
        assert drills(postgres) > {"drill_of_somebody_else"}
        assert "drill_00112233445566aa" not in drills(postgres)
    assert drills(postgres) == {"drill_of_somebody_else"}
    postgres.drop_database("drill_of_somebody_else")


def drills(postgres: Postgres) -> set[str]:
    with postgres.superuser() as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'drill%'").fetchall()
    return {name for (name,) in found}
