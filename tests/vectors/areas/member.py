"""Vectors of how a member's keys rest."""

from collections.abc import Iterator
from typing import Any

from crypto import member as members
from crypto.boxes import gcm
from crypto.derivation import hkdf, u32
from crypto.index import seal_index
from crypto.limits import MARKS_PLAIN
from tests.vectors.chance import Chance, decided, stored
from tests.vectors.line import INSTANCE, OTHER_INSTANCE, SECRETS
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
        wrong = _sealed(plain)
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


def _sealed(plain: bytes) -> bytes:
    nonce = Chance("marks nonce").fresh(12)
    return nonce + gcm(hkdf(SECRET.sign_seed, b"SLMEM/1 marks"), plain, nonce, b"SLMEM/1 marks" + INSTANCE)
