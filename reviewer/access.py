"""Who may call which route.

Deny by default: what is not in the table cannot be served, and an app with such a route does not start.
"""

from collections.abc import Mapping
from enum import StrEnum

from flask import Flask, g, request

from reviewer import committee, confirming, sessions
from reviewer.errors import NotConfirmed, NotSignedIn, NotYours
from reviewer.models import Standing
from reviewer.state import signed_in, state


class Access(StrEnum):
    OPEN = "open"  # anyone who reaches the server
    SIGNED_IN = "signed in"  # anyone with a live session
    ENROLLED = "enrolled"  # any member, also one whom no version of the directory names yet
    MEMBER = "member"  # a member whom the current directory names; before the founding, any member
    READER = "reader"  # such a member, or an adviser
    AUDITOR = "auditor"  # whom two members have confirmed
    RECORD = "record"  # such a reader or auditor: whoever sees that the record only grows


ACCESS: Mapping[str, Access] = {
    "pages.app_page": Access.OPEN,
    "pages.enrol_page": Access.OPEN,
    "pages.recover_page": Access.OPEN,
    "pages.static_file": Access.OPEN,
    "sign_in.by_code": Access.OPEN,
    "sign_in.challenge": Access.OPEN,
    "sign_in.by_passkey": Access.OPEN,
    "account.open_enrolment": Access.OPEN,
    "account.enrol": Access.OPEN,
    "account.open_recovery": Access.OPEN,
    "account.recover": Access.OPEN,
    "sign_in.end": Access.SIGNED_IN,
    "sign_in.session": Access.SIGNED_IN,
    "own.fresh": Access.SIGNED_IN,
    "own.confirm": Access.SIGNED_IN,
    "own.challenge": Access.SIGNED_IN,
    "own.confirm_by_passkey": Access.SIGNED_IN,
    "own.sessions_listing": Access.SIGNED_IN,
    "own.end_session": Access.SIGNED_IN,
    "own.end_other_sessions": Access.SIGNED_IN,
    "own.change_passphrase": Access.SIGNED_IN,
    "own.change_sheet": Access.SIGNED_IN,
    "own.offer_authenticator": Access.SIGNED_IN,
    "own.take_authenticator": Access.SIGNED_IN,
    "passkeys.listing": Access.SIGNED_IN,
    "passkeys.challenge": Access.SIGNED_IN,
    "passkeys.add": Access.SIGNED_IN,
    "passkeys.rename": Access.SIGNED_IN,
    "passkeys.remove": Access.SIGNED_IN,
    "founding.show": Access.MEMBER,
    "founding.invite": Access.MEMBER,
    "founding.withdraw": Access.MEMBER,
    "founding.give_keys_signature": Access.MEMBER,
    "founding.draw_up": Access.MEMBER,
    "founding.start_over": Access.MEMBER,
    "founding.sign": Access.MEMBER,
    "changes.show": Access.ENROLLED,
    "changes.give_keys_signature": Access.ENROLLED,
    "changes.invite": Access.MEMBER,
    "changes.uninvite": Access.MEMBER,
    "changes.propose": Access.MEMBER,
    "changes.withdraw": Access.MEMBER,
    "changes.sign": Access.MEMBER,
    "guests.advisers": Access.MEMBER,
    "guests.invite_adviser": Access.MEMBER,
    "guests.close_adviser": Access.MEMBER,
    "guests.auditors": Access.MEMBER,
    "guests.invite_auditor": Access.MEMBER,
    "guests.confirm_auditor": Access.MEMBER,
    "guests.close_auditor": Access.MEMBER,
    "inbox.directory": Access.SIGNED_IN,
    "inbox.batches": Access.MEMBER,
    "inbox.value": Access.MEMBER,
    "inbox.scan": Access.MEMBER,
    "inbox.marks": Access.SIGNED_IN,
    "inbox.keep_marks": Access.SIGNED_IN,
    "inbox.board": Access.MEMBER,
    "ring.show": Access.ENROLLED,
    "ring.keep": Access.MEMBER,
    "duty.show": Access.MEMBER,
    "duty.choose": Access.MEMBER,
    "orders.show": Access.MEMBER,
    "orders.place": Access.MEMBER,
    "orders.propose": Access.MEMBER,
    "orders.withdraw": Access.MEMBER,
    "orders.sign": Access.MEMBER,
    "orders.certified": Access.MEMBER,
    "cases.listing": Access.READER,
    "cases.entries": Access.READER,
    "cases.take": Access.READER,
    "cases.item": Access.READER,
    "cases.readers": Access.READER,
    "cases.index": Access.READER,
    "cases.keep_index": Access.READER,
    "tree.newest": Access.RECORD,
    "tree.consistency": Access.RECORD,
    "tree.inclusion": Access.READER,
    "audit.log": Access.AUDITOR,
    "audit.checkpoints": Access.AUDITOR,
    "audit.standing_orders": Access.AUDITOR,
    "audit.certified": Access.AUDITOR,
    "audit.export": Access.AUDITOR,
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
    """Let the request through to its view, or raise NotSignedIn, NotYours or NotConfirmed.

    An unknown path has no endpoint; it is answered as such.
    """
    wanted = None if request.endpoint is None else ACCESS.get(request.endpoint, Access.MEMBER)
    if wanted in (None, Access.OPEN):
        return
    _demand_session()
    if not _may(wanted):
        raise NotYours


def _may(wanted: Access | None) -> bool:
    standing = signed_in().standing
    match wanted:
        case Access.SIGNED_IN:
            return True
        case Access.ENROLLED:
            return standing is Standing.MEMBER
        case Access.READER:
            return _is_reader(standing)
        case Access.MEMBER:
            return _is_on_the_committee()
        case Access.AUDITOR:
            return standing is Standing.AUDITOR and _demand_confirmed()
        case Access.RECORD:
            return _is_reader(standing) or (standing is Standing.AUDITOR and _demand_confirmed())
    return False


def _is_reader(standing: Standing) -> bool:
    return standing is Standing.ADVISER or _is_on_the_committee()


def _demand_confirmed() -> bool:
    """Else one member, perhaps left out of a case, could see by an account of its own making who reads it."""
    with state().database.read() as session:
        if not confirming.is_confirmed(session, signed_in().id):
            raise NotConfirmed
    return True


def _is_on_the_committee() -> bool:
    """Whether the directory in force names this member's key. Who is enrolled but not signed in by the others yet, or
    was retired by them, reaches nothing but the own account."""
    member = signed_in()
    if member.standing is not Standing.MEMBER:
        return False
    with state().database.read() as session:
        return committee.names(session, member.sign_key)


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
    g.session = found
