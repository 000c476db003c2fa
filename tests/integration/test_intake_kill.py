"""kill -9 under load: every envelope that was answered `stored` is in a batch, none twice."""

import os
import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

from crypto.batch import split
from intake import epochs
from intake.batches import Batches
from tests.integration.intake_line import OCTETS, IntakeLine
from tests.security.intake_server import Server, running


def send_until(server: Server, stop: threading.Event, stored: set[bytes], fresh: list[bytes]) -> None:
    """Send envelopes, one after the other, and note which were answered `stored`."""
    with httpx.Client(timeout=5) as client:
        while fresh and not stop.is_set():
            envelope = fresh.pop()
            try:
                answer = client.post(
                    f"http://127.0.0.1:{server.port}/drop",
                    content=server.line.drop(envelope),
                    headers={"Content-Type": OCTETS},
                )
            except httpx.HTTPError:
                continue
            if answer.content.startswith(b"stored"):
                stored.add(envelope)


def kill_under_load(server: Server, seconds: float) -> set[bytes]:
    """The envelopes that were answered `stored` before every process of the server was killed."""
    stored, stop = set[bytes](), threading.Event()
    fresh = [server.line.envelope() for _ in range(200)]
    senders = [threading.Thread(target=send_until, args=(server, stop, stored, fresh)) for _ in range(6)]
    for sender in senders:
        sender.start()
    time.sleep(seconds)
    for pid in _descendants(server.pid):
        os.kill(pid, signal.SIGKILL)
    stop.set()
    for sender in senders:
        sender.join()
    return stored


def _descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [pid, *(one for child in children for one in _descendants(child))]


def carried(line: IntakeLine) -> list[bytes]:
    line.close()
    batches = Batches(line.folder)
    return [envelope for one in batches.closed(None) for envelope in split(batches.values(one.epoch))]


def check_rounds(folder: Path, rounds: int) -> None:
    stored: set[bytes] = set()
    line: IntakeLine | None = None
    for number in range(rounds):
        with running(folder, line=line) as server:
            line = server.line
            stored |= kill_under_load(server, 0.4 + 0.17 * (number % 5))
    assert line
    epochs.finish_interrupted(line.place)
    found = carried(line)
    assert len(stored) > 2 * rounds
    assert stored <= set(found)
    assert len(found) == len(set(found))


@pytest.mark.promise("P14")
def test_what_was_answered_stored_survives_kill_9(tmp_path: Path) -> None:
    check_rounds(tmp_path, 2)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_what_was_answered_stored_survives_many_kill_9(tmp_path: Path) -> None:
    check_rounds(tmp_path, 20)
