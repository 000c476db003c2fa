"""Routes by which a member's browser keeps the ring of its reading keys, and offers new ones."""

from dataclasses import dataclass, field
from typing import Annotated

from flask import Blueprint, Response, jsonify

from crypto.limits import HASH, KEY, MLKEM_PUBLIC, RING, SIGNATURE
from reviewer import changes, reading_keys
from reviewer.bodies import Octets, read_json
from reviewer.state import signed_in, state

blueprint = Blueprint("ring", __name__, url_prefix="/api")


@dataclass(frozen=True)
class Renewed:
    before: Annotated[bytes, Octets(HASH)]
    ring: Annotated[bytes, Octets(RING)] = field(repr=False)
    x25519: Annotated[bytes, Octets(KEY)]
    mlkem: Annotated[bytes, Octets(MLKEM_PUBLIC)]
    keys_signature: Annotated[bytes, Octets(SIGNATURE)]


@blueprint.get("/ring")
def show() -> Response:
    with state().database.read() as session:
        return jsonify(reading_keys.shown(session, signed_in()))


@blueprint.put("/ring")
def keep() -> Response:
    asked = read_json(Renewed)
    renewal = reading_keys.Renewal(asked.before, asked.ring, asked.x25519, asked.mlkem, asked.keys_signature)
    with state().database.write() as session:
        reading_keys.keep(session, changes.in_force(session), signed_in(), renewal)
    return Response(status=204)
