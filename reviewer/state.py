"""What a running app holds: settings, database, clock. Views reach it here; nothing of a request is ever put in it."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app, g

from reviewer.challenges import Challenges
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.devices import Devices
from reviewer.factors import Credential
from reviewer.models import Member
from reviewer.pepper import Peppers
from reviewer.record_tree import KeptTree
from reviewer.recovery import RecoveryTokens
from reviewer.sessions import Found
from reviewer.settings import Settings
from reviewer.tries import Tries

EXTENSION = "reviewer"


@dataclass(frozen=True)
class State:
    """`nobody` is the record against which an unknown name is checked."""

    settings: Settings
    database: Database
    clock: Clock
    peppers: Peppers
    devices: Devices
    recovery_tokens: RecoveryTokens
    nobody: Credential
    sign_in_tries: Tries
    recovery_tries: Tries
    challenges: Challenges
    tree: KeptTree = field(default_factory=KeptTree)


def state() -> State:
    return cast(State, current_app.extensions[EXTENSION])


def signed_in() -> Member:
    """The member whose session this request carries. Only for views that access.py gives to members."""
    return own_session().member


def own_session() -> Found:
    """The session that this request carries. Only for views that access.py gives to members."""
    return cast(Found, g.session)
