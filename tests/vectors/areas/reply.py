"""Vectors of replies on the board."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from crypto.boxes import gcm
from crypto.derivation import hkdf, sha256, u16
from crypto.keys import MemberSecret
from crypto.limits import ENTRY, FRAME_HEAD, REPLY_PAYLOAD
from crypto.reply import ReplyContent, seal_reply
from crypto.signatures import Domain, sign
from tests.vectors.areas.directory import two_versions
from tests.vectors.chance import Chance, decided, stored
from tests.vectors.line import FILE, INSTANCE, REPLY_KEY, ROLES, SECRETS, THREAD, member
from tests.vectors.salamander import collide, deflate_with_room, free_bits
from tests.vectors.scenario import Vector
from tests.vectors.tampered import changed

AUTHOR = SECRETS[2]
SALT = Chance("reply salt").fresh(16)


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    yield from _right()
    yield from _not_for_the_reader()
    yield from _forged()
    yield from _damaged()
    yield from _wrong_fields()
    yield from _two_keys()


def part(**changes: object) -> ReplyContent:
    """A reply in one part, or with some fields changed."""
    text = "Thank you. Which quarter do you mean?\n— “Q4”? 🙏"
    content = ReplyContent(Chance("reply").fresh(16), 1, 1, AUTHOR.slot, date(2026, 2, 10), text)
    return replace(content, **changes)  # type: ignore[arg-type]


def _vector(
    name: str, note: str, entry: bytes, outcome: str = "ok", what: ReplyContent | None = None, **more: object
) -> Vector:
    author = more.pop("author", AUTHOR)
    known = FILE if name == "ok" else changed("ok")
    asked = {"entry": entry, "reply_key": REPLY_KEY, "thread": THREAD, "instance": INSTANCE, "directory": known, **more}
    output: dict[str, object] = {}
    if what is not None and isinstance(author, MemberSecret):
        role = ROLES.get(author.slot, "Member")
        output = {"content": what.serialise().decode(), "role": role, "author": author.sign_key()}
    return Vector("reply", name, note, asked, outcome, output)


def _sealed(name: str, what: ReplyContent, seed: bytes = AUTHOR.sign_seed) -> bytes:
    with decided(f"reply {name}"):
        return seal_reply(REPLY_KEY, THREAD, what, seed, INSTANCE)


def _right() -> Iterator[Vector]:
    yield _vector("ok", "A reply in one part.", _sealed("ok", part()), what=part())
    for number in (1, 2):
        what = part(part=number, parts=2, text=f"Part {number} ", excluded=(5,))
        name = f"two_parts_{number}"
        yield _vector(name, "One of two parts, which excludes a member.", _sealed(name, what), what=what)
    newcomer = member(7)
    what = part(slot=7)
    entry = _sealed("newcomer", what, newcomer.sign_seed)
    yield _vector("newcomer", "By a member of version 2.", entry, what=what, author=newcomer, directory=two_versions())


def _not_for_the_reader() -> Iterator[Vector]:
    entry = _sealed("other", part())
    yield _vector("wrong_key", "Sealed to another key.", entry, "NotARecipient", reply_key=bytes(32))
    yield _vector("filler", "A filler.", Chance("filler").fresh(ENTRY), "NotARecipient")
    salted = bytes([entry[0] ^ 1]) + entry[1:]
    yield _vector("flipped_salt", "One bit flipped in the salt.", salted, "NotARecipient")
    committed = entry[:16] + bytes([entry[16] ^ 1]) + entry[17:]
    yield _vector("flipped_commit", "One bit flipped in the commitment.", committed, "NotARecipient")
    yield _vector("cut", "The last byte is missing.", entry[:-1], "Malformed")


def _forged() -> Iterator[Vector]:
    stranger = _sealed("forged", part(), Chance("stranger").fresh(32))
    yield _vector("forged", "Signed by a stranger.", stranger, "BadSignature")
    colleague = _sealed("colleague", part(), SECRETS[0].sign_seed)
    yield _vector("forged_by_colleague", "Signed by a member of another slot.", colleague, "BadSignature")
    empty = _sealed("empty slot", part(slot=4))
    yield _vector("forged_empty_slot", "By a slot without a member.", empty, "BadSignature")
    newcomer = _sealed("not yet", part(slot=7), member(7).sign_seed)
    yield _vector("forged_not_listed", "By a member that this directory does not list.", newcomer, "BadSignature")
    note = "Signed for another thread, and sealed to this reader."
    yield _vector("other_thread", note, _sealed("thread", part()), "BadSignature", thread=bytes(16))
    raw = part().serialise()
    domain = sign(Domain.CONTENT, AUTHOR.sign_seed, _message(raw))
    yield _vector("other_domain", "Signed as a report would be.", _entry(_close(raw, domain)), "BadSignature")
    yield from _sealed_again(raw)


def _sealed_again(raw: bytes) -> Iterator[Vector]:
    """What a reader of an authentic reply could try: to seal its signed payload into another entry."""
    payload = _framed(raw)
    yield _vector("sealed_as_it_was", "The payload in its own entry.", _entry(payload), what=part())
    other_salt = Chance("another salt").fresh(16)
    note = "The signed payload in an entry with another salt."
    yield _vector("sealed_again_salt", note, _entry(payload, salt=other_salt), "BadSignature")
    other_key = Chance("another reply key").fresh(32)
    note = "The signed payload sealed to somebody else."
    yield _vector("sealed_again_key", note, _entry(payload, key=other_key), "BadSignature", reply_key=other_key)


def _damaged() -> Iterator[Vector]:
    entry = _sealed("damaged", part())
    for name, at in {"box": 100, "tag": ENTRY - 1}.items():
        flipped = entry[:at] + bytes([entry[at] ^ 1]) + entry[at + 1 :]
        yield _vector(f"damaged_{name}", f"One bit flipped in the {name}.", flipped, "Damaged")
    yield _vector("empty_payload", "Nothing but zeros inside.", _entry(bytes(REPLY_PAYLOAD)), "Malformed")
    good = _framed(part().serialise())
    yield _vector("padding", "A byte of the padding is not zero.", _entry(good[:-1] + b"\1"), "Malformed")
    yield _vector("count_too_large", "n is 1 919.", _entry(u16(1919) + good[2:]), "Malformed")
    less = int.from_bytes(good[:2], "big") - 1
    yield _vector("count_cut", "n is one less than the content takes.", _entry(u16(less) + good[2:]), "Malformed")
    yield _vector("count_grown", "n is one more than the content takes.", _entry(u16(less + 2) + good[2:]), "Malformed")
    flipped = good[:2] + bytes([good[2] ^ 1]) + good[3:]
    yield _vector("signature_flipped", "One bit flipped in the signature.", _entry(flipped), "BadSignature")
    other = _framed(part(text="Another text.").serialise())
    note = "The signature of another content."
    yield _vector("signature_swapped", note, _entry(good[:2] + other[2:66] + good[66:]), "BadSignature")


def _wrong_fields() -> Iterator[Vector]:
    fields = json.loads(part().serialise())
    changes: dict[str, dict[str, object]] = {
        "part_zero": {"part": 0},
        "part_beyond": {"part": 2},
        "too_many_parts": {"parts": 17},
        "slot": {"slot": 8},
        "excluded": {"excluded": [3, 3]},
        "unknown_field": {"role": "Chair"},
        "text": {"text": None},
        "day": {"day": "2026-13-01"},
        "part_text": {"part": "1"},
        "parts_zero": {"parts": 0},
        "slot_negative": {"slot": -1},
        "slot_null": {"slot": None},
        "reply_short": {"reply": "00" * 15},
        "reply_long": {"reply": "00" * 17},
        "reply_upper": {"reply": "AA" * 16},
        "excluded_order": {"excluded": [2, 1]},
        "excluded_beyond": {"excluded": [8]},
        "excluded_text": {"excluded": "0"},
    }
    for name, change in changes.items():
        raw = json.dumps({**fields, **change}).encode()
        note = f"A field is wrong: {name.replace('_', ' ')}."
        yield _vector(f"field_{name}", note, _entry(_framed(raw)), "Malformed")
    for name in fields:
        raw = json.dumps({key: value for key, value in fields.items() if key != name}).encode()
        yield _vector(f"field_{name}_missing", f"Without {name}.", _entry(_framed(raw)), "Malformed")


def _two_keys() -> Iterator[Vector]:
    """An entry whose box opens under the keys of two reporters: the commitment is good for one."""
    other = Chance("second reply key").fresh(32)
    raw = part().serialise()
    deflated = deflate_with_room(raw)
    payload = u16(len(deflated)) + sign(Domain.REPLY, AUTHOR.sign_seed, _message(raw)) + deflated
    keys = [hkdf(key, b"SLREP/1 key" + SALT) for key in (REPLY_KEY, other)]
    box = collide(keys[0], keys[1], payload + bytes(REPLY_PAYLOAD - len(payload)), free_bits(FRAME_HEAD))
    entry = SALT + hkdf(REPLY_KEY, b"SLREP/1 commit" + SALT) + box
    yield _vector("two_keys_first", "The box opens under two keys; this one is committed to.", entry, what=part())
    note = "The box opens under two keys; the other one is committed to."
    yield _vector("two_keys_second", note, entry, "NotARecipient", reply_key=other)
    recommitted = SALT + hkdf(other, b"SLREP/1 commit" + SALT) + box
    note = "The same box, committed to the second key, under which it opens to something else."
    yield _vector("two_keys_recommitted", note, recommitted, "Malformed", reply_key=other)


def _framed(raw: bytes) -> bytes:
    return _close(raw, sign(Domain.REPLY, AUTHOR.sign_seed, _message(raw)))


def _message(raw: bytes) -> bytes:
    return INSTANCE + THREAD + SALT + hkdf(REPLY_KEY, b"SLREP/1 commit" + SALT) + sha256(raw)


def _close(raw: bytes, signature: bytes) -> bytes:
    payload = u16(len(stored(raw))) + signature + stored(raw)
    return payload + bytes(REPLY_PAYLOAD - len(payload))


def _entry(payload: bytes, *, salt: bytes = SALT, key: bytes = REPLY_KEY) -> bytes:
    commit, box_key = (hkdf(key, b"SLREP/1 " + what + salt) for what in (b"commit", b"key"))
    return salt + commit + gcm(box_key, payload)
