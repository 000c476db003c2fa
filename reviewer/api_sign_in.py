"""Routes by which somebody signs in and out. Each parses, calls one function, answers."""

import base64
from dataclasses import dataclass
from typing import Annotated, Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.orm import Session

from reviewer import entrance, founding, inbox, sessions
from reviewer.bodies import Code, Nothing, Octets, Text, UpTo, read_json
from reviewer.browsing import browser_of
from reviewer.challenges import Use
from reviewer.factors import Factor
from reviewer.models import LOGIN, Member
from reviewer.passkeys import CREDENTIAL, Assertion, site_of
from reviewer.state import signed_in, state

blueprint = Blueprint("sign_in", __name__, url_prefix="/api")

Login = Annotated[str, Text(4 * LOGIN)]
Verifier = Annotated[bytes, Octets(32)]
USER = 64  # the longest user handle that WebAuthn allows
SIGNED_PART = 2_048


@dataclass(frozen=True)
class SignIn:
    login: Login
    verifier: Verifier
    code: Code


@dataclass(frozen=True)
class Signed:
    """An assertion as browsers send it."""

    credential: Annotated[bytes, UpTo(CREDENTIAL)]
    client_data: Annotated[bytes, UpTo(SIGNED_PART)]
    authenticator_data: Annotated[bytes, UpTo(SIGNED_PART)]
    signature: Annotated[bytes, UpTo(SIGNED_PART)]
    user: Annotated[bytes, UpTo(USER)]

    @property
    def assertion(self) -> Assertion:
        return Assertion(self.credential, self.client_data, self.authenticator_data, self.signature, self.user)


@dataclass(frozen=True)
class SignInByPasskey(Signed):
    login: Login
    verifier: Verifier


@blueprint.post("/sign-in")
def by_code() -> Response:
    asked = read_json(SignIn)
    return _let_in(asked.login, asked.verifier, entrance.shown_code(asked.code))


@blueprint.post("/sign-in/challenge")
def challenge() -> Response:
    """Takes no name, so it cannot tell who has a passkey: the authenticator itself finds the one for this address."""
    read_json(Nothing)
    own = state()
    made = own.challenges.make(Use.SIGN_IN, b"", own.clock.minute())
    return jsonify(challenge=base64.b64encode(made).decode(), host=site_of(own.settings.address).host)


@blueprint.post("/sign-in/passkey")
def by_passkey() -> Response:
    asked = read_json(SignInByPasskey)
    return _let_in(asked.login, asked.verifier, entrance.shown_passkey(asked.assertion, Use.SIGN_IN, b""))


@blueprint.post("/sign-out")
def end() -> Response:
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


def _let_in(login: str, verifier: bytes, factor: Factor) -> Response:
    own, login = state(), entrance.known_form(login)
    old = sessions.read_cookie(request.cookies.get(sessions.COOKIE))
    minute = own.clock.minute()
    with own.database.read() as session:  # a guess writes nothing, and waits for nobody who does
        passed = entrance.gate(own.sign_in_tries, login).by_verifier(session, login, verifier, factor)
    member = entrance.settled(passed)
    with own.database.write() as session:
        sessions.sweep(session, minute, own.settings.session_idle_minutes)
        token = sessions.open_session(session, member, minute, old, browser_of(request))
        about = _about(session, member)
    wrapped = base64.b64encode(member.wrapped).decode()
    answer = jsonify(about | {"pepper": own.peppers.get(member.id).hex(), "wrapped": wrapped})
    sessions.set_cookie(answer, token)
    own.devices.remember(request, answer, member.login)
    return answer


def _about(session: Session, member: Member) -> dict[str, Any]:
    mlkem = base64.b64encode(member.mlkem).decode()
    return {
        "member": described(member),
        "founded": founding.is_founded(session),
        "instance": state().settings.instance.hex(),
        "keys": {"sign_key": member.sign_key.hex(), "x25519": member.x25519.hex(), "mlkem": mlkem},
        "scanned": inbox.scanned(session, member),
    }


def described(member: Member) -> dict[str, Any]:
    """Who somebody is, as the own page shows it."""
    return {
        "id": member.id,
        "standing": member.standing,
        "slot": member.slot,
        "role": member.role,
        "login": member.login,
    }
