"""What granian calls in its worker process.

Nothing in these processes may log: libraries put addresses and bodies into their messages.
"""

import logging
import os

from flask import Flask

from intake.app import create_app, create_courier_app
from intake.settings import load


def public() -> Flask:
    """The public app, set up from the environment."""
    logging.disable()
    return create_app(load(os.environ))


def courier() -> Flask:
    """The courier's app, set up from the environment."""
    logging.disable()
    return create_courier_app(load(os.environ, courier=True))
