"""How often something may be tried.

Never by address: behind one there may be a whole office, and addresses are not ours to keep.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter

from crypto.derivation import sha256
from crypto.errors import Malformed
from crypto.strict import parse_json
from reviewer import enrolment
from reviewer.bodies import LARGEST_JSON
from reviewer.errors import NotSignedIn, Refused
from reviewer.state import own_session, signed_in, state
from reviewer.tries import FAILURES

EVERYONE = "everyone"
MISSES = "60 per minute"
IMPORTS = "20 per hour"
REPLIES = "120 per hour"
ENTRIES = "600 per hour"
INDEXES = "600 per hour"
# Both second factors at one door are counted together.
DOORS = {"sign-in": ("sign_in.by_code", "sign_in.by_passkey"), "sheet": ("account.open_recovery",)}
CONFIRMING = ("own.confirm", "own.confirm_by_passkey", "own.change_passphrase", "own.change_sheet")
LINK = re.compile("[0-9a-f]{64}")


def register(app: Flask) -> None:
    """Put the limits below on the routes of `app`. To be called when all routes are there."""
    logging.getLogger("flask-limiter").disabled = True  # it would write down what was tried
    limiter = Limiter(key_func=lambda: EVERYONE, app=app, storage_uri="memory://", strategy="moving-window")
    for door, endpoints in DOORS.items():
        for endpoint in endpoints:
            _limit(app, limiter, endpoint, FAILURES, door, key_func=device, deduct_when=failed, exempt_when=is_strange)
    for endpoint in CONFIRMING:
        _limit(app, limiter, endpoint, FAILURES, "confirm", key_func=visit, deduct_when=guessed)
    for endpoint in ("account.open_enrolment", "account.enrol"):
        _limit(app, limiter, endpoint, MISSES, key_func=link, deduct_when=refused)
    _limit(app, limiter, "account.recover", MISSES, key_func=recovering, deduct_when=refused)
    _limit(app, limiter, "replies.import_sealed", IMPORTS, key_func=own)
    _limit(app, limiter, "replies.reply", REPLIES, key_func=own)
    _limit(app, limiter, "cases.take", ENTRIES, key_func=own)
    _limit(app, limiter, "cases.keep_index", INDEXES, key_func=own)


def device() -> str:
    """A bucket for each known device and sign-in name."""
    return f"device {_known_device()}"


def is_strange() -> bool:
    """Whether the device is not known for the name. Its tries are counted in tries.py: whatever was counted here for
    all such devices together, strangers could use up, and with it a member's first sign-in on a new device.
    """
    return _known_device() is None


def link() -> str:
    """A bucket for each link that works, one for all the rest: strangers' made-up links use up nobody's tries."""
    token, own = _claimed("token"), state()
    if not LINK.fullmatch(token):
        return EVERYONE
    with own.database.read() as session:
        live = enrolment.is_live(session, bytes.fromhex(token), own.clock.today())
    return f"link {sha256(token.encode()).hex()}" if live else EVERYONE


def recovering() -> str:
    """A bucket for each member whose sheet was just shown, one for all the rest."""
    try:
        member_id, _ = state().recovery_tokens.read(_claimed("token"), state().clock.minute())
    except NotSignedIn:
        return EVERYONE
    return f"member {member_id}"


def own() -> str:
    """A bucket for each member."""
    return f"member {signed_in().id}"


def visit() -> str:
    """A bucket for each session: who guesses in a stolen one uses up nothing of the member's own."""
    return f"session {own_session().token_hash.hex()}"


def failed(response: Response) -> bool:
    """Only failures count: a committee that signs in one after the other does not use up the bucket."""
    return response.status_code == 401


def guessed(response: Response) -> bool:
    """A wrong code or passphrase by somebody who is signed in."""
    return response.status_code == 400


def refused(response: Response) -> bool:
    """Whatever went wrong with a link or a token. What works is never held up by what does not."""
    return response.status_code >= 400


def _limit(app: Flask, limiter: Limiter, endpoint: str, limit: str, shared: str | None = None, **options: Any) -> None:
    """Limit one route; those with the same `shared` name are counted together."""
    guard: Callable[[Any], Any] = (
        limiter.limit(limit, **options) if shared is None else limiter.shared_limit(limit, scope=shared, **options)
    )
    app.view_functions[endpoint] = guard(app.view_functions[endpoint])


def _known_device() -> str | None:
    return state().devices.of(request, _claimed_login())


def _claimed_login() -> str:
    """The sign-in name in the body, in its stored form; empty if there is none that could be one."""
    try:
        return enrolment.canonical_login(_claimed("login"))
    except Refused:
        return ""


def _claimed(name: str) -> str:
    """The text of this name in the body; empty if there is none."""
    if request.content_length is None or request.content_length > LARGEST_JSON:
        return ""
    try:
        found = parse_json(request.get_data())
    except Malformed:
        return ""
    text = found.get(name) if isinstance(found, dict) else None
    return text if isinstance(text, str) else ""
