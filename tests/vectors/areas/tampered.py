"""Vectors of every field of envelope, drop, entry, board and batch: cut, grown, flipped, taken from another."""

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from crypto.limits import (
    BOARD_FIXED,
    BOARD_HEAD,
    C1,
    C2,
    CTX,
    DROP,
    ENTRY,
    ENVELOPE,
    HASH,
    KEY,
    PAYLOAD,
    SALT,
    SEAL_OVERHEAD,
    SLOT,
    SLOTS,
    TAG,
)
from tests.protocol.adapters import expand_batch, expand_board
from tests.vectors.areas import board, drop, envelope, reply
from tests.vectors.areas.envelope import READER, START
from tests.vectors.chance import Chance
from tests.vectors.scenario import Vector
from tests.vectors.tampered import Field, changed, edit

# What an outcome can be, short enough for a table.
MAL, DAM, NOT, SIG, INST, SHUT = "Malformed", "Damaged", "NotARecipient", "BadSignature", "WrongInstance", "NotOpened"
OTHER = CTX + 7 * SLOT
BODY = CTX + SLOTS + HASH
ENVELOPE_FIELDS = (
    Field("magic", 0, 8, cut=MAL, grown=MAL, flipped=MAL),
    Field("instance", 8, 24, cut=MAL, grown=MAL, flipped=INST),
    Field("object", 24, 40, cut=MAL, grown=NOT, flipped=DAM),
    Field("zero", 40, CTX, cut=MAL, flipped=MAL),
    Field("c1_ephemeral", START, START + KEY, cut=NOT, grown=NOT, flipped=NOT, swapped=NOT),
    Field("c1_box", START + KEY, START + C1, cut=NOT, grown=DAM, flipped=NOT, swapped=NOT),
    Field("c1", START, START + C1, swapped=DAM),
    Field("c2", START + C1, START + C1 + C2, cut=DAM, grown=DAM, flipped=DAM, swapped=DAM),
    Field("c3", START + C1 + C2, START + SLOT, cut=DAM, grown=DAM, flipped=DAM, swapped=DAM),
    Field("slot", START, START + SLOT, swapped=DAM),
    Field("slot_of_another", OTHER, OTHER + SLOT, cut=DAM, grown=DAM, flipped=DAM, swapped=DAM),
    Field("slots", CTX, CTX + SLOTS, swapped=DAM),
    Field("mac", CTX + SLOTS, BODY, cut=DAM, grown=DAM, flipped=DAM, swapped=DAM),
    Field("body", BODY, BODY + PAYLOAD, cut=DAM, grown=DAM, flipped=DAM, swapped=DAM),
    Field("tag", BODY + PAYLOAD, ENVELOPE, cut=DAM, flipped=DAM, swapped=DAM),
    Field("mac_and_body", CTX + SLOTS, ENVELOPE, swapped=DAM),
)
DROP_FIELDS = (
    Field("ephemeral", 0, KEY, cut=SHUT, grown=SHUT, flipped=SHUT, swapped=SHUT),
    Field("tag", KEY, SEAL_OVERHEAD, cut=SHUT, grown=SHUT, flipped=SHUT, swapped=SHUT),
    Field("sealed", SEAL_OVERHEAD, DROP, cut=SHUT, flipped=SHUT, swapped=SHUT),
)
ENTRY_FIELDS = (
    Field("salt", 0, SALT, cut=NOT, grown=NOT, flipped=NOT, swapped=NOT),
    Field("commit", SALT, SALT + HASH, cut=NOT, grown=DAM, flipped=NOT, swapped=NOT),
    Field("head", 0, SALT + HASH, swapped=DAM),
    Field("box", SALT + HASH, ENTRY - TAG, cut=DAM, grown=DAM, flipped=DAM, swapped=DAM),
    Field("tag", ENTRY - TAG, ENTRY, cut=DAM, flipped=DAM, swapped=DAM),
)


def vectors() -> Iterator[Vector]:
    """All scenarios of the areas."""
    yield from _fields(envelope, "read_by_slot_2", "kind_followup", "envelope", ENVELOPE_FIELDS)
    yield from _wrong_slots()
    yield from _fields(drop, "ok", "cover", "drop", DROP_FIELDS)
    yield from _fields(reply, "ok", "two_parts_1", "entry", ENTRY_FIELDS)
    yield from _boards()
    yield from _batches()


def named(module: ModuleType, name: str, area: str = "") -> Vector:
    """A vector of another module."""
    found: Iterator[Vector] = module.vectors()
    return next(one for one in found if one.name == name and area in ("", one.area))


def octets_of(vector: Vector, name: str) -> bytes:
    """A field of its input."""
    value = vector.input[name]
    assert isinstance(value, bytes)
    return value


def _fields(module: ModuleType, name: str, other: str, what: str, fields: Sequence[Field]) -> Iterator[Vector]:
    base = named(module, name)
    octets, others = octets_of(base, what), octets_of(named(module, other), what)
    for field in fields:
        for change, note, edits, outcome in field.changes(len(octets), octets, others):
            yield Vector(base.area, change, note, {**base.input, what: changed(name, *edits)}, outcome)


def _wrong_slots() -> Iterator[Vector]:
    """Member slots in places of others, in one envelope."""
    base = named(envelope, "read_by_slot_2")
    octets = octets_of(base, "envelope")
    for number in (0, 1, 7):
        start = CTX + number * SLOT
        other = octets[start : start + SLOT]
        copied = edit(START, SLOT, other)
        given = {**base.input, "envelope": changed("read_by_slot_2", copied)}
        note = f"The reader's slot is a copy of slot {number}."
        yield Vector("envelope", f"slot_{number}_copied", note, given, NOT)
        own = edit(start, SLOT, octets[START : START + SLOT])
        given = {**base.input, "envelope": changed("read_by_slot_2", copied, own)}
        note = f"The reader's slot and slot {number} have changed places."
        yield Vector("envelope", f"slot_{number}_exchanged", note, given, NOT)
        given = {**base.input, "envelope": changed("read_by_slot_2", own)}
        note = f"Slot {number} is a copy of the reader's."
        yield Vector("envelope", f"slot_{number}_overwritten", note, given, DAM)
    object_id = edit(24, 16, Chance("another object").fresh(16))
    given = {**base.input, "envelope": changed("read_by_slot_2", object_id)}
    yield Vector("envelope", "field_object_swapped", "The object of another envelope.", given, DAM)
    note = "The reader holds the keys of slot 2, and looks at slot 3."
    yield Vector("envelope", "looked_at_another_slot", note, {**base.input, "slot": READER + 1}, NOT)


def _boards() -> Iterator[Vector]:
    base = named(board, "second", "board")
    recipe: Any = base.input["board"]
    first_recipe: Any = named(board, "first", "board").input["board"]
    octets, first = expand_board(recipe), expand_board(first_recipe)
    end = len(octets)
    fields = (
        Field("magic", 0, 8, cut=MAL, grown=MAL, flipped=MAL),
        Field("instance", 8, 24, cut=MAL, grown=MAL, flipped=INST),
        Field("sequence", 24, 32, cut=MAL, grown=MAL, flipped=MAL, swapped=MAL),
        Field("epoch", 32, 40, cut=MAL, grown=MAL, flipped=SIG, swapped=SIG),
        Field("previous", 40, BOARD_HEAD, cut=MAL, grown=MAL, flipped=SIG, swapped=SIG),
        Field("entry", BOARD_HEAD, BOARD_HEAD + ENTRY, cut=MAL, grown=MAL, flipped=SIG),
        Field("entries", BOARD_HEAD, BOARD_FIXED, cut=MAL, grown=MAL, flipped=SIG),
        Field("lists", BOARD_FIXED, BOARD_FIXED + 4, cut=MAL, grown=MAL, flipped=MAL, swapped=MAL),
        Field("count", BOARD_FIXED + 4, BOARD_FIXED + 8, cut=MAL, grown=MAL, flipped=MAL),
        Field("objects", BOARD_FIXED + 8, end - 64, cut=SIG, grown=SIG, flipped=SIG),
        Field("signature", end - 64, end, flipped=SIG),
    )
    for field in fields:
        for change, note, edits, outcome in field.changes(end, octets, first):
            yield _board(change, note, {**recipe, "edits": edits}, outcome)
    edits = [edit(end - 64, 64, first[-64:])]
    yield _board("field_signature_swapped", "The signature of the board before.", {**recipe, "edits": edits}, SIG)


def _board(name: str, note: str, recipe: Any, outcome: str) -> Vector:
    base = named(board, "second", "board")
    return Vector("board", name, note, {**base.input, "board": recipe}, outcome)


def _batches() -> Iterator[Vector]:
    base = named(board, "ok", "batch")
    recipe: Any = base.input["batch"]
    octets = expand_batch(recipe)
    length, last = len(octets), len(octets) - ENVELOPE
    fields = (
        Field("magic", 0, 8, cut=MAL, grown=MAL, flipped=MAL),
        Field("instance", last + 8, last + 24, grown=MAL, flipped=INST),
        Field("object", ENVELOPE + 24, ENVELOPE + 40, cut=MAL, grown=MAL, flipped=MAL),
        Field("zero", last + 40, last + CTX, flipped=MAL),
        Field("first_envelope", 0, ENVELOPE, cut=MAL, grown=MAL),
        Field("last_envelope", last, length, swapped=MAL),
    )
    for field in fields:
        for change, note, edits, outcome in field.changes(length, octets, octets[ENVELOPE:] + octets[:ENVELOPE]):
            yield Vector("batch", change, note, {**base.input, "batch": {**recipe, "edits": edits}}, outcome)
    grown = {**recipe, "edits": [edit(length, put=b"\0")]}
    yield Vector("batch", "grown", "One byte too many.", {**base.input, "batch": grown}, MAL)
    one_less = {**recipe, "envelopes": 31}
    yield Vector("batch", "one_missing", "31 envelopes.", {**base.input, "batch": one_less}, MAL)
    foreign = {**recipe, "edits": [edit(last + 8, 16, b"\xff" * 16)]}
    note = "One envelope of 32 is of another line."
    yield Vector("batch", "one_of_another_line", note, {**base.input, "batch": foreign}, INST)
