"""Routes of one's own account: fresh second factors, sessions, passphrase and sheet. Each parses, calls one function,
answers.
"""

import base64
from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, jsonify

from reviewer import authenticator, entrance, new_authenticator, passkeys, rewrapping, sessions
from reviewer.api_sign_in import Signed, Verifier
from reviewer.bodies import Code, Nothing, Octets, Wrapped, read_json
from reviewer.challenges import Use
from reviewer.errors import WrongCode
from reviewer.factors import Factor
from reviewer.state import own_session, signed_in, state
from reviewer.step_up import demand_fresh

blueprint = Blueprint("own", __name__, url_prefix="/api")


@dataclass(frozen=True)
class Confirm:
    code: Code


@dataclass(frozen=True)
class ChangePassphrase:
    present: Verifier
    verifier: Verifier
    wrapped: Wrapped


@dataclass(frozen=True)
class ChangeSheet:
    present: Verifier
    proof: Annotated[bytes, Octets(32)]
    resting: Wrapped


@dataclass(frozen=True)
class NewAuthenticator:
    offer: Annotated[bytes, Octets(new_authenticator.OFFER)]
    code: Code


@blueprint.get("/confirm")
def fresh() -> Response:
    """For acts that the server cannot tell from others, as a yes to what a case asks: the page asks here first."""
    demand_fresh()
    return Response(status=204)


@blueprint.post("/confirm")
def confirm() -> Response:
    return _confirm(entrance.shown_code(read_json(Confirm).code))


@blueprint.post("/confirm/challenge")
def challenge() -> Response:
    read_json(Nothing)
    own = state()
    made = own.challenges.make(Use.CONFIRM, own_session().token_hash, own.clock.minute())
    with own.database.read() as session:
        held = [base64.b64encode(one.credential).decode() for one in passkeys.of(session, signed_in().id)]
    host = passkeys.site_of(own.settings.address).host
    return jsonify(challenge=base64.b64encode(made).decode(), host=host, credentials=held)


@blueprint.post("/confirm/passkey")
def confirm_by_passkey() -> Response:
    assertion = read_json(Signed).assertion
    return _confirm(entrance.shown_passkey(assertion, Use.CONFIRM, own_session().token_hash))


@blueprint.get("/sessions")
def sessions_listing() -> Response:
    own = state()
    with own.database.read() as session:
        found = sessions.listed(session, own_session(), own.clock.minute(), own.settings.session_idle_minutes)
    return jsonify(sessions=found)


@blueprint.delete("/sessions/<mark>")
def end_session(mark: str) -> Response:
    with state().database.write() as session:
        sessions.close_one(session, signed_in().id, mark)
    return Response(status=204)


@blueprint.delete("/sessions")
def end_other_sessions() -> Response:
    demand_fresh()
    with state().database.write() as session:
        sessions.close_others(session, own_session())
    return Response(status=204)


@blueprint.put("/passphrase")
def change_passphrase() -> Response:
    asked = read_json(ChangePassphrase)
    demand_fresh()
    with state().database.write() as session:
        rewrapping.change_passphrase(session, own_session(), asked.present, asked.verifier, asked.wrapped)
    return Response(status=204)


@blueprint.put("/sheet")
def change_sheet() -> Response:
    asked = read_json(ChangeSheet)
    demand_fresh()
    with state().database.write() as session:
        rewrapping.change_sheet(session, own_session(), asked.present, asked.proof, asked.resting)
    return Response(status=204)


@blueprint.post("/authenticator")
def offer_authenticator() -> Response:
    read_json(Nothing)
    demand_fresh()
    own, member, secret = state(), signed_in(), authenticator.new_secret()
    return jsonify(
        offer=new_authenticator.seal_offer(own.settings.wrap_key, own_session(), secret).hex(),
        totp_secret=authenticator.readable(secret),
        totp_qr=authenticator.picture(secret, member.login, own.settings.company),
    )


@blueprint.put("/authenticator")
def take_authenticator() -> Response:
    asked, own = read_json(NewAuthenticator), state()
    demand_fresh()
    wrap_key, now = own.settings.wrap_key, own.clock.seconds()
    with own.database.write() as session:
        new_authenticator.take(session, wrap_key, own_session(), asked.offer, asked.code, now)
    return Response(status=204)


def _confirm(factor: Factor) -> Response:
    """Raises WrongCode: not right, or used before."""
    own = state()
    with own.database.write() as session:
        shown = factor.check(session, signed_in())
        if shown.use_up is None or session.execute(shown.use_up).first() is None:
            raise WrongCode
        sessions.confirm(session, own_session(), own.clock.minute())
    return Response(status=204)
