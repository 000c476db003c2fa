"""Slow clients and cut ones: they hold up nobody behind the documented proxy, and leave nothing behind."""

import secrets
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from crypto.limits import DROP
from intake.serve import THREADS
from tests.security.intake_server import START_SECONDS, files_with, running
from tests.security.test_intake_proxy import line_behind, status
from tests.security.test_intake_traces import launch_other, post

MORE_THAN_THREADS = THREADS + 20
SLOW_HEADERS = 40
BREATH_SECONDS = 0.5
STUCK_SECONDS = 5.0
BODY_BEGINS = 1
HONEST = 5
# An intake that keeps what has arrived of a drop, so that a broken upload could go on later.
KEEPING = """
import os
from pathlib import Path
from flask import request
from intake import views
import intake.wsgi
def keep():
    with Path(os.environ["INTAKE_DATA_DIR"], "upload").open("ab", buffering=0) as upload:
        while piece := request.stream.read(512):
            upload.write(piece)
    return b""
views._drop_body = keep
factory = intake.wsgi.public
"""
Connect = Callable[[], socket.socket]


@contextmanager
def dribbling(connect: Connect, bodies: int, headers: int, request: bytes = post(bytes(DROP))) -> Iterator[None]:
    """So many clients whose body never ends, and so many whose header never does; each sends a byte now and then."""
    head, over = request.index(b"\r\n\r\n") + 4, threading.Event()
    begun = [request[: head + BODY_BEGINS]] * bodies + [request[:30]] * headers
    with ExitStack() as stack:
        clients = []
        for first in begun:
            clients.append(stack.enter_context(connect()))
            clients[-1].sendall(first)
        breathing = threading.Thread(target=_breathe, args=(clients, over))
        breathing.start()
        stack.callback(breathing.join)
        stack.callback(over.set)
        yield


def _breathe(clients: list[socket.socket], over: threading.Event) -> None:
    while not over.wait(BREATH_SECONDS):
        for client in clients:
            with suppress(OSError):  # some are hung up on, as they should be
                client.send(b"a")


def let_in(send: Callable[[], bytes]) -> bool:
    """Whether an honest request is answered, and another, while the slow ones take their places."""
    for _ in range(HONEST):
        time.sleep(BREATH_SECONDS)
        if not send().startswith(b"HTTP/1.1 200"):
            return False
    return True


@pytest.mark.promise("P15")
def test_slow_clients_keep_no_honest_drop_out_behind_the_proxy(tmp_path: Path) -> None:
    with line_behind(tmp_path) as line:
        connects = (line.proxy.connect, line.proxy.connect_onion)
        with (
            dribbling(connects[0], SLOW_HEADERS, SLOW_HEADERS),
            dribbling(connects[1], MORE_THAN_THREADS, SLOW_HEADERS),
        ):
            assert let_in(lambda: line.proxy.send(post(line.server.line.drop()), START_SECONDS))


@pytest.mark.mutant("P15")
def test_slow_clients_of_an_intake_without_a_proxy_would_be_caught(tmp_path: Path) -> None:
    with running(tmp_path) as server, dribbling(server.connect, MORE_THAN_THREADS, 0):
        assert not let_in(lambda: server.send(post(server.line.drop()), STUCK_SECONDS))


def cut(connect: Connect, request: bytes, stage: int, *, reset: bool) -> None:
    """Send so many bytes of the request, then hang up: in order, or as when a cable is pulled."""
    with connect() as connection, suppress(OSError):
        if reset and connection.family != socket.AF_UNIX:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(request[:stage])


def cut_everywhere(connect: Connect, canary: bytes, turns: int) -> None:
    """Drops with this canary in each 512 bytes of them, cut at every stage, and some answers that nobody waits for."""
    request = post(canary.ljust(512, b".") * (DROP // 512), b"User-Agent: " + canary)
    head = len(request) - DROP
    for stage in (0, 10, head - 20, head, head + 1, head + DROP // 2, head + DROP - 1, head + DROP):
        for turn in range(turns):
            cut(connect, request, stage, reset=turn % 2 == 1)


@pytest.mark.promise("P5")
@pytest.mark.parametrize("proxied", [False, True], ids=["direct", "behind the proxy"])
def test_cut_uploads_leave_nothing_behind_and_hold_no_thread(tmp_path: Path, proxied: bool) -> None:
    canary = secrets.token_hex(16).encode()
    with line_behind(tmp_path) as line:
        turns = MORE_THAN_THREADS // 4  # four of the stages are in the body: if each held a thread, none would be left
        cut_everywhere(line.proxy.connect if proxied else line.server.connect, canary, turns)
        assert status(line.server.send(post(line.server.line.drop()), START_SECONDS)) == 200
        line.server.line.close()
        assert not [folder for folder in line.folders if files_with(folder, canary)]


@pytest.mark.mutant("P5")
def test_an_intake_that_keeps_the_beginning_of_uploads_would_be_caught(tmp_path: Path) -> None:
    canary = secrets.token_hex(16).encode()
    with running(tmp_path / "run", launch_other(tmp_path / "code", KEEPING)) as server:
        cut_everywhere(server.connect, canary, 1)
        assert status(server.send(post(server.line.drop()), START_SECONDS)) >= 400
        deadline = time.monotonic() + START_SECONDS
        while not files_with(server.folder, canary) and time.monotonic() < deadline:
            time.sleep(0.1)  # what was cut off is written whenever its thread gets to it
        assert files_with(server.folder, canary)
