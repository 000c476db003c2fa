"""Ways to alter an auditor's export, line by line, each with what an audit must name."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from crypto.strict import serialise
from reviewer.audit_findings import Report, What
from tests.integration.reviewer.tampering import Names, about, about_leaf, of

OF_THE_TREE = (What.CHECKPOINT, What.CHECKPOINT_MISSING, What.BLOCK, What.LEAF_MISSING)


@dataclass(frozen=True)
class Altered:
    """A file that was altered. One of `names` must be true of some finding; empty where it is no export any more."""

    name: str
    file: bytes
    names: tuple[Names, ...]

    def is_named(self, report: Report) -> bool:
        return any(one(found) for one in self.names for found in report.findings)


@dataclass
class Lines:
    """The export, and ways to alter each of its lines. What is put in or taken out is fitted to the last line."""

    lines: list[bytes]
    chance: Random

    def all(self) -> Iterator[Altered]:
        for at in range(1, len(self.lines) - 1):
            value, names = json.loads(self.lines[at]), self._names(at)
            for _ in range(4):
                yield Altered(f"a letter of line {at + 1}", self._with(at, self._turned(at)), names)
            for name in value:
                other = serialise({**value, name: self._other(value[name])}) + b"\n"
                yield Altered(f"{name} of line {at + 1}", self._with(at, other), names)
            yield Altered(f"line {at + 1} taken out", self._with(at), names)
            if "directory" not in value:
                yield Altered(f"line {at + 1} twice", self._with(at, self.lines[at], self.lines[at]), names)
            if "leaves" in value and "leaves" in json.loads(self.lines[at + 1]):
                pair = (self.lines[at + 1], self.lines[at])
                yield Altered(f"line {at + 1} and the next", self._joined(at, at + 2, pair), names)
        whole = b"".join(self.lines)
        for _ in range(20):
            cut = whole[: self.chance.randrange(len(self.lines[0]) + 1, len(whole))]
            yield Altered("cut off", cut, (of(What.FILE, None, "cut short"), of(What.DIRECTORY)))

    def _names(self, at: int) -> tuple[Names, ...]:
        value = json.loads(self.lines[at])
        match value:
            case {"directory": _}:
                return (of(What.DIRECTORY),)
            case {"checkpoint": _}:
                return tuple(of(what) for what in OF_THE_TREE)
            case {"leaves": rows}:
                return tuple(about_leaf(one["number"]) for one in rows)
            case {"case": case, "entry": sequence}:
                place = (case, sequence)
                return (about(place), lambda one: one.what is What.MOVED and one.detail == f"entry {sequence}")
            case {"order": number}:
                places = (number, number + 1)
                return (lambda one: one.order in places, of(What.LEAF_UNEXPLAINED), of(What.ORDER_MOVED))
            case {"certificate": hashed}:
                return (lambda one: one.certificate == hashed, of(What.CERTIFICATE_COLUMNS), of(What.LEAF_UNEXPLAINED))
        return (lambda one: one.case == value["case"],)

    def _turned(self, at: int) -> bytes:
        """With one letter, digit or sign changed, other than between the words of JSON."""
        line, value = self.lines[at], json.loads(self.lines[at])
        while True:
            place = self.chance.randrange(len(line) - 1)
            found = line[:place] + self.chance.choice(b"0123456789abcdefXZ{}").to_bytes() + line[place + 1 :]
            if parsed(found) != value:
                return found

    def _other(self, value: Any) -> Any:
        match value:
            case int():
                return value + self.chance.choice((1, 64, 1000))
            case str() if value:
                at = self.chance.randrange(len(value))
                return value[:at] + self.chance.choice("0123456789".replace(value[at], "")) + value[at + 1 :]
            case [*_, last]:
                return value[:-1] if self.chance.random() < 0.5 else [*value, last]
        return "2040-Q4" if value == "" else [{"what": "made_up", "day": "2027-01-01"}]

    def _with(self, at: int, *instead: bytes) -> bytes:
        return self._joined(at, at + 1, instead)

    def _joined(self, start: int, end: int, instead: tuple[bytes, ...]) -> bytes:
        made = [*self.lines[:start], *instead, *self.lines[end:-1]]
        return b"".join([*made, serialise({"end": len(made)}) + b"\n"])


def parsed(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
