"""Routes by which a member answers and imports. The server cannot read either, and tells nobody that it happened."""

from flask import Blueprint, Response

from crypto.limits import ENTRY, ENVELOPE
from reviewer import replies
from reviewer.bodies import read_octets
from reviewer.state import signed_in, state

blueprint = Blueprint("replies", __name__, url_prefix="/api")
MOST_PARTS = 16


@blueprint.post("/replies")
def reply() -> Response:
    entries = read_octets(ENTRY, MOST_PARTS * ENTRY, ENTRY)
    with state().database.write() as session:
        replies.put_reply(session, signed_in().place, entries, state().clock.today())
    return Response(status=204)


@blueprint.post("/imports")
def import_sealed() -> Response:
    envelope = read_octets(ENVELOPE, ENVELOPE, ENVELOPE)
    with state().database.write() as session:
        replies.put_import(session, signed_in().place, envelope, state().settings.instance, state().clock.today())
    return Response(status=204)
