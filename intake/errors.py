"""What can go wrong in the intake, and the one place that turns it into answers: fixed bodies of one length, no word
about the request.

What is logged of an unexpected failure is the name of its type. The text of an exception may hold what somebody sent,
so it never is.
"""

import sys
from collections.abc import Mapping
from contextlib import suppress

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from crypto.errors import ProtocolError

ANSWER_BYTES = 32
KNOWN_STATUSES = (400, 401, 404, 405, 409, 411, 413, 415, 422, 429, 500, 503)


class IntakeError(Exception):
    """Of all that the intake itself raises; the text is for the operator and holds nothing of a request."""


class Busy(IntakeError):
    """More drops wait than can be written; the sender should come again."""


class NotReady(IntakeError):
    """There is no directory, board, page or open epoch yet."""


class NotUpgraded(IntakeError):
    """A database file is missing or of another version."""


class OpenEpochLost(IntakeError):
    """Batches exist, but the file of the open epoch does not."""


class NothingLost(IntakeError):
    """There is an open epoch, or there never was one: nothing is to be opened in its place."""


class CloseRunning(IntakeError):
    """Another process is closing or opening an epoch, or destroys batches."""


class BatchesBusy(IntakeError):
    """Somebody reads the file of batches, so that another cannot take its place."""


class LogIsKept(IntakeError):
    """The server is set so that its log of what was written keeps what was destroyed."""


class LogLingers(IntakeError):
    """Something holds up old parts of the server's log; the next run finds them gone, or says so again."""


class TooFarBehind(IntakeError):
    """So many epochs are over that the clock is rather wrong."""


class BoardOfTomorrow(IntakeError):
    """The board served is of an epoch that is not over."""


class BrokenOrders(IntakeError):
    """The standing orders held do not follow from one another, or are not members'."""


class NeverCarried(IntakeError):
    """An epoch is older than its days and was in no stored list."""


class OtherPlan(IntakeError):
    """What is due is not what the operator looked at."""


class TooMuchAtOnce(IntakeError):
    """So many epochs are due that a clock, or a rule, is rather wrong."""


class OrdersUnheard(IntakeError):
    """The intake was restored, and no courier came since: a freeze may be newer than the backup."""


class OrdersCame(IntakeError):
    """A standing order came while a destruction ran, which therefore did nothing."""


class NotNewer(IntakeError):
    """A board, directory or chain of orders that does not follow the one held; `held` is the number of that one."""

    def __init__(self, held: int | None) -> None:
        super().__init__("does not follow the one held")
        self.held = held


class Unacceptable(IntakeError):
    """A board, directory or chain of orders that is not valid for this line."""


STATUSES: Mapping[type[Exception], int] = {
    Busy: 503,
    NotReady: 503,
    NotNewer: 409,
    Unacceptable: 422,
    ProtocolError: 422,
}


def padded(text: str) -> bytes:
    """The text, filled with spaces to the one length that all short answers have."""
    return text.encode().ljust(ANSWER_BYTES)


def answer(status: int) -> Response:
    """The fixed answer for a status; a status that is not known here becomes 400 or 500."""
    known = status if status in KNOWN_STATUSES else 400 if 400 <= status < 500 else 500
    return Response(padded(f"error {known}"), known, content_type="text/plain; charset=utf-8")


def log_failure(where: str, error: BaseException) -> None:
    """Say that something unexpected happened, by the name of its type alone."""
    with suppress(OSError):  # nobody may hear it: a full disk stops the log as well, and must not stop the writer
        print(f"intake: {where}: {type(error).__name__}", file=sys.stderr, flush=True)


def status_of(error: Exception) -> int:
    """The status that answers this failure; 500 for one that nobody expected."""
    if isinstance(error, HTTPException):
        return error.code or 500
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500)


def register(app: Flask) -> None:
    """Answer every failure of this app with its fixed body.

    Registered for Exception, so that Flask logs none of them itself.
    """

    @app.errorhandler(Exception)
    def _answer(error: Exception) -> Response:
        status = status_of(error)
        if status == 500:
            log_failure("unexpected", error)
        return answer(status)
