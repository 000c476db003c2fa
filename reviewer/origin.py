"""Refuses state-changing requests that other sites might make a member's browser send."""

from flask import Flask, request

from reviewer.errors import ForeignOrigin, WrongMediaType
from reviewer.state import state

READING = {"GET", "HEAD", "OPTIONS"}
MEDIA_TYPES = {"application/json", "application/octet-stream"}


def register(app: Flask) -> None:
    app.before_request(check)


def check() -> None:
    """Raises ForeignOrigin, or WrongMediaType: types that a form can send never come from our pages."""
    if request.method in READING or request.endpoint is None:
        return
    if not _from_own_page():
        raise ForeignOrigin
    if request.method != "DELETE" and request.mimetype not in MEDIA_TYPES:
        raise WrongMediaType


def _from_own_page() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == state().settings.address
