"""A demo whose folder is kept goes on where it was, also when it was cut off; and says so where it cannot."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy import demo
from deploy.demo_folder import FILE, Account, Kept, NoDemo, keep, kept_in
from deploy.line import Line, LineError, Ports, free_ports

PATIENCE_SECONDS = 90
CHAIR = Account("chair", "six words", "ABCDEFGH")


@contextmanager
def started(folder: Path, port: int, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "deploy.demo", "--data", str(folder), "--port", str(port)]
    with output.open("wb") as log:
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield running
    finally:
        if running.poll() is None:
            running.send_signal(signal.SIGINT)
            running.wait(PATIENCE_SECONDS)


def said(running: subprocess.Popen[bytes], output: Path, pattern: str) -> str:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := re.search(pattern, output.read_text(), re.MULTILINE):
            return found[1]
        assert running.poll() is None, output.read_text()
        time.sleep(0.1)
    raise AssertionError(output.read_text())


def first_of_three() -> int:
    """A port that was free a moment ago together with the two after it."""
    while True:
        port = free_ports().intake
        try:
            Line(Path(), Ports(port, port + 2, port + 1), 1).check_ports()
        except LineError:
            continue
        return port


def test_a_demo_that_was_killed_goes_on_in_its_folder_with_the_same_committee(tmp_path: Path) -> None:
    folder, port = tmp_path / "demo", first_of_three()
    fingerprint = r"Fingerprint of the directory   ([0-9a-f ]+)$"
    with started(folder, port, tmp_path / "first") as running:
        before = said(running, tmp_path / "first", fingerprint)
        running.kill()
        running.wait()
    wait_until_free(port)  # its servers end with it
    with started(folder, port, tmp_path / "second") as running:
        assert said(running, tmp_path / "second", fingerprint) == before
        assert re.search(r"^    chair +violet ladder", (tmp_path / "second").read_text(), re.MULTILINE)
    assert running.returncode == 0


def wait_until_free(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return Line(Path(), Ports(port, port + 2, port + 1), 1).check_ports()
        except LineError:
            assert time.monotonic() < deadline
        time.sleep(0.1)


def test_what_is_kept_comes_back_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    assert kept_in(tmp_path / "missing") is None
    assert kept_in(tmp_path) is None
    keep(tmp_path, Kept("ab" * 16, 15, (CHAIR,)))
    assert kept_in(tmp_path) == Kept("ab" * 16, 15, (CHAIR,))
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert "six words" not in repr(kept_in(tmp_path))


@pytest.mark.parametrize("content", ["", "{}", '{"accounts": [{"login": "chair"}]}', "[1]"])
def test_a_folder_without_a_whole_demo_is_left_alone_and_said_to_be(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(NoDemo):
        kept_in(tmp_path)
    assert demo.main(["--data", str(tmp_path)]) == 1
    assert "Name a new folder" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == [FILE]


def test_a_demo_that_stood_still_for_too_long_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(tmp_path, free_ports(), 15)
    monkeypatch.setattr(line, "upgrade", lambda: None)
    (tmp_path / "intake").mkdir()
    now = int(time.time()) // 15
    for behind, wanted in ((3, 3), (demo.MOST_BEHIND + 5, demo.MOST_BEHIND + 5)):
        for old in (tmp_path / "intake").iterdir():
            old.unlink()
        (tmp_path / "intake" / f"open-{now - behind}.sqlite3").touch()
        assert line.behind() in (wanted, wanted + 1)
    with pytest.raises(LineError, match="name another folder"):
        demo._go_on(line, Kept("ab" * 16, 15, ()))
