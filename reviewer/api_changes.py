"""Routes of later versions of the directory: invite, propose, sign. Each parses, calls one function, answers."""

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, jsonify

from crypto.limits import HASH, MEMBER_SLOTS, ROLE_CHARACTERS, SIGNATURE
from crypto.strict import Fields
from reviewer import changes, newcomers
from reviewer.api_founding import Invite, KeysSignature
from reviewer.bodies import Octets, read_json
from reviewer.errors import MalformedRequest
from reviewer.state import signed_in, state
from reviewer.step_up import demand_fresh

blueprint = Blueprint("changes", __name__, url_prefix="/api/changes")


class Slots:
    """Member slots, ascending and distinct."""

    def read(self, fields: Fields, name: str) -> tuple[int, ...]:
        return fields.slots(name)


class Roles:
    """`[{"slot": s, "role": TEXT}, ...]`, no slot twice."""

    def read(self, fields: Fields, name: str) -> dict[int, str]:
        found = [Fields(one, ("slot", "role")) for one in fields.array(name)]
        roles = {one.number("slot", 0, MEMBER_SLOTS - 1): one.text("role") for one in found}
        if len(roles) < len(found) or any(len(role) > ROLE_CHARACTERS for role in roles.values()):
            raise MalformedRequest
        return roles


@dataclass(frozen=True)
class Wanted:
    retire: Annotated[tuple[int, ...], Slots()]
    admit: Annotated[tuple[int, ...], Slots()]
    roles: Annotated[dict[int, str], Roles()]


@dataclass(frozen=True)
class Agreed:
    """`list` is the hash of the proposal that is signed."""

    list: Annotated[bytes, Octets(HASH)]
    signature: Annotated[bytes, Octets(SIGNATURE)]


@blueprint.get("")
def show() -> Response:
    own = state()
    with own.database.read() as session:
        return jsonify(changes.overview(session, signed_in(), own.clock.today()))


@blueprint.post("/invitations")
def invite() -> Response:
    asked, own = read_json(Invite), state()
    demand_fresh()
    with own.database.write() as session:
        directory, whom = changes.in_force(session), (asked.slot, asked.role, asked.login)
        token = newcomers.invite(session, own.settings.wrap_key, directory, signed_in(), whom, own.clock.today())
    return jsonify(link_token=token.hex())


@blueprint.delete(f"/invitations/<int(max={MEMBER_SLOTS - 1}):slot>")
def uninvite(slot: int) -> Response:
    demand_fresh()
    own = state()
    with own.database.write() as session:
        taken_back = newcomers.withdraw(session, changes.in_force(session), slot)
    own.peppers.destroy(taken_back)
    return Response(status=204)


@blueprint.post("/keys-signature")
def give_keys_signature() -> Response:
    asked = read_json(KeysSignature)
    with state().database.write() as session:
        directory = changes.in_force(session)
        newcomers.give_keys_signature(session, directory, signed_in().id, asked.keys_signature)
    return Response(status=204)


@blueprint.post("")
def propose() -> Response:
    asked, own = read_json(Wanted), state()
    change = changes.Change(asked.retire, asked.admit, asked.roles)
    with own.database.write() as session:
        changes.propose(session, signed_in(), change, own.clock.today())
    return Response(status=204)


@blueprint.delete("")
def withdraw() -> Response:
    with state().database.write() as session:
        changes.withdraw(session, signed_in())
    return Response(status=204)


@blueprint.post("/signature")
def sign() -> Response:
    asked, own = read_json(Agreed), state()
    demand_fresh()
    with own.database.write() as session:
        done = changes.sign(session, signed_in(), asked.list, asked.signature, own.clock.today())
    for member_id in done.closed if done else ():
        own.peppers.destroy(member_id)
    return jsonify(in_force=done is not None)
