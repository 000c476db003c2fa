"""Serves the app by granian, which writes nothing about requests: no access log, no log at all."""

import os
from pathlib import Path

from flask import Flask
from granian.constants import Interfaces
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
    # ONE worker: rate limits are counted in memory.
    common = {
        "interface": Interfaces.WSGI,
        "workers": 1,
        "blocking_threads": THREADS,
        "factory": True,
        "websockets": False,
        "log_enabled": False,
    }
    if bind.startswith("unix:"):
        where = {"uds": Path(bind.removeprefix("unix:")), "uds_permissions": SOCKET_MODE}
    else:
        host, _, port = bind.rpartition(":")
        where = {"address": host.strip("[]"), "port": int(port)}
    Server("reviewer.serving:application", **common, **where).serve()  # type: ignore[arg-type]
