"""The three pages and the files they load.

Pages are the same for everyone: what is personal comes by the API, and keys never leave the browser.
"""

from pathlib import Path

from flask import Blueprint, Response, render_template, send_from_directory
from flask_babel import get_locale
from werkzeug.exceptions import NotFound

from reviewer import terms
from reviewer.state import state
from reviewer.words import words

blueprint = Blueprint("pages", __name__)
STATIC = Path(__file__).parent / "static"
BUNDLE_PREFIX = "reviewer-"


@blueprint.get("/")
def app_page() -> str:
    return _page("app.html")


@blueprint.get("/enrol")
def enrol_page() -> str:
    return _page("enrol.html")


@blueprint.get("/recover")
def recover_page() -> str:
    return _page("recover.html")


@blueprint.get("/static/<name>")
def static_file(name: str) -> Response:
    """A style sheet or picture of ours, else a bundle of the reviewer's."""
    try:
        return send_from_directory(STATIC, name)
    except NotFound:
        if not name.startswith(BUNDLE_PREFIX):
            raise
        return send_from_directory(state().settings.bundles_dir.absolute(), name)


def _page(template: str) -> str:
    settings = state().settings
    line = {
        "instance": settings.instance.hex(),
        "epoch_seconds": settings.epoch_seconds,
        "company": settings.company,
        "address": settings.address,
        "intake_address": settings.intake_address,
        "idle_minutes": settings.session_idle_minutes,
        "language": str(get_locale()),
        "terms": terms.for_pages(settings.terms),
    }
    return render_template(template, line=line, words=words())
