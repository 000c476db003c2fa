"""Routes for the auditor alone: the log, the checkpoints, orders and certificates, the export. None of them touches a
table of contents.
"""

import tempfile
from collections.abc import Iterator
from typing import IO

from flask import Blueprint, Response, jsonify

from crypto.document import parse_signed
from crypto.limits import LARGEST_U32
from reviewer import audit_export, audit_log, certificates, orders
from reviewer.audit_database import DatabaseRows
from reviewer.audit_rows import Head
from reviewer.state import state
from reviewer.step_up import demand_fresh

blueprint = Blueprint("audit", __name__, url_prefix="/api/audit")
PIECE = 64 * 1024


@blueprint.get("/log")
def log() -> Response:
    own = state()
    with own.database.read() as session:
        return jsonify(cases=audit_log.log(session, own.clock.today()))


@blueprint.get("/checkpoints")
def checkpoints() -> Response:
    with state().database.read() as session:
        return jsonify(checkpoints=audit_log.checkpoints(session))


@blueprint.get("/orders")
def standing_orders() -> Response:
    with state().database.read() as session:
        documents = [parse_signed(one.encode()).to_json() for one in orders.documents(session)]
    return jsonify(orders=documents)


@blueprint.get(f"/certificates/<int(max={LARGEST_U32}):start>")
def certified(start: int) -> Response:
    with state().database.read() as session:
        return jsonify(certificates.everything(session, start))


@blueprint.get("/export")
def export() -> Response:
    """Written to a file without a name first: who downloads slowly must not keep a transaction open."""
    demand_fresh()
    own = state()
    head = Head(own.settings.instance, own.settings.epoch_seconds)
    file = tempfile.TemporaryFile(dir=own.settings.data_dir)  # noqa: SIM115  closed when it was sent
    with own.database.read() as session:
        file.writelines(audit_export.lines(DatabaseRows(session, head, sealed=False)))
    length = file.tell()
    file.seek(0)
    answer = Response(_pieces(file), mimetype="application/jsonl")
    answer.call_on_close(file.close)
    answer.content_length = length
    answer.headers["Content-Disposition"] = 'attachment; filename="record.export"'
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
