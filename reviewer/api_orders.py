"""Routes of standing orders and certificates, for members. Each parses, calls one function, answers.

A freeze wants no fresh factor: who has to stop a destruction has no time for it, and the signature is by the own key.
"""

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, jsonify

from crypto.limits import HASH, LARGEST_U32, SIGNATURE
from reviewer import certificates, order_proposals, orders
from reviewer.bodies import Octets, Text, read_json
from reviewer.state import signed_in, state
from reviewer.step_up import demand_fresh

blueprint = Blueprint("orders", __name__, url_prefix="/api")
LONGEST_BODY = 8192


@dataclass(frozen=True)
class Given:
    """`body` as docs/protocol.md, section 20, writes it; the signature is of who asks."""

    body: Annotated[str, Text(LONGEST_BODY)]
    signature: Annotated[bytes, Octets(SIGNATURE)]


@dataclass(frozen=True)
class Agreed:
    """`order` is the hash of the proposal that is signed."""

    order: Annotated[bytes, Octets(HASH)]
    signature: Annotated[bytes, Octets(SIGNATURE)]


@blueprint.get("/orders")
def show() -> Response:
    own = state()
    with own.database.read() as session:
        return jsonify(order_proposals.overview(session, own.clock.today()))


@blueprint.post("/orders")
def place() -> Response:
    asked, own = read_json(Given), state()
    with own.database.write() as session:
        orders.place(session, signed_in(), asked.body, asked.signature, own.clock.today())
    return Response(status=204)


@blueprint.post("/orders/proposal")
def propose() -> Response:
    asked, own = read_json(Given), state()
    demand_fresh()
    with own.database.write() as session:
        done = order_proposals.propose(session, signed_in(), asked.body, asked.signature, own.clock.today())
    return jsonify(in_force=done)


@blueprint.delete("/orders/proposal")
def withdraw() -> Response:
    with state().database.write() as session:
        order_proposals.withdraw(session, signed_in())
    return Response(status=204)


@blueprint.post("/orders/signature")
def sign() -> Response:
    asked, own = read_json(Agreed), state()
    demand_fresh()
    with own.database.write() as session:
        done = order_proposals.sign(session, signed_in(), asked.order, asked.signature, own.clock.today())
    return jsonify(in_force=done)


@blueprint.get(f"/certificates/<int(max={LARGEST_U32}):start>")
def certified(start: int) -> Response:
    own = state()
    with own.database.read() as session:
        return jsonify(certificates.shown_to(session, own.settings.instance, signed_in().sign_key, start))
