"""Routes by which whoever signs in sees that the record only grows: checkpoints, and proofs of what is in them."""

from flask import Blueprint, Response, jsonify

from crypto.limits import LARGEST_U32
from reviewer import cases, record_tree
from reviewer.state import signed_in, state

blueprint = Blueprint("tree", __name__, url_prefix="/api")
LARGEST_SIZE = 2**53 - 1  # what JavaScript counts to


@blueprint.get("/checkpoint")
def newest() -> Response:
    with state().database.read() as session:
        found = record_tree.newest(session)
    return Response(status=204) if found is None else jsonify(note=found.note)


@blueprint.get(f"/checkpoint/<int(max={LARGEST_SIZE}):size>")
def consistency(size: int) -> Response:
    with state().database.read() as session:
        return jsonify(record_tree.consistency(session, state().tree, size))


@blueprint.get(f"/cases/<case>/inclusion/<int(max={LARGEST_U32}):sequence>")
def inclusion(case: str, sequence: int) -> Response:
    own = state()
    with own.database.read() as session:
        cases.live_grant(session, case, signed_in().sign_key, own.clock.today())
        return jsonify(record_tree.inclusion(session, own.tree, case, sequence))
