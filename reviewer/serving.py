"""Serves the app by granian, which writes nothing about requests: no access log, no log at all."""

import os
from pathlib import Path

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.server import Server

from reviewer import settings
from reviewer.app import create_app

THREADS = 4
SOCKET_MODE = 0o660


def application() -> Flask:
    """What the server's worker process loads; its settings come from the environment."""
    return create_app(settings.load(os.environ))


def serve(bind: str) -> None:
    """Serve on HOST:PORT or unix:/PATH until stopped."""
    host, _, port = bind.rpartition(":")
    path = Path(bind.removeprefix("unix:")) if bind.startswith("unix:") else None
    Server(
        "reviewer.serving:application",
        address="" if path else host.strip("[]"),
        port=0 if path else int(port),
        uds=path,
        uds_permissions=SOCKET_MODE if path else None,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,  # rate limits are counted in its memory
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_enabled=False,
        log_access=False,
        factory=True,
    ).serve()
