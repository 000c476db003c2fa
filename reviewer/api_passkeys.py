"""Routes of the own passkeys: list, add, rename, remove. Each parses, calls one function, answers."""

import base64
from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, jsonify

from reviewer import passkeys
from reviewer.bodies import Nothing, Text, UpTo, read_json
from reviewer.challenges import Use
from reviewer.errors import MalformedRequest
from reviewer.models import LOGIN
from reviewer.passkeys import Made
from reviewer.state import own_session, signed_in, state
from reviewer.step_up import demand_fresh

blueprint = Blueprint("passkeys", __name__, url_prefix="/api/passkeys")

CLIENT_DATA, ATTESTATION = 2_048, 8_192


@dataclass(frozen=True)
class Add:
    name: Annotated[str, Text(4 * LOGIN)]
    client_data: Annotated[bytes, UpTo(CLIENT_DATA)]
    attestation: Annotated[bytes, UpTo(ATTESTATION)]


@dataclass(frozen=True)
class Rename:
    name: Annotated[str, Text(4 * LOGIN)]


@blueprint.get("")
def listing() -> Response:
    with state().database.read() as session:
        return jsonify(passkeys=passkeys.listed(session, signed_in().id))


@blueprint.post("/challenge")
def challenge() -> Response:
    """What the browser needs to make a passkey; the ones that the member has are not to be made again."""
    read_json(Nothing)
    demand_fresh()
    own, member = state(), signed_in()
    made = own.challenges.make(Use.ADD, own_session().token_hash, own.clock.minute())
    with own.database.read() as session:
        held = [_base64(one.credential) for one in passkeys.of(session, member.id)]
    return jsonify(
        challenge=_base64(made),
        host=passkeys.site_of(own.settings.address).host,
        company=own.settings.company,
        user=_base64(passkeys.user_of(member.id)),
        login=member.login,
        algorithms=[int(one) for one in passkeys.ALGORITHMS],
        credentials=held,
    )


@blueprint.post("")
def add() -> Response:
    asked, own = read_json(Add), state()
    demand_fresh()
    minute, signed = own.clock.minute(), passkeys.challenge_in(asked.client_data)
    if not own.challenges.is_good(signed, Use.ADD, own_session().token_hash, minute):
        raise MalformedRequest
    site, made = passkeys.site_of(own.settings.address), Made(asked.client_data, asked.attestation)
    with own.database.write() as session:
        passkeys.add(session, site, signed_in(), made, signed, asked.name, own.clock.today())
        if not own.challenges.spend(signed, minute):
            raise MalformedRequest
    return Response(status=204)


@blueprint.put("/<mark>")
def rename(mark: str) -> Response:
    """Only a name: it wants no fresh factor."""
    asked = read_json(Rename)
    with state().database.write() as session:
        passkeys.rename(session, signed_in().id, mark, asked.name)
    return Response(status=204)


@blueprint.delete("/<mark>")
def remove(mark: str) -> Response:
    demand_fresh()
    with state().database.write() as session:
        passkeys.remove(session, signed_in().id, mark)
    return Response(status=204)


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
