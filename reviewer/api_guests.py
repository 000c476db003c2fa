"""Routes of advisers and of the auditor: invite, list, confirm, close. Each parses, calls one function, answers."""

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, jsonify

from crypto.limits import ROLE_CHARACTERS, SIGNATURE
from reviewer import changes, confirming, guests
from reviewer.bodies import Octets, Text, read_json
from reviewer.models import Standing
from reviewer.state import signed_in, state
from reviewer.step_up import demand_fresh

blueprint = Blueprint("guests", __name__, url_prefix="/api")
LONGEST_BODY = 1024


@dataclass(frozen=True)
class InviteGuest:
    role: Annotated[str, Text(ROLE_CHARACTERS)]


@dataclass(frozen=True)
class Confirm:
    """`body` as docs/protocol.md, section 19, writes it; the signature is of who asks."""

    body: Annotated[str, Text(LONGEST_BODY)]
    signature: Annotated[bytes, Octets(SIGNATURE)]


@blueprint.get("/advisers")
def advisers() -> Response:
    own = state()
    with own.database.read() as session:
        return jsonify(advisers=guests.advisers(session, signed_in(), own.clock.today()))


@blueprint.post("/advisers/invitations")
def invite_adviser() -> Response:
    return _invite(Standing.ADVISER)


@blueprint.delete("/advisers/<login>")
def close_adviser(login: str) -> Response:
    demand_fresh()
    own = state()
    with own.database.write() as session:
        closed = guests.close_adviser(session, signed_in(), login)
    own.peppers.destroy(closed)
    return Response(status=204)


@blueprint.get("/auditors")
def auditors() -> Response:
    own = state()
    with own.database.read() as session:
        return jsonify(auditors=guests.auditors(session, own.clock.today()))


@blueprint.post("/auditors/invitations")
def invite_auditor() -> Response:
    return _invite(Standing.AUDITOR)


@blueprint.post("/auditors/<login>/confirmation")
def confirm_auditor(login: str) -> Response:
    asked, own = read_json(Confirm), state()
    demand_fresh()
    with own.database.write() as session:
        directory = changes.in_force(session)
        confirming.confirm(session, directory, signed_in(), login, (asked.body, asked.signature), own.clock.today())
    return Response(status=204)


@blueprint.delete("/auditors/<login>")
def close_auditor(login: str) -> Response:
    demand_fresh()
    own = state()
    with own.database.write() as session:
        closed = guests.close_auditor(session, login)
    own.peppers.destroy(closed)
    return Response(status=204)


def _invite(standing: Standing) -> Response:
    """Only once there is a committee: a guest relies on its list."""
    asked, own = read_json(InviteGuest), state()
    demand_fresh()
    with own.database.write() as session:
        changes.in_force(session)
        wrap_key, today = own.settings.wrap_key, own.clock.today()
        token, login = guests.invite(session, wrap_key, signed_in(), standing, asked.role, today)
    return jsonify(link_token=token.hex(), login=login)
