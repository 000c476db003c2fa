"""Writes the auditor's export (docs/protocol.md, section 18): the record without one sealed byte, line by line."""

import base64
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from crypto.limits import BLOCK, HASH
from crypto.strict import serialise
from reviewer.audit_file import VERSION
from reviewer.audit_rows import CaseFile, CaseRow, CheckpointRow, LeafRow, RecordRows


def lines(rows: RecordRows) -> Iterator[bytes]:
    """Every line of the file, each with its end."""
    count = 0
    for one in _objects(rows):
        count += 1
        yield serialise(one) + b"\n"
    yield serialise({"end": count}) + b"\n"


def _objects(rows: RecordRows) -> Iterator[dict[str, Any]]:
    yield {"type": VERSION, "instance": rows.head.instance.hex(), "epoch_seconds": rows.head.epoch_seconds}
    *_, newest = chain([None], rows.directories())
    if newest is not None:
        yield {"directory": base64.b64encode(newest.value).decode()}
    yield from map(_checkpoint, rows.checkpoints())
    leaves = rows.leaves()
    while block := list(islice(leaves, BLOCK)):
        yield {"leaves": [_leaf(one) for one in block]}
    for file in rows.cases():
        yield from _case(file)
    for order in rows.orders():
        yield {"order": order.number, "document": order.document}
    for certificate in rows.certificates():
        yield {"certificate": certificate.hash.hex(), "document": certificate.document}


def _checkpoint(row: CheckpointRow) -> dict[str, Any]:
    return {"checkpoint": row.note, "epoch": row.epoch, "size": row.size}


def _leaf(row: LeafRow) -> dict[str, Any]:
    return {"number": row.number, "value": row.value.hex(), "r": row.opening.hex() if row.opening else ""}


def _case(file: CaseFile) -> Iterator[dict[str, Any]]:
    yield _stands(file.row or CaseRow(file.case, "", "", 0, "", 0, 0, bytes(HASH), ()))
    for one in file.entries:
        yield {"case": one.case, "entry": one.sequence, "document": one.document}


def _stands(row: CaseRow) -> dict[str, Any]:
    due = [{"what": what, "day": day} for what, day in row.due]
    how = {"opened": row.opened, "state": row.state, "hold": row.hold, "review": row.review}
    return {"case": row.case, **how, "key": row.key, "entries": row.entries, "last": row.last.hex(), "due": due}
