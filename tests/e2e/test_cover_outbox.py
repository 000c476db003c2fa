"""A report written on the offline page goes out in the place of a cover, and reaches its readers like any other."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from crypto.directory import verify_directory
from deploy.line import ROOT, Line
from tests.e2e import test_sealed_file as offline
from tests.e2e.conftest import EPOCH_SECONDS, FOUNDERS
from tests.e2e.people import fresh_context, member

Founded = tuple[Line, dict[str, str]]
TEXT = "Sent by a machine that always sends."
HASTE = ("--once", "--every-minutes", "0.02", "--mean-hours", "0.00002", "--epoch-seconds", str(EPOCH_SECONDS))


def fingerprint(line: Line) -> str:
    file = httpx.get(f"{line.intake_url}/directory").content
    return verify_directory(file, today=None, fingerprint=None).current.hash.hex()


def test_a_file_in_the_outbox_reaches_its_readers(
    chromium: Browser, founded: Founded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line, secrets = founded
    monkeypatch.setattr(offline, "TEXT", TEXT)
    sealed, _ = offline.write_offline(chromium, line, offline.save_offline_page(chromium, line, tmp_path), tmp_path)
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    sealed.rename(outbox / sealed.name)

    place = ("--line", line.intake_url, "--fingerprint", fingerprint(line), "--outbox", str(outbox))
    done = subprocess.run(
        [sys.executable, "-m", "deploy.cover", *place, *HASTE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(outbox.iterdir()) == []

    reader = FOUNDERS[1]
    director = member(fresh_context(chromium), line, reader, secrets[reader.login])
    director.sign_in()
    director.wait_for_report(TEXT)
    assert TEXT in director.read(TEXT)
