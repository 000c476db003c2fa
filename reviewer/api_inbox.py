"""Routes by which a member's browser reads what there is: directory, batches, board, and its own marks. Nothing here
tells one member of another.

What a member gets does not depend on what others know: no counts of replies or imports, no scans but the own.
"""

from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, jsonify

from crypto.limits import MARKS, MAX_ENVELOPES, VALUE_ENVELOPES
from reviewer import inbox
from reviewer.bodies import Whole, read_json, read_octets
from reviewer.errors import NotFound
from reviewer.state import signed_in, state

blueprint = Blueprint("inbox", __name__, url_prefix="/api")
OCTETS = "application/octet-stream"
LARGEST_EPOCH = 2**53 - 1  # what JavaScript counts to
LARGEST_NUMBER = MAX_ENVELOPES // VALUE_ENVELOPES - 1


@dataclass(frozen=True)
class Scan:
    epoch: Annotated[int, Whole(LARGEST_EPOCH)]


@blueprint.get("/directory")
def directory() -> Response:
    with state().database.read() as session:
        found = inbox.directory(session)
    return _octets(found, "application/json")


@blueprint.get("/batches")
def batches() -> Response:
    with state().database.read() as session:
        return jsonify(batches=inbox.batches(session))


@blueprint.get(f"/batches/<int(max={LARGEST_EPOCH}):epoch>/<int(max={LARGEST_NUMBER}):number>")
def value(epoch: int, number: int) -> Response:
    with state().database.read() as session:
        found = inbox.value(session, epoch, number)
    return _octets(found, OCTETS)


@blueprint.put("/scan")
def scan() -> Response:
    asked = read_json(Scan)
    with state().database.write() as session:
        inbox.note_scan(session, signed_in(), asked.epoch, state().clock.today())
    return Response(status=204)


@blueprint.get("/marks")
def marks() -> Response:
    with state().database.read() as session:
        found = inbox.marks(session, signed_in())
    return Response(status=204) if found is None else _octets(found, OCTETS)


@blueprint.put("/marks")
def keep_marks() -> Response:
    value = read_octets(MARKS, MARKS, MARKS)
    with state().database.write() as session:
        inbox.keep_marks(session, signed_in(), value)
    return Response(status=204)


@blueprint.get("/board")
def board() -> Response:
    with state().database.read() as session:
        found = inbox.board(session)
    return _octets(found, OCTETS)


def _octets(found: bytes | None, mimetype: str) -> Response:
    if found is None:
        raise NotFound
    return Response(found, mimetype=mimetype)
