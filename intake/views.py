"""The public routes. A view parses, calls one function, answers; none looks at who asks."""

from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, LengthRequired, NotFound, RequestEntityTooLarge, UnsupportedMediaType

from crypto.limits import DROP
from intake.box import Answer
from intake.errors import NotReady, padded
from intake.limits import DrawnLimit, limiter_for
from intake.published import Held, Published
from intake.reception import Reception
from intake.site import PublishedFile, Site

OCTETS = "application/octet-stream"
JSON = "application/json"
FIRST_PAGE = "/en/"


def register(app: Flask, reception: Reception, published: Published, site: Site, clock: Callable[[], float]) -> None:
    """The routes of the public app. `clock` gives Unix time, for the limit alone."""

    @limiter_for(app).limit(DrawnLimit(clock))
    def receive(body: bytes) -> Answer:  # limited here: what is no drop must not use up what is left for drops
        return reception.receive(body)

    @app.get("/")
    def first_page() -> Response:
        return Response(status=302, headers={"Location": FIRST_PAGE})

    @app.get("/directory")
    def directory() -> Response:
        return _held(published.directory(), JSON)

    @app.get("/mix")
    def mix() -> Response:
        return Response(reception.mix(), content_type=JSON)

    @app.get("/board")
    def board() -> Response:
        return _held(published.board(), OCTETS)

    @app.post("/drop")
    def drop() -> Response:
        answer = receive(_drop_body())
        return Response(padded(answer), content_type="text/plain; charset=utf-8")

    @app.get("/<path:path>")
    def page(path: str) -> Response:
        found = site.file(f"/{path}")
        if found is None:
            raise NotFound
        return _page(found)


def _drop_body() -> bytes:
    """The body of a drop, read only when its headers are right: a length is declared, and no transfer coding hides
    another.
    """
    if request.content_length is None or request.headers.get("Transfer-Encoding"):
        raise LengthRequired
    if request.content_length > DROP:
        raise RequestEntityTooLarge
    if request.content_type != OCTETS:
        raise UnsupportedMediaType
    if request.content_length != DROP:
        raise BadRequest
    body = request.get_data(cache=False)
    if len(body) != DROP:
        raise BadRequest
    return body


def _held(held: Held | None, content_type: str) -> Response:
    if held is None:
        raise NotReady("not published yet")
    return Response(held.value, content_type=content_type)


def _page(found: PublishedFile) -> Response:
    packed = found.gzipped if request.accept_encodings["gzip"] > 0 else None
    response = Response(packed or found.body, content_type=found.content_type)
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if found.csp:
        response.headers["Content-Security-Policy"] = found.csp
    if found.download:
        response.headers["Content-Disposition"] = 'attachment; filename="offline.html"'
    return response
