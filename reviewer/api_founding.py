"""Routes of the founding: invite, give keys, look at the draft, sign it. Each parses, calls one function, answers."""

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, jsonify

from crypto.limits import MEMBER_SLOTS, ROLE_CHARACTERS
from reviewer import enrolment, founding
from reviewer.bodies import Nothing, Octets, Text, Whole, read_json
from reviewer.models import LOGIN
from reviewer.state import signed_in, state
from reviewer.step_up import demand_fresh

blueprint = Blueprint("founding", __name__, url_prefix="/api/founding")


@dataclass(frozen=True)
class Invite:
    slot: Annotated[int, Whole(MEMBER_SLOTS - 1)]
    role: Annotated[str, Text(ROLE_CHARACTERS)]
    login: Annotated[str, Text(LOGIN)]


@dataclass(frozen=True)
class KeysSignature:
    keys_signature: Annotated[bytes, Octets(64)]


@dataclass(frozen=True)
class DraftSigned:
    signature: Annotated[bytes, Octets(64)]


@blueprint.get("")
def show() -> Response:
    own = state()
    with own.database.read() as session:
        seen = founding.overview(session, own.clock.today())
    return jsonify(seen | {"address": own.settings.intake_address})


@blueprint.post("/invitations")
def invite() -> Response:
    asked, own = read_json(Invite), state()
    demand_fresh()
    with own.database.write() as session:
        founding.demand_open(session)
        token = enrolment.invite(session, own.settings.wrap_key, asked.slot, asked.role, asked.login, own.clock.today())
    return jsonify(link_token=token.hex())


@blueprint.delete(f"/invitations/<int(max={MEMBER_SLOTS - 1}):slot>")
def withdraw(slot: int) -> Response:
    own = state()
    with own.database.write() as session:
        founding.demand_open(session)
        taken_back = enrolment.withdraw(session, slot)
    own.peppers.destroy(taken_back)
    return Response(status=204)


@blueprint.post("/keys-signature")
def give_keys_signature() -> Response:
    asked = read_json(KeysSignature)
    with state().database.write() as session:
        founding.give_keys_signature(session, _line(), signed_in().id, asked.keys_signature)
    return Response(status=204)


@blueprint.post("/draft")
def draw_up() -> Response:
    read_json(Nothing)
    with state().database.write() as session:
        founding.draw_up(session, _line())
    return Response(status=204)


@blueprint.delete("/draft")
def start_over() -> Response:
    with state().database.write() as session:
        founding.start_over(session)
    return Response(status=204)


@blueprint.post("/signature")
def sign() -> Response:
    asked = read_json(DraftSigned)
    demand_fresh()
    with state().database.write() as session:
        founded = founding.sign(session, _line(), signed_in().id, asked.signature)
    return jsonify(founded=founded)


def _line() -> founding.Line:
    own = state()
    return founding.line_of(own.settings, own.clock.today())
