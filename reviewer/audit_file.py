"""The auditor's export (docs/protocol.md, section 18), as it is read: a JSON object a line, without one sealed byte.

Whoever reads it needs no key, and believes nothing in it but what signatures say. A line that cannot be read is named,
and the rest is read all the same.
"""

import base64
import binascii
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeVar

from crypto.errors import Malformed
from crypto.limits import CASE, HASH, INSTANCE
from crypto.strict import Fields, parse_json
from reviewer.audit_rows import (
    CaseFile,
    CaseRow,
    CertificateRow,
    CheckpointRow,
    DirectoryRow,
    EntryRow,
    Head,
    LeafRow,
    OrderRow,
)

VERSION: Final = "SLAUD/1"
LONGEST_LINE = 16 * 1024 * 1024
# The lines after the first, in their order, by the field that only they have; a case is followed by its entries.
FIELDS = {
    "directory": ("directory",),
    "checkpoint": ("checkpoint", "epoch", "size"),
    "leaves": ("leaves",),
    "opened": ("case", "opened", "state", "hold", "review", "key", "entries", "last", "due"),
    "entry": ("case", "entry", "document"),
    "order": ("order", "document"),
    "certificate": ("certificate", "document"),
    "end": ("end",),
}
KINDS = ("directory", "checkpoint", "leaves", "opened", "order", "certificate", "end")
ORDER = {name: place for place, name in enumerate(KINDS)}
ORDER["entry"] = ORDER["opened"]
Row = TypeVar("Row")


class NoExport(Exception):
    """The file does not begin as an export does."""


@dataclass(frozen=True)
class Text:
    """A line: its number from 1, its kind, its fields."""

    number: int
    kind: str
    fields: Fields


class FileRows:
    """Reads `file` once, from its beginning. Raises NoExport."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._number = file, 1
        self._waiting: Text | None = None
        self._trouble: list[str] = []
        self.head = _head(file.readline(LONGEST_LINE))

    def directories(self) -> Iterator[DirectoryRow]:
        return self._rows("directory", lambda line: DirectoryRow(None, None, _base64(line.fields.text("directory"))))

    def checkpoints(self) -> Iterator[CheckpointRow]:
        return self._rows("checkpoint", _checkpoint)

    def leaves(self) -> Iterator[LeafRow]:
        for rows in self._rows("leaves", _leaves):
            yield from rows

    def cases(self) -> Iterator[CaseFile]:
        """A case whose own line is lost begins with its entry 0."""
        file: CaseFile | None = None
        for number, row in self._rows("opened", _case_or_entry):
            known = file is not None and row.case == file.case
            if isinstance(row, CaseRow) or (row.sequence == 0 and not known):
                if file is not None:
                    yield file
                file = CaseFile(row.case)
            elif not known:
                self._trouble.append(f"line {number} is out of place")
                continue
            if file is not None:
                file.add(row)
        if file is not None:
            yield file

    def orders(self) -> Iterator[OrderRow]:
        return self._rows("order", lambda line: OrderRow(line.fields.number("order"), line.fields.text("document")))

    def certificates(self) -> Iterator[CertificateRow]:
        return self._rows("certificate", _certificate)

    def trouble(self) -> Iterator[str]:
        ends = list(self._rows("end", lambda line: (line.number, line.fields.number("end"))))
        if len(ends) != 1 or self._number != ends[0][0] or self._number != ends[0][1] + 1:
            self._trouble.append("it was cut short or put together: it does not end as it should")
        return iter(self._trouble)

    def _rows(self, kind: str, read: Callable[[Text], Row]) -> Iterator[Row]:
        """The lines of this kind, up to one that comes later in the order."""
        while (line := self._peek()) is not None and ORDER[line.kind] <= ORDER[kind]:
            self._waiting = None
            if ORDER[line.kind] < ORDER[kind]:
                self._trouble.append(f"line {line.number} is out of place")
                continue
            try:
                row = read(line)
            except Malformed:
                self._trouble.append(f"line {line.number} cannot be read")
                continue
            yield row

    def _peek(self) -> Text | None:
        while self._waiting is None and (raw := self._file.readline(LONGEST_LINE)):
            self._number += 1
            try:
                self._waiting = _text(self._number, raw)
            except Malformed:
                self._trouble.append(f"line {self._number} cannot be read")
        return self._waiting


def _head(raw: bytes) -> Head:
    try:
        fields = Fields(parse_json(raw), ("type", "instance", "epoch_seconds"))
        fields.constant("type", VERSION)
        return Head(fields.octets("instance", INSTANCE), fields.number("epoch_seconds", 1))
    except Malformed as error:
        raise NoExport from error


def _text(number: int, raw: bytes) -> Text:
    value = parse_json(raw)
    if isinstance(value, dict):
        for kind, names in FIELDS.items():
            if kind in value:
                return Text(number, kind, Fields(value, names))
    raise Malformed("line")


def _checkpoint(line: Text) -> CheckpointRow:
    fields = line.fields
    return CheckpointRow(fields.number("epoch"), fields.number("size"), fields.text("checkpoint"))


def _certificate(line: Text) -> CertificateRow:
    return CertificateRow(line.fields.octets("certificate", HASH), line.fields.text("document"))


def _leaves(line: Text) -> list[LeafRow]:
    return [_leaf(one) for one in line.fields.array("leaves")]


def _leaf(value: object) -> LeafRow:
    fields = Fields(value, ("number", "value", "r"))
    opening = fields.octets("r", HASH) if fields.text("r") else None
    return LeafRow(fields.number("number"), fields.octets("value", HASH), opening)


def _case_or_entry(line: Text) -> tuple[int, CaseRow | EntryRow]:
    return line.number, _entry(line.fields) if line.kind == "entry" else _case(line.fields)


def _entry(fields: Fields) -> EntryRow:
    return EntryRow(fields.octets("case", CASE).hex(), fields.number("entry"), fields.text("document"))


def _case(fields: Fields) -> CaseRow:
    case = fields.octets("case", CASE).hex()
    opened, state, review = (fields.text(name) for name in ("opened", "state", "review"))
    due = tuple(_due(one) for one in fields.array("due"))
    hold, key, entries = (fields.number(name) for name in ("hold", "key", "entries"))
    return CaseRow(case, opened, state, hold, review, key, entries, fields.octets("last", HASH), due)


def _due(value: object) -> tuple[str, str]:
    fields = Fields(value, ("what", "day"))
    return fields.text("what"), fields.text("day")


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("base64") from error
