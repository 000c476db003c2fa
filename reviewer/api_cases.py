"""Routes by which a reader's browser reads and writes cases. All of it is sealed or signed in the browser."""

from flask import Blueprint, Response, jsonify

from crypto.entry import parse_entry
from crypto.limits import INDEX_FRAMES, INDEX_OVERHEAD, LARGEST_U32
from reviewer import case_taking, cases
from reviewer.bodies import read_one_of
from reviewer.case_bodies import Offer, read_offer
from reviewer.state import signed_in, state
from reviewer.step_up import demand_fresh

blueprint = Blueprint("cases", __name__, url_prefix="/api")
OCTETS = "application/octet-stream"
INDEXES = tuple(INDEX_OVERHEAD + frame for frame in INDEX_FRAMES)


@blueprint.get("/cases")
def listing() -> Response:
    with state().database.read() as session:
        return jsonify(cases=cases.listing(session, signed_in().sign_key, state().clock.today()))


@blueprint.get(f"/cases/<case>/entries/<int(max={LARGEST_U32}):start>")
def entries(case: str, start: int) -> Response:
    with state().database.read() as session:
        return jsonify(cases.entries(session, case, signed_in().sign_key, start, state().clock.today()))


@blueprint.post("/cases/<case>/entries")
def take(case: str) -> tuple[Response, int]:
    offer, own = read_offer(), state()
    if is_grave(offer):
        demand_fresh()
    with own.database.write() as session:
        total = case_taking.take(session, own.settings, signed_in(), case, offer, own.clock.today())
    return jsonify(total=total), 201


def is_grave(offer: Offer) -> bool:
    """Whether the entry carries out what two have agreed, or lets somebody read a case that is there: as much as shows
    without a key. It is asked of the entry alone, so the answer tells nothing about the case. Raises Malformed.
    """
    entry = parse_entry(offer.document)
    return bool(entry.approvals) or (entry.sequence > 0 and bool(entry.grants))


@blueprint.get(f"/cases/<case>/items/<int(max={LARGEST_U32}):sequence>/<item_id>")
def item(case: str, sequence: int, item_id: str) -> Response:
    with state().database.read() as session:
        found = cases.item(session, case, signed_in().sign_key, sequence, item_id, state().clock.today())
    return Response(found, mimetype=OCTETS)


@blueprint.get("/cases/<case>/readers")
def readers(case: str) -> Response:
    with state().database.read() as session:
        return jsonify(readers=cases.readers(session, case, signed_in().sign_key, state().clock.today()))


@blueprint.get("/index")
def index() -> Response:
    with state().database.read() as session:
        found = cases.index(session, signed_in())
    return Response(status=204) if found is None else Response(found, mimetype=OCTETS)


@blueprint.put("/index")
def keep_index() -> Response:
    value = read_one_of(INDEXES)
    with state().database.write() as session:
        cases.keep_index(session, signed_in(), value)
    return Response(status=204)
