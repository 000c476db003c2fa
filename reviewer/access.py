"""Who may call which route.

Deny by default: what is not in the table cannot be served, and an app with such a route does not start.
"""

from collections.abc import Mapping
from enum import StrEnum

from flask import Flask, g, request

from reviewer import sessions
from reviewer.errors import NotSignedIn
from reviewer.state import state


class Access(StrEnum):
    OPEN = "open"  # anyone who reaches the server
    MEMBER = "member"  # a member with a live session


ACCESS: Mapping[str, Access] = {
    "pages.app_page": Access.OPEN,
    "pages.enrol_page": Access.OPEN,
    "pages.recover_page": Access.OPEN,
    "pages.static_file": Access.OPEN,
    "account.sign_in": Access.OPEN,
    "account.open_enrolment": Access.OPEN,
    "account.enrol": Access.OPEN,
    "account.open_recovery": Access.OPEN,
    "account.recover": Access.OPEN,
    "account.sign_out": Access.MEMBER,
    "account.session": Access.MEMBER,
    "founding.show": Access.MEMBER,
    "founding.invite": Access.MEMBER,
    "founding.withdraw": Access.MEMBER,
    "founding.give_keys_signature": Access.MEMBER,
    "founding.draw_up": Access.MEMBER,
    "founding.start_over": Access.MEMBER,
    "founding.sign": Access.MEMBER,
    "inbox.directory": Access.MEMBER,
    "inbox.batches": Access.MEMBER,
    "inbox.value": Access.MEMBER,
    "inbox.scan": Access.MEMBER,
    "inbox.marks": Access.MEMBER,
    "inbox.keep_marks": Access.MEMBER,
    "inbox.board": Access.MEMBER,
    "replies.reply": Access.MEMBER,
    "replies.import_sealed": Access.MEMBER,
}


class UndeclaredRoute(Exception):
    """A route of the app is not in the table."""


def register(app: Flask) -> None:
    """Guard every route of `app`. To be called when all routes are there. Raises UndeclaredRoute."""
    missing = {rule.endpoint for rule in app.url_map.iter_rules()} - ACCESS.keys()
    if missing:
        raise UndeclaredRoute(", ".join(sorted(missing)))
    app.before_request(admit)


def admit() -> None:
    """Let the request through to its view, or raise NotSignedIn.

    An unknown path has no endpoint; it is answered as such.
    """
    if request.endpoint is not None and ACCESS.get(request.endpoint) is not Access.OPEN:
        _demand_session()


def _demand_session() -> None:
    own, minute = state(), state().clock.minute()
    token = sessions.read_cookie(request.cookies.get(sessions.COOKIE))
    with own.database.read() as session:
        found = sessions.find(session, token, minute, own.settings.session_idle_minutes)
    if token is None or found is None:
        raise NotSignedIn
    if found.stale:
        with own.database.write() as session:
            sessions.touch(session, token, minute)
    g.member = found.member
