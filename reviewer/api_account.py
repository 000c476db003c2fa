"""Routes by which somebody becomes known, or known again: enrolment, recovery.

Each parses, calls one function, answers.
"""

import base64
from dataclasses import asdict, dataclass
from typing import Annotated

from flask import Blueprint, Response, jsonify, request

from reviewer import authenticator, enrolment, entrance, recovery
from reviewer.api_sign_in import Login, described
from reviewer.bodies import Code, Octets, Text, Token, Wrapped, read_json
from reviewer.models import Member
from reviewer.state import state

blueprint = Blueprint("account", __name__, url_prefix="/api")


@dataclass(frozen=True)
class OpenEnrolment:
    token: Token


@dataclass(frozen=True)
class Enrol:
    token: Token
    sign_key: Annotated[bytes, Octets(32)]
    x25519: Annotated[bytes, Octets(32)]
    mlkem: Annotated[bytes, Octets(1184)]
    verifier: Annotated[bytes, Octets(32)]
    wrapped: Wrapped
    resting: Wrapped
    proof: Annotated[bytes, Octets(32)]
    code: Code


@dataclass(frozen=True)
class OpenRecovery:
    login: Login
    proof: Annotated[bytes, Octets(32)]
    code: Code


@dataclass(frozen=True)
class Recover:
    token: Annotated[str, Text(512)]
    verifier: Annotated[bytes, Octets(32)]
    wrapped: Wrapped


@blueprint.post("/enrolment/open")
def open_enrolment() -> Response:
    asked, own = read_json(OpenEnrolment), state()
    with own.database.write() as session:
        found = enrolment.open_invitation(session, own.settings.wrap_key, own.peppers, asked.token, own.clock.today())
    own.peppers.destroy(found.replaced)
    return jsonify(
        instance=own.settings.instance.hex(),
        slot=found.slot,
        role=found.role,
        login=found.login,
        pepper=found.pepper.hex(),
        totp_secret=authenticator.readable(found.totp_secret),
        totp_qr=authenticator.picture(found.totp_secret, found.login, own.settings.company),
    )


@blueprint.post("/enrolment")
def enrol() -> Response:
    asked, own = asdict(read_json(Enrol)), state()
    token, code = asked.pop("token"), asked.pop("code")
    with own.database.write() as session:
        keys, today, now = enrolment.NewKeys(**asked), own.clock.today(), own.clock.seconds()
        member = enrolment.enrol(session, own.settings.wrap_key, token, keys, code, today, now)
    return _on_known_device(member)


@blueprint.post("/recovery/open")
def open_recovery() -> Response:
    asked, own = read_json(OpenRecovery), state()
    login = entrance.known_form(asked.login)
    with own.database.read() as session:
        gate = entrance.gate(own.recovery_tries, login)
        passed = gate.by_proof(session, login, asked.proof, entrance.shown_code(asked.code))
    member = entrance.settled(passed)
    return jsonify(
        member=described(member),
        pepper=own.peppers.get(member.id).hex(),
        resting=_base64(member.resting),
        token=own.recovery_tokens.make(member, own.clock.minute()),
    )


@blueprint.post("/recovery")
def recover() -> Response:
    asked, own = read_json(Recover), state()
    with own.database.write() as session:
        minute = own.clock.minute()
        member = recovery.renew(session, own.recovery_tokens, asked.token, asked.verifier, asked.wrapped, minute)
    return _on_known_device(member)


def _on_known_device(member: Member) -> Response:
    """Nothing but the device cookie, so that the sign-in that follows has tries of its own."""
    answer = Response(status=204)
    state().devices.remember(request, answer, member.login)
    return answer


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
