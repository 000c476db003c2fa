"""Builds the reviewer's web app from its settings.

Order matters here: routes, then limits on them, then the guard over all.
"""

from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import Babel

from reviewer import (
    access,
    api_account,
    api_audit,
    api_cases,
    api_changes,
    api_duty,
    api_founding,
    api_guests,
    api_inbox,
    api_orders,
    api_own,
    api_passkeys,
    api_replies,
    api_ring,
    api_sign_in,
    api_tree,
    errors,
    factors,
    headers,
    limits,
    origin,
    pages,
)
from reviewer.challenges import Challenges
from reviewer.clock import Clock
from reviewer.database import Database
from reviewer.devices import Devices
from reviewer.pepper import Peppers
from reviewer.recovery import RecoveryTokens
from reviewer.settings import Settings
from reviewer.state import EXTENSION, State
from reviewer.tries import Tries

LARGEST_BODY = 70_000
LANGUAGES = ("en",)


def create_app(settings: Settings, clock: Clock | None = None) -> Flask:
    """The app. Only tests bring a clock of their own."""
    app = Flask(__name__, static_folder=None)
    app.url_map.strict_slashes = False  # a redirect that adds or drops a slash would repeat what was asked
    app.url_map.merge_slashes = False
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        TRUSTED_HOSTS=[urlsplit(settings.address).hostname],
        BABEL_TRANSLATION_DIRECTORIES="locale",
    )
    app.extensions[EXTENSION] = _state(settings, clock or Clock())
    Babel(app, locale_selector=lambda: request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]))
    for blueprint in (
        pages.blueprint,
        api_account.blueprint,
        api_audit.blueprint,
        api_changes.blueprint,
        api_cases.blueprint,
        api_duty.blueprint,
        api_founding.blueprint,
        api_guests.blueprint,
        api_inbox.blueprint,
        api_orders.blueprint,
        api_own.blueprint,
        api_passkeys.blueprint,
        api_replies.blueprint,
        api_ring.blueprint,
        api_sign_in.blueprint,
        api_tree.blueprint,
    ):
        app.register_blueprint(blueprint)
    errors.register(app)
    headers.register(app, https=settings.address.startswith("https:"))
    access.register(app)
    origin.register(app)
    limits.register(app)
    return app


def _state(settings: Settings, clock: Clock) -> State:
    return State(
        settings=settings,
        database=Database(settings.database_url),
        clock=clock,
        peppers=Peppers(settings.pepper_dir),
        devices=Devices(settings.device_key),
        recovery_tokens=RecoveryTokens(settings.recovery_key),
        nobody=factors.nobody(settings.wrap_key),
        sign_in_tries=Tries("sign-in"),
        recovery_tries=Tries("recovery"),
        challenges=Challenges(),
    )
