"""Reads what a member's browser offers to a case: an entry as it was signed, and the sealed bytes that it names.

Only the form is looked at here, whoever asks and whatever case it is about.
"""

import re
from dataclasses import dataclass, field
from typing import Annotated

from crypto.document import Signed, signed_from
from crypto.errors import Malformed
from crypto.limits import CONTENT_OVERHEAD, ENTRY_FRAMES, GRANT, ID, ITEM, MOST_GRANTS
from crypto.strict import Fields
from reviewer.bodies import read_json

MOST_ITEMS = 2  # an entry files one envelope; a second is room for what is filed with it
LARGEST_DOCUMENT = 128 * 1024  # 64 grants and 16 approvals, each signed by all, take less than half of it
CONTENTS = tuple(CONTENT_OVERHEAD + frame for frame in ENTRY_FRAMES)
ROOM = 4 * 1024  # names, quotes and commas


def in_base64(length: int) -> int:
    """How long `length` bytes are in padded base64."""
    return -(-length // 3) * 4


LARGEST = LARGEST_DOCUMENT + in_base64(CONTENTS[-1]) + MOST_GRANTS * in_base64(GRANT + 3)
LARGEST += MOST_ITEMS * in_base64(ITEM + 3) + ROOM
CASE_FORM = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class OfferedItem:
    """An envelope under the case key, and its id in hexadecimal."""

    id: str
    value: bytes = field(repr=False)


class Document:
    """A signed document, not larger than any entry is."""

    def read(self, fields: Fields, name: str) -> Signed:
        found = signed_from(fields.value(name))
        if len(found.serialise()) > LARGEST_DOCUMENT:
            raise Malformed(name)
        return found


class Content:
    """A sealed content, in one of its five lengths."""

    def read(self, fields: Fields, name: str) -> bytes:
        lengths = {in_base64(length): length for length in CONTENTS}
        return fields.octets(name, lengths.get(len(fields.text(name)), CONTENTS[0]))


class Grants:
    """Sealed case keys."""

    def read(self, fields: Fields, name: str) -> tuple[bytes, ...]:
        found = fields.array(name)
        if len(found) > MOST_GRANTS:
            raise Malformed(name)
        return tuple(Fields({name: one}, (name,)).octets(name, GRANT) for one in found)


class Items:
    """Envelopes under the case key, each with an id of its own."""

    def read(self, fields: Fields, name: str) -> tuple[OfferedItem, ...]:
        found = tuple(_item(one) for one in fields.array(name))
        if len(found) > MOST_ITEMS or len({one.id for one in found}) != len(found):
            raise Malformed(name)
        return found


@dataclass(frozen=True)
class Offer:
    """An entry and the bytes that it names: its content, its grants in their order, and items that it brings."""

    document: Annotated[Signed, Document()]
    content: Annotated[bytes, Content()] = field(repr=False)
    grants: Annotated[tuple[bytes, ...], Grants()] = field(repr=False)
    items: Annotated[tuple[OfferedItem, ...], Items()]


def read_offer() -> Offer:
    """The request's body as an offer. Raises Refused."""
    return read_json(Offer, LARGEST)


def _item(value: object) -> OfferedItem:
    fields = Fields(value, ("id", "value"))
    return OfferedItem(fields.octets("id", ID).hex(), fields.octets("value", ITEM))
