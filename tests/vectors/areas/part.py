"""Vectors of parts and of files put together from them, as recipes: README.md in the folder above says how."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from crypto.boxes import box_public
from crypto.derivation import hkdf, sha256, u32
from crypto.limits import CHUNK, FILE, HASH, ID, PART, PART_HEAD, STORED_PART
from tests.protocol.adapters import expand_part, expand_stored, plain_part, plain_stored
from tests.vectors.chance import Chance
from tests.vectors.scenario import Vector

Recipe = dict[str, Any]
KEY, OTHER_KEY = Chance("file key").fresh(32), Chance("other file key").fresh(32)
MIX_SECRET = Chance("part mix key").fresh(32)
MIX_KEY = box_public(MIX_SECRET)
SIZE = 2 * CHUNK + 5  # three chunks and a decoy
MORE, LAST, DECOY = 0, 1, 2
FLAGS = (MORE, MORE, LAST, DECOY)
START = ID + HASH


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    yield from _ids()
    yield from _posted()
    yield from _posted_wrong()
    yield from _chunks()
    yield from _chunks_changed()
    yield from _chunks_out_of_place()
    yield from _files()
    yield from _files_wrong()


# ---- recipes: every derivation is spelled out, not taken from the code under test -----------------


def _id(index: int, key: bytes = KEY) -> bytes:
    return hkdf(key, b"SLPRT/1 id" + u32(index))[:16]


def _stored(index: int, *, key: bytes = KEY, flag: int | None = None, **changes: Any) -> Recipe:
    """The part at `index` of a file of SIZE bytes, or one that differs in something."""
    place = u32(index) + bytes([FLAGS[index] if flag is None else flag])
    made = {
        "head": (_id(index, key) + hkdf(key, b"SLPRT/1 commit" + place)).hex(),
        "chunk_key": hkdf(key, b"SLPRT/1 key" + place).hex(),
        "text": (b"Side letter, page %d. " % index + key[:3]).hex(),
        "length": min(CHUNK, max(0, SIZE - index * CHUNK)),
        **changes,
    }
    return {**made, "sha256": sha256(plain_stored(made)).hex(), "edits": []}


def _part(stored: Recipe, *, number: int = 0, zero: bytes = bytes(16), **changes: Any) -> Recipe:
    chance = Chance(f"part {number}")
    key = chance.fresh(32)
    head = chance.box_seal(MIX_KEY, key + bytes.fromhex(stored["head"])[:ID] + zero)
    made = {"head": head.hex(), "k": key.hex(), "stored": stored, **changes}
    return {**made, "sha256": sha256(plain_part(made)).hex(), "edits": []}


def _edit(recipe: Recipe, at: int, cut: int = 0, put: bytes = b"") -> Recipe:
    return {**recipe, "edits": [*recipe["edits"], {"at": at, "cut": cut, "put": put.hex()}]}


def _flip(recipe: Recipe, at: int, expand: Callable[[Recipe], bytes]) -> Recipe:
    return _edit(recipe, at, 1, bytes([expand(recipe)[at] ^ 1]))


# ---- ids, and parts as they are posted -------------------------------------------------------------


def _vector(do: str, name: str, note: str, asked: Recipe, result: dict[str, Any] | str) -> Vector:
    outcome, output = (result, {}) if isinstance(result, str) else ("ok", result)
    return Vector("part", f"{do}_{name}", note, {"do": do, **asked}, outcome, output)


def _ids() -> Iterator[Vector]:
    sizes = {"empty": 0, "one": CHUNK, "two": CHUNK + 1, "decoy": SIZE, "many": 16 * CHUNK + 1}
    for (name, size), count in zip(sizes.items(), (1, 1, 2, 4, 32), strict=True):
        ids = [_id(index) for index in range(count)]
        yield _vector("ids", name, f"{count} parts, decoys with them.", {"key": KEY, "size": size}, {"ids": ids})
    yield _vector("ids", "too_long", "A byte more than 1 GiB.", {"key": KEY, "size": FILE + 1}, "TooLong")


def _posted_vector(name: str, note: str, part: Recipe, outcome: str = "ok", secret: bytes = MIX_SECRET) -> Vector:
    stored = expand_stored(part["stored"])
    result = {"id": stored[:ID], "stored": sha256(stored)}
    asked = {"part": part, "mix_secret": secret}
    return _vector("open_part", name, note, asked, result if outcome == "ok" else outcome)


def _posted() -> Iterator[Vector]:
    yield _posted_vector("ok", "A part.", _part(_stored(0)))
    yield _posted_vector("decoy", "A decoy, which looks the same.", _part(_stored(3)))
    yield _posted_vector("again", "The same one, posted again under another key.", _part(_stored(0), number=1))


def _posted_wrong() -> Iterator[Vector]:
    good, other = _part(_stored(0)), _part(_stored(1), number=1)
    yield _posted_vector("wrong_key", "Sealed to another mix key.", good, "NotOpened", secret=OTHER_KEY)
    swapped = _part(_stored(0), head=other["head"])
    cases: dict[str, tuple[str, Recipe, str]] = {
        "empty": ("Nothing at all.", _edit(good, 0, PART), "Malformed"),
        "cut": ("The last byte is missing.", _edit(good, PART - 1, 1), "Malformed"),
        "grown": ("One byte too many.", _edit(good, PART, put=b"\0"), "Malformed"),
        "cut_head": ("A byte of the head is missing, one stands at the end.", _shifted(good), "NotOpened"),
        "flipped_ephemeral": ("One bit flipped in the head's ephemeral key.", _flip(good, 0, expand_part), "NotOpened"),
        "flipped_head": ("One bit flipped in the head.", _flip(good, PART_HEAD - 1, expand_part), "NotOpened"),
        "flipped_box": ("One bit flipped in the box.", _flip(good, PART_HEAD, expand_part), "Damaged"),
        "flipped_tag": ("One bit flipped in the tag.", _flip(good, PART - 1, expand_part), "Damaged"),
        "zero": ("The zeros of the head are not.", _part(_stored(0), zero=bytes(15) + b"\1"), "Malformed"),
        "swapped": ("The head of another part.", swapped, "Damaged"),
    }
    for name, (note, part, outcome) in cases.items():
        yield _posted_vector(name, note, part, outcome)


def _shifted(part: Recipe) -> Recipe:
    return _edit(_edit(part, PART_HEAD - 1, 1), PART - 1, put=b"\0")


# ---- chunks ------------------------------------------------------------------------------------------


def _chunk_vector(name: str, note: str, stored: Recipe, index: int, outcome: str = "ok", size: int = SIZE) -> Vector:
    text, length = bytes.fromhex(stored["text"]), stored["length"]
    result = {"length": length, "chunk": sha256((text * (length // len(text) + 1))[:length])}
    asked = {"key": KEY, "size": size, "index": index, "stored": stored}
    return _vector("open_chunk", name, note, asked, result if outcome == "ok" else outcome)


def _chunks() -> Iterator[Vector]:
    yield _chunk_vector("first", "A chunk with others after it.", _stored(0), 0)
    yield _chunk_vector("last", "The last chunk: five bytes, filled up with zeros.", _stored(2), 2)
    yield _chunk_vector("decoy", "A decoy holds nothing.", _stored(3), 3)
    yield _chunk_vector("empty_file", "The one chunk of an empty file.", _stored(0, flag=LAST, length=0), 0, size=0)
    yield _chunk_vector("whole", "The one chunk of a file of 1 MiB.", _stored(0, flag=LAST), 0, size=CHUNK)


def _chunks_changed() -> Iterator[Vector]:
    good = _stored(2)
    cases: dict[str, tuple[str, Recipe, str]] = {
        "empty": ("Nothing at all.", _edit(good, 0, STORED_PART), "Malformed"),
        "cut": ("The last byte is missing.", _edit(good, STORED_PART - 1, 1), "Malformed"),
        "grown": ("One byte too many.", _edit(good, STORED_PART, put=b"\0"), "Malformed"),
        "flipped_id": ("One bit flipped in the id.", _flip(good, 0, expand_stored), "Damaged"),
        "flipped_commit": ("One bit flipped in the commitment.", _flip(good, ID, expand_stored), "Damaged"),
        "flipped_box": ("One bit flipped in the box.", _flip(good, START, expand_stored), "Damaged"),
        "flipped_tag": ("One bit flipped in the tag.", _flip(good, STORED_PART - 1, expand_stored), "Damaged"),
        "padding": ("A byte after the last of the file is not zero.", _stored(2, length=6), "Malformed"),
    }
    for name, (note, stored, outcome) in cases.items():
        yield _chunk_vector(name, note, stored, 2, outcome)


def _chunks_out_of_place() -> Iterator[Vector]:
    own, other = _stored(0), _stored(0, key=OTHER_KEY)
    id_of = {index: _id(index).hex() for index in (0, 1)}
    cases: dict[str, tuple[str, Recipe]] = {
        "wrong_id": ("The id of the next part, all else its own.", own | {"head": id_of[1] + own["head"][2 * ID :]}),
        "renamed": ("The next part under this one's id.", _renamed(_stored(1), id_of[0])),
        "other_file": ("A part of another file.", other),
        "other_file_renamed": ("A part of another file under this one's id.", _renamed(other, id_of[0])),
        "commit_of_this": ("This part's id and commitment before another file's box.", _renamed(other, own["head"])),
        "last_for_more": ("Said to be the last, though two follow.", _stored(0, flag=LAST)),
        "decoy_for_chunk": ("Said to be a decoy.", _stored(0, flag=DECOY)),
    }
    for name, (note, stored) in cases.items():
        again = {**stored, "sha256": sha256(plain_stored(stored)).hex()}
        yield _chunk_vector(name, note, again, 0, "Damaged")
    more = _stored(2, flag=MORE)
    yield _chunk_vector("more_for_last", "Said not to be the last, though it is.", more, 2, "Damaged")
    beyond = _stored(3)
    yield _chunk_vector("beyond", "An index that such a file does not have.", beyond, 4, "Malformed")
    yield _chunk_vector("too_long", "Of a file of a byte more than 1 GiB.", own, 0, "TooLong", size=FILE + 1)


def _renamed(stored: Recipe, head: str) -> Recipe:
    return {**stored, "head": head + stored["head"][len(head) :]}


# ---- files -------------------------------------------------------------------------------------------


def _file(chunks: Sequence[Recipe]) -> bytes:
    texts = [(bytes.fromhex(one["text"]) * CHUNK)[: one["length"]] for one in chunks]
    return b"".join(texts)


def _file_vector(name: str, note: str, chunks: Sequence[Recipe], outcome: str = "ok", **changes: Any) -> Vector:
    file = _file(ALL)
    asked = {"key": KEY, "size": SIZE, "sha256": sha256(file), "chunks": list(chunks), **changes}
    result = {"length": asked["size"], "sha256": asked["sha256"]}
    return _vector("open_file", name, note, asked, result if outcome == "ok" else outcome)


ALL = [_stored(0), _stored(1), _stored(2)]


def _files() -> Iterator[Vector]:
    yield _file_vector("ok", "Three chunks, and the decoy left out.", ALL)
    empty = _stored(0, flag=LAST, length=0)
    yield _file_vector("empty", "An empty file.", [empty], size=0, sha256=sha256(b""))


def _files_wrong() -> Iterator[Vector]:
    first, second, last = ALL
    other = _stored(1, key=OTHER_KEY)
    renamed = _renamed(other, _id(1).hex())
    renamed["sha256"] = sha256(plain_stored(renamed)).hex()
    cases: dict[str, tuple[str, list[Recipe]]] = {
        "reordered": ("Two chunks have changed places.", [second, first, last]),
        "repeated": ("The first chunk again in place of the second.", [first, first, last]),
        "repeated_more": ("The second chunk twice.", [first, second, second, last]),
        "missing_first": ("The first chunk is missing.", [second, last]),
        "missing_last": ("The last chunk is missing.", [first, second]),
        "none": ("No chunk.", []),
        "with_decoy": ("The decoy taken for a chunk.", [*ALL, _stored(3)]),
        "decoy_for_last": ("The decoy in place of the last chunk.", [first, second, _stored(3)]),
        "swapped": ("A chunk of another file.", [first, other, last]),
        "swapped_renamed": ("A chunk of another file under the id of this one's.", [first, renamed, last]),
        "altered_and_sealed_again": ("A chunk with another text, well sealed.", [first, _stored(1, text="00"), last]),
    }
    for name, (note, chunks) in cases.items():
        yield _file_vector(name, note, chunks, "Damaged")
    longer = [first, second, _stored(2, length=6)]
    yield _file_vector("grown_by_a_byte", "The last chunk holds a byte more than said.", longer, "Malformed")
    shorter = [first, second, _stored(2, length=4)]
    yield _file_vector("cut_by_a_byte", "The last chunk holds a byte less than said.", shorter, "Damaged")
    said = {"size": 2 * CHUNK}
    yield _file_vector("shorter_than_sent", "Said to end after the second chunk.", ALL[:2], "Damaged", **said)
    hash_of_another = {"sha256": sha256(b"")}
    yield _file_vector("other_hash", "The chunks of another file than was named.", ALL, "Damaged", **hash_of_another)
    yield _file_vector("other_key", "Named with another key.", ALL, "Damaged", key=OTHER_KEY)
    yield _file_vector("too_long", "Said to have a byte more than 1 GiB.", ALL, "TooLong", size=FILE + 1)
