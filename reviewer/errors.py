"""Every way in which a request fails, and the one table that turns it into an answer: a fixed status, a fixed body,
nothing of the request.
"""

import logging
from collections.abc import Callable

from flask import Flask, Response
from flask_limiter.errors import RateLimitExceeded
from werkzeug.exceptions import HTTPException

from crypto.errors import ProtocolError
from reviewer.database import DatabaseAway, DatabaseFailed

log = logging.getLogger("reviewer")
FAILURE = '{"error":"failure"}'


class Refused(Exception):
    """The request is refused. Subclasses name why; `status`, `code` and, if there is one, a code as `reason` are all
    that the answer says.
    """

    status = 400
    code = "malformed"
    reason = ""


class MalformedRequest(Refused):
    """Not of the form that the route takes."""


class WrongDay(Refused):
    """What was signed is not of today, as the server counts days."""

    code = "day"


class WrongCode(Refused):
    """The authenticator code given at enrolment does not fit."""

    code = "wrong_code"


class WrongPassphrase(Refused):
    """The passphrase in force, shown before it or the sheet is replaced, does not fit."""

    code = "wrong_passphrase"


class NotSignedIn(Refused):
    """No session, a session that ended, or a sign-in that failed, for whatever reason."""

    status, code = 401, "not_signed_in"


class ForeignOrigin(Refused):
    """A state-changing request that does not come from our own pages."""

    status, code = 403, "foreign"


class NotYours(Refused):
    """Signed in, but as somebody whom this route is not for."""

    status, code = 403, "not_yours"


class NotConfirmed(Refused):
    """An auditor whom two members have not confirmed yet."""

    status, code = 403, "not_confirmed"


class FreshFactorNeeded(Refused):
    """Signed in, but the last second factor of this session is too long ago for such an act."""

    status, code = 403, "confirm"


class Retired(Refused):
    """Of somebody who left the committee, or whose account was closed. Only who shows both secrets is told."""

    status, code = 403, "retired"


class NotFound(Refused):
    status, code = 404, "not_found"


class MissingLength(Refused):
    status, code = 411, "length"


class TooLarge(Refused):
    status, code = 413, "too_large"


class WrongMediaType(Refused):
    status, code = 415, "media_type"


class TooMany(Refused):
    status, code = 429, "too_many"


class Unavailable(Refused):
    """The database is away. The same may be asked again."""

    status, code = 503, "unavailable"


class Conflict(Refused):
    """The founding is not at the point where this can be done."""

    status, code = 409, "not_ready"


class AlreadyFounded(Conflict):
    code = "founded"


class DraftExists(Conflict):
    code = "draft_exists"


class NoDraft(Conflict):
    code = "no_draft"


class NotReady(Conflict):
    code = "not_ready"


class Taken(Conflict):
    """The slot or the sign-in name has somebody already."""

    code = "taken"


class Moved(Conflict):
    """Somebody else was faster: with this entry of a case, or another device with the member's ring."""

    code = "moved"


class DraftExpired(Conflict):
    code = "expired"


class SlotUsed(Conflict):
    """Somebody had this slot before: reports that exclude them would exclude whoever comes after."""

    code = "slot_used"


class TooFew(Conflict):
    """Fewer than three members would be left."""

    code = "too_few"


class PasskeyKnown(Conflict):
    """This passkey is somebody's already."""

    code = "passkey_known"


class TooManyPasskeys(Conflict):
    code = "passkeys_full"


class WebMistake(Refused):
    """What Werkzeug refuses by itself (unknown path, method, length): same short answers."""

    def __init__(self, status: int) -> None:
        known = {404: "not_found", 405: "method", 411: "length", 413: "too_large", 415: "media_type"}
        self.status = status if status in known else 400
        self.code = known.get(status, "malformed")


def answer(error: Refused) -> Response:
    reason = f',"reason":"{error.reason}"' if error.reason else ""
    return Response(f'{{"error":"{error.code}"{reason}}}', error.status, mimetype="application/json")


def register(app: Flask) -> None:
    """Attach the table to `app`."""
    handlers: list[tuple[type[Exception], Callable[..., Response]]] = [
        (Refused, answer),
        (ProtocolError, lambda _: answer(MalformedRequest())),
        (RateLimitExceeded, lambda _: answer(TooMany())),
        (DatabaseAway, _away),
        (DatabaseFailed, _broken),
        (HTTPException, lambda error: answer(WebMistake(error.code or 400))),
        (Exception, _failure),
    ]
    for kind, handler in handlers:
        app.register_error_handler(kind, handler)


def _away(error: DatabaseAway) -> Response:
    log.error("database away: %s", error)
    return answer(Unavailable())


def _broken(error: DatabaseFailed) -> Response:
    log.error("failure: DatabaseFailed %s", error)
    return Response(FAILURE, 500, mimetype="application/json")


def _failure(error: Exception) -> Response:
    # The type and nothing else: texts and traces carry values of requests and of rows.
    log.error("failure: %s", type(error).__name__)
    return Response(FAILURE, 500, mimetype="application/json")
