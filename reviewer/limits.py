"""How often something may be tried.

Never by address: behind one there may be a whole office, and addresses are not ours to keep.
"""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter

from crypto.errors import Malformed
from crypto.strict import parse_json
from reviewer.bodies import LARGEST_JSON
from reviewer.enrolment import canonical_login
from reviewer.errors import Refused
from reviewer.state import signed_in, state

EVERYONE = "everyone"
FAILURES = "10 per minute; 40 per hour"
OPENINGS = "60 per minute"
IMPORTS = "20 per hour"
REPLIES = "120 per hour"


def register(app: Flask) -> None:
    """Put the limits below on the routes of `app`. To be called when all routes are there."""
    logging.getLogger("flask-limiter").disabled = True  # it would write down what was tried
    limiter = Limiter(key_func=lambda: EVERYONE, app=app, storage_uri="memory://", strategy="moving-window")
    for endpoint in ("account.sign_in", "account.open_recovery"):
        _limit(app, limiter, endpoint, FAILURES, key_func=device, deduct_when=failed)
    for endpoint in ("account.open_enrolment", "account.enrol", "account.recover"):
        _limit(app, limiter, endpoint, OPENINGS)
    _limit(app, limiter, "replies.import_sealed", IMPORTS, key_func=own)
    _limit(app, limiter, "replies.reply", REPLIES, key_func=own)


def device() -> str:
    """A bucket for each known device and sign-in name, one for all the rest: strangers can use up only their own."""
    known = state().devices.of(request, _claimed_login())
    return f"device {known}" if known else EVERYONE


def own() -> str:
    """A bucket for each member."""
    return f"member {signed_in().id}"


def failed(response: Response) -> bool:
    """Only failures count: a committee that signs in one after the other does not use up the bucket."""
    return response.status_code == 401


def _limit(app: Flask, limiter: Limiter, endpoint: str, limit: str, **options: Any) -> None:
    guard: Callable[[Any], Any] = limiter.limit(limit, **options)
    app.view_functions[endpoint] = guard(app.view_functions[endpoint])


def _claimed_login() -> str:
    """The sign-in name in the body, in its stored form; empty if there is none that could be one."""
    if request.content_length is None or request.content_length > LARGEST_JSON:
        return ""
    try:
        found = parse_json(request.get_data())
        return canonical_login(found["login"]) if isinstance(found, dict) and isinstance(found["login"], str) else ""
    except (Malformed, Refused, KeyError):
        return ""
