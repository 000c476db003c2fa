"""Routes by which a member comes in and goes: sign-in, enrolment, recovery.

Each parses, calls one function, answers.
"""

import base64
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, request

from reviewer import authenticator, enrolment, founding, inbox, recovery, sessions
from reviewer.bodies import Code, Nothing, Octets, Text, Token, read_json
from reviewer.errors import MalformedRequest, TooMany
from reviewer.models import LOGIN, Member
from reviewer.sign_in import Gate, Passed
from reviewer.state import signed_in, state
from reviewer.tries import Tries

blueprint = Blueprint("account", __name__, url_prefix="/api")

Login = Annotated[str, Text(4 * LOGIN)]
Wrapped = Annotated[bytes, Octets(156)]


@dataclass(frozen=True)
class SignIn:
    login: Login
    verifier: Annotated[bytes, Octets(32)]
    code: Code


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


@blueprint.post("/sign-in")
def sign_in() -> Response:
    asked, own = read_json(SignIn), state()
    login = _known_form(asked.login)
    old = sessions.read_cookie(request.cookies.get(sessions.COOKIE))
    minute = own.clock.minute()
    with own.database.read() as session:  # a guess writes nothing, and waits for nobody who does
        passed = _gate(own.sign_in_tries, login).by_verifier(session, login, asked.verifier, asked.code)
    member = _settled(passed)
    with own.database.write() as session:
        sessions.sweep(session, minute, own.settings.session_idle_minutes)
        token = sessions.open_session(session, member, minute, old)
        about = _about(session, member)
    answer = jsonify(about | {"pepper": own.peppers.get(member.id).hex(), "wrapped": _base64(member.wrapped)})
    sessions.set_cookie(answer, token)
    own.devices.remember(request, answer, member.login)
    return answer


@blueprint.post("/sign-out")
def sign_out() -> Response:
    read_json(Nothing)
    with state().database.write() as session:
        sessions.close_session(session, sessions.read_cookie(request.cookies.get(sessions.COOKIE)))
    answer = Response(status=204)
    sessions.clear_cookie(answer)
    return answer


@blueprint.get("/session")
def session() -> Response:
    with state().database.read() as reading:
        return jsonify(_about(reading, signed_in()))


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
    login = _known_form(asked.login)
    with own.database.read() as session:
        passed = _gate(own.recovery_tries, login).by_proof(session, login, asked.proof, asked.code)
    member = _settled(passed)
    return jsonify(
        member=_member(member),
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


def _gate(tries: Tries, login: str) -> Gate:
    """On a device that is known for `login` tries are counted by limits.py, whatever strangers do."""
    own = state()
    known = own.devices.of(request, login) is not None
    return Gate(own.settings.wrap_key, own.nobody, own.clock.seconds(), None if known else tries)


def _settled(passed: Passed) -> Member:
    """The member, whose code is used up. Raises NotSignedIn or TooMany."""
    with state().database.write() as session:
        passed.settle(session)
    if passed.refused:
        raise TooMany
    return passed.member


def _known_form(login: str) -> str:
    """The stored form of a name; what cannot be a name stands for nobody, at the same cost."""
    try:
        return enrolment.canonical_login(login)
    except MalformedRequest:
        return ""


def _about(session: Any, member: Member) -> dict[str, Any]:
    return {
        "member": _member(member),
        "founded": founding.is_founded(session),
        "instance": state().settings.instance.hex(),
        "keys": {"sign_key": member.sign_key.hex(), "x25519": member.x25519.hex(), "mlkem": _base64(member.mlkem)},
        "scanned": inbox.scanned(session, member),
    }


def _member(member: Member) -> dict[str, Any]:
    return {"id": member.id, "slot": member.slot, "role": member.role, "login": member.login}


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
