"""Fields of what travels, cut, grown, flipped, or taken from another: as changes of bytes that another vector holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Edit = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A field of something of constant length: where it stands, and the name of what becomes of each change.

    `grown` and `cut` keep the whole length, so that the length does not tell: what follows moves by one byte.
    """

    name: str
    start: int
    end: int
    cut: str = ""
    grown: str = ""
    flipped: str = ""
    swapped: str = ""

    def changes(self, length: int, octets: bytes, other: bytes) -> Iterator[tuple[str, str, list[Edit], str]]:
        """(name, note, edits of `octets`, outcome) of each change that has an outcome; `other` is another whole."""
        last = octets[self.end - 1] ^ 0x80
        said = self.name.replace("_", " ")
        cases = (
            (
                "cut",
                "its last byte missing, and a zero at the end of all",
                [edit(self.end - 1, 1), edit(length - 1, put=b"\0")],
            ),
            (
                "grown",
                "a zero after it, and the last byte of all missing",
                [edit(self.end, put=b"\0"), edit(length, 1)],
            ),
            ("flipped", "one bit flipped", [edit(self.end - 1, 1, bytes([last]))]),
            ("swapped", "taken from another", [edit(self.start, self.end - self.start, other[self.start : self.end])]),
        )
        for change, note, edits in cases:
            if outcome := getattr(self, change):
                yield f"field_{self.name}_{change}", f"The field {said}: {note}.", edits, outcome


def edit(at: int, cut: int = 0, put: bytes = b"") -> Edit:
    """From byte `at`, `cut` bytes go and those of `put` come."""
    return {"at": at, "cut": cut, "put": put.hex()}


def changed(of: str, *edits: Edit) -> dict[str, Any]:
    """The bytes that the vector `of`, of the same area, has in the same field, with some changes."""
    return {"of": of, "edits": list(edits)}
