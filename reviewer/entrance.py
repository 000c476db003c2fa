"""What every way in shares: the gate for a request, and using up what was shown at it."""

from flask import request

from reviewer import enrolment
from reviewer.challenges import Use
from reviewer.errors import MalformedRequest, TooMany
from reviewer.factors import ShownCode, ShownPasskey
from reviewer.models import Member
from reviewer.passkeys import Assertion, site_of
from reviewer.sign_in import Gate, Passed
from reviewer.state import state
from reviewer.tries import Tries


def gate(tries: Tries, login: str) -> Gate:
    """On a device that is known for `login` tries are counted by limits.py, whatever strangers do."""
    own = state()
    known = own.devices.of(request, login) is not None
    return Gate(own.nobody, None if known else tries)


def settled(passed: Passed) -> Member:
    """The member, whose second factor is used up. Raises NotSignedIn or TooMany."""
    with state().database.write() as session:
        passed.settle(session)
    if passed.refused:
        raise TooMany
    return passed.member


def known_form(login: str) -> str:
    """The stored form of a name; what cannot be a name stands for nobody, at the same cost."""
    try:
        return enrolment.canonical_login(login)
    except MalformedRequest:
        return ""


def shown_code(code: str) -> ShownCode:
    own = state()
    return ShownCode(own.settings.wrap_key, code, own.clock.seconds())


def shown_passkey(assertion: Assertion, use: Use, whose: bytes) -> ShownPasskey:
    own = state()
    return ShownPasskey(site_of(own.settings.address), own.challenges, use, whose, assertion, own.clock.minute())
