"""Vectors of grants, items and contents of entries: opened, and made wrong in every part."""

from collections.abc import Iterator
from typing import Any

from crypto.boxes import gcm
from crypto.derivation import hkdf, u32
from crypto.entry import seal_content
from crypto.grant import seal_grant
from crypto.item import Item, seal_item
from crypto.keys import MemberSecret
from crypto.limits import C1, C2, ENTRY_FRAMES, HASH, KEY, SALT
from crypto.opening import open_envelope
from tests.vectors.areas.envelope import assemble
from tests.vectors.case_line import CASE, CHAIR, COUNSEL, KEYS, OTHER_CASE, SECOND
from tests.vectors.chance import Chance, decided, stored
from tests.vectors.line import FILE, FINGERPRINT, INSTANCE, OTHER_INSTANCE, content, reader, seal
from tests.vectors.scenario import Vector
from tests.vectors.small_order import zero_box
from tests.vectors.tampered import changed, difference

TEXT = '{"kind":"note","text":"“Übergabe” 納品"}'


def vectors() -> Iterator[Vector]:
    """All scenarios of the areas grant, item and content."""
    yield from _grants()
    yield from _items()
    yield from _contents()


def _flip(octets: bytes, at: int) -> bytes:
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :]


def _grants() -> Iterator[Vector]:
    with decided("grant"):
        grant = seal_grant(KEYS[1], SECOND.public(), INSTANCE, CASE, 1)
        small = zero_box(SECOND.public().x25519, bytes(KEY)) + grant[C1:]

    def vector(name: str, note: str, outcome: str, secret: MemberSecret = SECOND, **change: Any) -> Vector:
        asked = {"grant": grant, "instance": INSTANCE, "case": CASE, "number": 1, **reader(secret), **change}
        return Vector("grant", name, note, asked, outcome, {"case_key": KEYS[1]} if outcome == "ok" else {})

    yield vector("opened", "A grant of key 1.", "ok")
    wrong = {
        "cut": ("Malformed", grant[:-1], "The last byte is missing."),
        "grown": ("Malformed", grant + b"\0", "One byte too many."),
        "flipped_c1": ("NotARecipient", _flip(grant, 0), "One bit flipped in the sealed box."),
        "small_order": ("NotARecipient", small, "An ephemeral key of small order."),
        "flipped_c2": ("Damaged", _flip(grant, C1), "One bit flipped in the ML-KEM ciphertext."),
        "flipped_box": ("Damaged", _flip(grant, C1 + C2), "One bit flipped in the secret box."),
    }
    for name, (outcome, octets, note) in wrong.items():
        yield vector(name, note, outcome, grant=difference("opened", grant, octets))
    yield vector("other_reader", "To somebody else.", "NotARecipient", CHAIR)
    yield vector("other_case", "Of another case.", "Damaged", case=OTHER_CASE)
    yield vector("other_instance", "Of another line.", "Damaged", instance=OTHER_INSTANCE)
    yield vector("other_number", "Of another number.", "Damaged", number=0)
    without: dict[str, Any] = {"mlkem_seed": Chance("other kem").fresh(64)}
    yield vector("without_mlkem", "The right X25519 key is not enough.", "Damaged", **without)


def _items() -> Iterator[Vector]:
    with decided("item"):
        what = content(excluded=(5,))
        envelope = seal(what).envelope
        found = Item(open_envelope(envelope, CHAIR, [FINGERPRINT], INSTANCE).content_key, FINGERPRINT, envelope)
        item = seal_item(found, KEYS[0], found.case)
    asked = {
        **{"item": item, "case_key": KEYS[0], "case": found.case, "id": found.id, "instance": INSTANCE},
        **{"directory": FILE, "slot": 2},
    }
    output = {"content": what.serialise().decode(), "directory_hash": FINGERPRINT, "filed_as": found.case}
    yield Vector("item", "opened", "The envelope of the case, by a member.", asked, "ok", output)
    asked = {**asked, "item": changed("opened"), "directory": changed("opened")}
    yield Vector("item", "by_adviser", "By one who has no slot.", {**asked, "slot": None}, "ok", output)
    yield Vector("item", "excluded", "By one whom its author left out.", {**asked, "slot": 5}, "NotARecipient")
    keyed = {"case_key": KEYS[1], "case": OTHER_CASE, "id": Chance("other item").fresh(16)}
    for name, value in keyed.items():
        yield Vector("item", f"other_{name}", f"Another {name}.", {**asked, name: value}, "Damaged")
    foreign = {**asked, "instance": OTHER_INSTANCE}
    yield Vector("item", "other_instance", "Of another line.", foreign, "WrongInstance")
    for name, outcome, octets in (
        ("cut", "Malformed", item[:-1]),
        ("grown", "Malformed", item + b"\0"),
        ("flipped_salt", "Damaged", _flip(item, 0)),
        ("flipped_commit", "Damaged", _flip(item, SALT)),
        ("flipped_box", "Damaged", _flip(item, SALT + HASH)),
    ):
        yield Vector("item", name, name, {**asked, "item": difference("opened", item, octets)}, outcome)
    yield from _items_within(asked, found)


def _items_within(asked: dict[str, Any], found: Item) -> Iterator[Vector]:
    """Well sealed under the case key, but not what a sender has made."""
    elsewhere = Chance("later directory").fresh(32)
    with decided("item unsigned") as chance:
        key = chance.fresh(32)
        unsigned = assemble(chance, bytes(6440), content_key=key)
    cases = {
        "directory": ("Damaged", Item(found.content_key, elsewhere, found.envelope)),
        "content_key": ("Damaged", Item(KEYS[2], FINGERPRINT, found.envelope)),
        "magic": ("Malformed", Item(found.content_key, FINGERPRINT, _flip(found.envelope, 0))),
        "slot": ("Damaged", Item(found.content_key, FINGERPRINT, _flip(found.envelope, 100))),
        "body": ("Damaged", Item(found.content_key, FINGERPRINT, _flip(found.envelope, 16_000))),
        "payload": ("Malformed", Item(key, FINGERPRINT, unsigned)),
    }
    for name, (outcome, other) in cases.items():
        with decided(f"item within {name}"):
            sealed = seal_item(other, KEYS[0], found.case)
        given = {**asked, "item": sealed, "id": other.id}
        yield Vector("item", f"within_{name}", f"Well sealed, but with another {name} in it.", given, outcome)


def _contents() -> Iterator[Vector]:
    with decided("content"):
        author = SECOND.sign_key()
        sealed = seal_content(TEXT.encode(), KEYS[0], CASE, 3, author)
        long = seal_content(_long(3000), KEYS[0], CASE, 3, author)
    asked = {"content": sealed, "case_key": KEYS[0], "case": CASE, "sequence": 3, "author": author}
    yield Vector("content", "opened", "A content of the shortest length.", asked, "ok", {"content": TEXT})
    given = {**asked, "content": long}
    yield Vector("content", "longer", "One of the second length.", given, "ok", {"content": _long(3000).decode()})
    others = {"case_key": KEYS[1], "case": OTHER_CASE, "sequence": 4, "author": COUNSEL.sign_key()}
    for name, value in others.items():
        yield Vector("content", f"other_{name}", f"Another {name}.", {**asked, name: value}, "Damaged")
    for name, outcome, octets in (
        ("cut", "Malformed", sealed[:-1]),
        ("grown", "Malformed", sealed + b"\0"),
        ("cut_to_length", "Damaged", long[: len(sealed)]),
        ("flipped_salt", "Damaged", _flip(sealed, 0)),
        ("flipped_commit", "Damaged", _flip(sealed, SALT)),
        ("flipped_box", "Damaged", _flip(sealed, SALT + HASH)),
    ):
        given = {**asked, "content": octets}
        yield Vector("content", name, f"A content that is {name.replace('_', ' ')}.", given, outcome)
    yield from _frames(asked)


def _frames(asked: dict[str, Any]) -> Iterator[Vector]:
    """Well sealed, but not of the form."""
    framed = u32(len(stored(TEXT.encode()))) + stored(TEXT.encode())
    text = {
        "list": b'["kind"]',
        "without_kind": b"{}",
        "kind_number": b'{"kind":1}',
        "kind_null": b'{"kind":null}',
        "kind_twice": b'{"kind":"a","kind":"b"}',
        "json": b"kind",
        "utf8": b'{"kind":"\xff"}',
        "deep": _deep(65),
    }
    frames = {name: u32(len(stored(raw))) + stored(raw) for name, raw in text.items()}
    frames = {**frames, "empty": b"", "long_count": u32(2**32 - 1), "padding": framed + bytes(100) + b"\1"}
    for name, frame in frames.items():
        given = {**asked, "content": _sealed(frame.ljust(ENTRY_FRAMES[0], b"\0"))}
        yield Vector("content", f"frame_{name}", f"Well sealed, but wrong: {name}.", given, "Malformed")
    given = {**asked, "content": _sealed(framed.ljust(ENTRY_FRAMES[1], b"\0"))}
    yield Vector("content", "frame_too_long", "Longer than it need be.", given, "Malformed")
    deepest = u32(len(stored(_deep(64)))) + stored(_deep(64))
    given = {**asked, "content": _sealed(deepest.ljust(ENTRY_FRAMES[0], b"\0"))}
    found = {"content": _deep(64).decode()}
    yield Vector("content", "deepest", "A number within 64 objects and arrays.", given, "ok", found)


def _sealed(frame: bytes) -> bytes:
    place = Chance("content salt").fresh(SALT) + CASE + u32(3) + SECOND.sign_key()
    commit, key = (hkdf(KEYS[0], label + place) for label in (b"SLENT/1 commit", b"SLENT/1 key"))
    return place[:SALT] + commit + gcm(key, frame)


def _deep(depth: int) -> bytes:
    """A number within so many: the object and the arrays in it."""
    return b'{"kind":"note","text":' + b"[" * (depth - 1) + b"0" + b"]" * (depth - 1) + b"}"


def _long(length: int) -> bytes:
    return b'{"kind":"note","text":"' + b"x" * length + b'"}'
