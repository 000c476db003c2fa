"""What the same work costs with nothing around it, in the same run: a bare loop, and an empty route."""

import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask

from crypto.boxes import box_open, box_seal
from crypto.drop import new_mix_key
from crypto.entropy import fresh
from crypto.limits import DROP, ENVELOPE, SEAL_OVERHEAD
from deploy.line import free_ports
from intake import serve
from intake.settings import Bind
from tests.bench.clients import HOST
from tests.bench.drops import load
from tests.security.intake_server import ROOT, wait_for

LOOPS = 300
REQUESTS = 2000
NOTHING = b"nothing"
GET = f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode()


def bare_loop_ms() -> float:
    """CPU of opening a sealed box of a drop's size and inserting an envelope's, durable one by one."""
    secret, public = new_mix_key()
    boxes = [box_seal(public, fresh(DROP - SEAL_OVERHEAD)) for _ in range(LOOPS)]
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        connection.execute("PRAGMA journal_mode=TRUNCATE")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE envelope (value BLOB NOT NULL)")
        begin = time.process_time()
        for box in boxes:
            connection.execute("INSERT INTO envelope VALUES (?)", (box_open(secret, box)[-ENVELOPE:],))
        spent = time.process_time() - begin
        connection.close()
    return spent / LOOPS * 1000


def measure_empty_route() -> dict[str, float]:
    """Server CPU of a route that does nothing, under granian as the intake launches it."""
    port = free_ports().intake
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.baseline", str(port)], cwd=ROOT)
    try:
        wait_for(process, port)
        load(process.pid, port, [GET] * 200, clients=8)  # imports and first times are not what is measured
        measured = load(process.pid, port, [GET] * REQUESTS, clients=8)
    finally:
        process.terminate()
        process.wait(15)
    if any(answer.body != NOTHING for answer in measured.answers):
        raise RuntimeError("the empty route did not answer")
    return {"empty_route_cpu_ms": measured.cpu_ms}


def empty() -> Flask:
    """An app whose one route does nothing."""
    app = Flask("empty")
    app.add_url_rule("/", "empty", lambda: NOTHING)
    return app


if __name__ == "__main__":
    serve.run("tests.bench.baseline:empty", Bind(HOST, int(sys.argv[1])))
