"""Fields of what travels, cut, grown, flipped, or taken from another: as changes of bytes that another vector holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Edit = dict[str, Any]
# Forms that a number may not have, as they are written.
NUMBERS = {
    "text": '"1"',
    "fraction": "1.0",
    "exponent": "1e0",
    "negative": "-1",
    "leading_zero": "01",
    "null": "null",
    "beyond_2_53": str(2**53),
    "huge": "1" + "0" * 400,
    "hex": "0x1",
    "nan": "NaN",
}


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


def difference(of: str, original: bytes, octets: bytes) -> dict[str, Any]:
    """`octets` as a change of the vector `of`, which holds `original`: one edit, between what both have around it."""
    shorter = min(len(original), len(octets))
    start = next((at for at in range(shorter) if original[at] != octets[at]), shorter)
    most = shorter - start
    end = next((at for at in range(most) if original[-1 - at] != octets[-1 - at]), most)
    return changed(of, edit(start, len(original) - end - start, octets[start : len(octets) - end]))


def ill_formed(hexes: str) -> dict[str, str]:
    """Bytes in hex, in forms that they may not have."""
    return {"cut": hexes[:-2], "grown": hexes + "00", "odd": hexes[:-1], "upper": hexes.upper()}


def flip_hex(hexes: str) -> str:
    """With one bit flipped."""
    return f"{int(hexes[:2], 16) ^ 1:02x}" + hexes[2:]
