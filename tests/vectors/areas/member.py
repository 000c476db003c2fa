"""Vectors of how a member's keys rest."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from crypto import member as members
from crypto.boxes import gcm
from crypto.derivation import hkdf, u32
from crypto.index import seal_index
from crypto.limits import MARKS_PLAIN, RING_ENTRY, RING_KEYS, RING_PLAIN
from crypto.ring import ReadingKeys, seal_ring
from tests.vectors.chance import Chance, decided, stored
from tests.vectors.line import INSTANCE, OTHER_INSTANCE, SECRETS, member, reader
from tests.vectors.scenario import Vector
from tests.vectors.tampered import changed, edit

SECRET = SECRETS[0]
BUNDLE = SECRET.pack()
ROOT, PEPPER = Chance("root").fresh(32), Chance("pepper").fresh(32)
CODE = "abacus Zoom  ladder otter coil\nbasin crumb violet anthem ﬁle"
MARKS = '{"read":["00ff"],"replies":[{"text":"“Danke” 🙏"}]}'


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    yield from _stretched()
    yield from _wrapped()
    yield from _sheets()
    yield from _marks()
    yield from _index()
    yield from _ring()


def _vector(do: str, name: str, note: str, asked: dict[str, Any], result: dict[str, Any] | str) -> Vector:
    outcome, output = (result, {}) if isinstance(result, str) else ("ok", result)
    return Vector("member", f"{do}_{name}", note, {"do": do, **asked}, outcome, output)


def _stretched() -> Iterator[Vector]:
    cases = {
        "ok": ("A passphrase and a login.", "correct horse battery staple", "chair"),
        "forms": ("NFKC for both, lower case for the login alone.", "Pﬁngsten Ünï ", "ＣHAIR"),
    }
    for name, (note, passphrase, login) in cases.items():
        root = members.stretch(passphrase, login, INSTANCE)
        asked = {"passphrase": passphrase, "login": login, "instance": INSTANCE}
        yield _vector("stretch", name, note, asked, {"root": root, "verifier": members.login_verifier(root)})


def _wrapped() -> Iterator[Vector]:
    with decided("member wrapped"):
        wrapped = members.wrap(BUNDLE, ROOT, PEPPER, INSTANCE)
    asked = {"wrapped": wrapped, "root": ROOT, "pepper": PEPPER, "instance": INSTANCE}
    yield _vector("unwrap", "ok", "Keys wrapped under passphrase and pepper.", asked, {"bundle": BUNDLE})
    wrong = {
        "passphrase": ("Another passphrase.", {"root": PEPPER}),
        "pepper": ("Another pepper.", {"pepper": ROOT}),
        "instance": ("Another line.", {"instance": OTHER_INSTANCE}),
        "flipped": ("One bit flipped.", {"wrapped": wrapped[:-1] + bytes([wrapped[-1] ^ 1])}),
        "nonce": ("One bit of the nonce flipped.", {"wrapped": bytes([wrapped[0] ^ 1]) + wrapped[1:]}),
    }
    for name, (note, change) in wrong.items():
        yield _vector("unwrap", name, note, {**asked, **change}, "WrongPassphrase")
    yield _vector("unwrap", "cut", "The last byte is missing.", {**asked, "wrapped": wrapped[:-1]}, "Malformed")


def _sheets() -> Iterator[Vector]:
    sheet = members.sheet_key(CODE, INSTANCE)
    output = {"sheet": sheet, "proof": members.sheet_proof(sheet)}
    yield _vector("sheet", "ok", "A code as it was typed.", {"code": CODE, "instance": INSTANCE}, output)
    with decided("member sheet"):
        resting = members.sheet_wrap(BUNDLE, sheet, INSTANCE)
    asked = {"resting": resting, "sheet": sheet, "instance": INSTANCE}
    yield _vector("unwrap_sheet", "ok", "Keys at rest for the sheet.", asked, {"bundle": BUNDLE})
    other = {**asked, "sheet": members.sheet_key(f"{CODE} more", INSTANCE)}
    yield _vector("unwrap_sheet", "other", "Another sheet.", other, "WrongPassphrase")
    yield _vector("unwrap_sheet", "longer", "One byte too many.", {**asked, "resting": resting + b"\0"}, "Malformed")


def _marks() -> Iterator[Vector]:
    with decided("member marks"):
        marks = members.seal_marks(MARKS.encode(), SECRET.sign_seed, INSTANCE)
    asked = {"marks": marks, "sign_seed": SECRET.sign_seed, "instance": INSTANCE}
    yield _vector("open_marks", "ok", "A member's own marks.", asked, {"content": MARKS})
    yield _vector("open_marks", "other_key", "Another member's.", {**asked, "sign_seed": ROOT}, "Damaged")
    flipped = marks[:-1] + bytes([marks[-1] ^ 1])
    yield _vector("open_marks", "flipped", "One bit flipped.", {**asked, "marks": flipped}, "Damaged")
    yield _vector("open_marks", "cut", "The last byte is missing.", {**asked, "marks": marks[:-1]}, "Malformed")
    padded = u32(len(stored(b"{}"))) + stored(b"{}")
    for name, plain in {
        "padding": padded + bytes(MARKS_PLAIN - len(padded) - 1) + b"\1",
        "empty": bytes(MARKS_PLAIN),
    }.items():
        wrong = _resealed(b"marks", plain)
        yield _vector("open_marks", name, f"Well sealed, but wrong: {name}.", {**asked, "marks": wrong}, "Malformed")


def _index() -> Iterator[Vector]:
    with decided("member index"):
        index = seal_index(MARKS.encode(), SECRET.sign_seed, INSTANCE)
        longer = seal_index(b'"' + b"x" * MARKS_PLAIN + b'"', SECRET.sign_seed, INSTANCE)
    asked: dict[str, Any] = {"index": index, "sign_seed": SECRET.sign_seed, "instance": INSTANCE}
    yield _vector("open_index", "ok", "A member's own index.", asked, {"content": MARKS})
    of = "open_index_ok"
    asked = {**asked, "index": changed(of)}
    yield _vector("open_index", "other_key", "Another member's.", {**asked, "sign_seed": ROOT}, "Damaged")
    yield _vector("open_index", "other_line", "Of another line.", {**asked, "instance": OTHER_INSTANCE}, "Damaged")
    last = len(index) - 1
    flipped = {"flipped": edit(last, 1, bytes([index[-1] ^ 1])), "nonce": edit(0, 1, bytes([index[0] ^ 1]))}
    for name, change in flipped.items():
        wrong = {**asked, "index": changed(of, change)}
        yield _vector("open_index", name, f"One bit flipped: {name}.", wrong, "Damaged")
    for name, change in {"cut": edit(last, 1), "grown": edit(last + 1, put=b"\0")}.items():
        wrong = {**asked, "index": changed(of, change)}
        yield _vector("open_index", name, f"Of another length: {name}.", wrong, "Malformed")
    # JSON that does not fit a length goes to the next: four times as long, and that alone is checked here
    assert len(longer) == 4 * MARKS_PLAIN + 28


def _ring() -> Iterator[Vector]:
    ring = [ReadingKeys(member(SECRET.slot, n), date(2026, 3 * n - 5, n)) for n in (4, 3, 2)]
    asked: dict[str, Any] = {**reader(SECRET), "instance": INSTANCE}
    held = [{"keys": one.secret.public().hash, "day": one.day.isoformat()} for one in ring]
    for name, note, count in (
        ("ok", "Keys of three renewals, newest first.", 3),
        ("one", "Keys of one renewal: of the same length.", 1),
    ):
        sealed = _sealed_ring(ring[:count])
        yield _vector("open_ring", name, note, {**asked, "ring": sealed}, {"held": held[:count]})
    full = [ReadingKeys(member(SECRET.slot, n), date(2026, 4, 1)) for n in range(33, 1, -1)]
    names = [{"keys": one.secret.public().hash, "day": "2026-04-01"} for one in full]
    given = {**asked, "ring": _sealed_ring(full)}
    yield _vector("open_ring", "full", "As many keys as there may be, all of one day.", given, {"held": names})
    of, whole = "open_ring_ok", _sealed_ring(ring)
    asked = {**asked, "ring": changed(of)}
    other = {**asked, "sign_seed": ROOT}
    yield _vector("open_ring", "other_key", "Another member's.", other, "Damaged")
    yield _vector("open_ring", "other_line", "Of another line.", {**asked, "instance": OTHER_INSTANCE}, "Damaged")
    last = len(whole) - 1
    for name, change in {"flipped": edit(last, 1, bytes([whole[-1] ^ 1])), "nonce": edit(0, 1, b"\0")}.items():
        wrong = {**asked, "ring": changed(of, change)}
        yield _vector("open_ring", name, f"One byte changed: {name}.", wrong, "Damaged")
    for name, change in {"cut": edit(last, 1), "grown": edit(last + 1, put=b"\0")}.items():
        wrong = {**asked, "ring": changed(of, change)}
        yield _vector("open_ring", name, f"Of another length: {name}.", wrong, "Malformed")
    for name, (note, plain) in _wrong_rings(ring).items():
        sealed = _resealed(b"ring", plain.ljust(RING_PLAIN, b"\0"))
        yield _vector("open_ring", name, f"Well sealed, but {note}.", {**asked, "ring": sealed}, "Malformed")


def _wrong_rings(ring: list[ReadingKeys]) -> dict[str, tuple[str, bytes]]:
    new, old = (_ring_entry(one) for one in ring[:2])
    odd = {day: new[:-10] + day for day in (b"2026-02-30", b"2026/07/01", b"0000-01-01", b"2026-7-1\0\0", b"\xff" * 10)}
    bad_days = {f"day_{n}": (f"a day is none: {day!r}", b"\1" + entry) for n, (day, entry) in enumerate(odd.items())}
    return {
        "none": ("without keys", b"\0"),
        "too_many": ("with one key more than there may be", bytes([RING_KEYS + 1]) + new),
        "padding": ("something stands in the padding", (b"\1" + new).ljust(RING_PLAIN - 1, b"\0") + b"\1"),
        "fewer": ("an entry is not counted", b"\1" + new + old),
        "empty_entry": ("an entry is zeros", b"\2" + new + bytes(RING_ENTRY)),
        "order": ("the older keys come first", b"\2" + old + new),
        "twice": ("with the same keys twice", b"\2" + new + new),
        "names": ("keys have the name of others", b"\1" + new[:96] + old[96:128] + new[128:]),
        "secrets": ("a secret is another", b"\1" + old[:32] + new[32:]),
        **bad_days,
    }


def _ring_entry(keys: ReadingKeys) -> bytes:
    secret = keys.secret
    return secret.x25519 + secret.mlkem_seed + secret.public().hash + keys.day.isoformat().encode()


def _sealed_ring(ring: list[ReadingKeys]) -> bytes:
    with decided(f"member ring {len(ring)}"):
        return seal_ring(ring, SECRET.sign_seed, INSTANCE)


def _resealed(label: bytes, plain: bytes) -> bytes:
    nonce = Chance(f"{label.decode()} nonce").fresh(12)
    return nonce + gcm(hkdf(SECRET.sign_seed, b"SLMEM/1 " + label), plain, nonce, b"SLMEM/1 " + label + INSTANCE)
