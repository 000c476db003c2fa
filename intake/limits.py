"""How much is taken from everybody together.

There is one limit and one key for all: an address is never looked at, let alone kept.

A limit for each address would tell colleagues behind one connection that somebody reported, and would lock them out.
"""

from flask import Flask
from flask_limiter import Limiter

EVERYBODY = "everybody"
# What one process writes is the true bound (intake/writer.py); this one keeps a flood from burning the processor.
DROPS = "300 per second"


def limiter_for(app: Flask) -> Limiter:
    """The limiter of one process, in memory; its answers carry no headers and it logs nothing."""
    return Limiter(lambda: EVERYBODY, app=app, storage_uri="memory://", strategy="fixed-window", headers_enabled=False)
