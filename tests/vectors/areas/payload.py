"""Vectors of payloads: frames and contents, right and wrong."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crypto.derivation import sha256, u16
from crypto.limits import PAYLOAD
from crypto.payload import Content, File, frame
from crypto.signatures import Domain, sign
from tests.vectors.areas.deflated import DYNAMIC, DYNAMIC_TEXT, SWOLLEN
from tests.vectors.chance import Chance, decided, stored
from tests.vectors.line import FINGERPRINT, INSTANCE, OBJECT, REPORTER_SEED, content
from tests.vectors.scenario import Vector

RAW = content().serialise()
TEXT = RAW.decode()
FIELDS: dict[str, Any] = json.loads(RAW)


def vectors() -> Iterator[Vector]:
    """All scenarios of the area."""
    yield from _right()
    yield from _wrong_frames()
    yield from _wrong_json()
    yield from _wrong_fields()
    yield from _wrong_signatures()


def _vector(name: str, note: str, payload: bytes, outcome: str = "ok", what: Content | None = None) -> Vector:
    asked = {"payload": payload, "instance": INSTANCE, "directory_hash": FINGERPRINT, "object": OBJECT}
    return Vector("payload", name, note, asked, outcome, {"content": what.serialise().decode()} if what else {})


def _right() -> Iterator[Vector]:
    with decided("payload"):
        yield _vector("ok", "A report.", _sealed(content()), what=content())
        file = File(Chance("file").fresh(32), "side letters.pdf", "application/pdf", 2**53 - 1, bytes(32))
        what = content(files=(file,), excluded=(0, 2, 7))
        yield _vector("files", "A file and exclusions.", _sealed(what), what=what)
        what = content(what='quotes " \\ and / controls \0\x1f\x7f and \u2028 \ufeff \U0010ffff')
        yield _vector("any_text", "Text holds any character.", _sealed(what), what=what)
    escaped = json.dumps(FIELDS, ensure_ascii=True, indent=1).replace("/", "\\/").encode()
    yield _vector("other_json", "The same content written otherwise.", _framed(escaped), what=content())
    note = "Deflated with dynamic codes."
    yield _vector("dynamic", note, _framed(DYNAMIC_TEXT.encode(), DYNAMIC), what=content(what="evenso " * 400))


def _sealed(what: Content) -> bytes:
    return frame(what, REPORTER_SEED, INSTANCE, FINGERPRINT, OBJECT)


def _wrong_frames() -> Iterator[Vector]:
    good = _framed(RAW)
    head, deflated = 66, stored(RAW)
    end = head + len(deflated)
    yield _vector("short", "The last byte is missing.", good[:-1], "Malformed")
    yield _vector("padding", "A byte of the padding is not zero.", good[:-1] + b"\1", "Malformed")
    yield _vector("count_too_large", "n is 6 375.", u16(6375) + good[2:], "Malformed")
    yield _vector("count_zero", "n is 0.", bytes(PAYLOAD), "Malformed")
    bad = good[:head] + b"\x07" + good[head + 1 :]
    yield _vector("deflate_bad", "A block type that deflate does not have.", bad, "Malformed")
    cut = u16(len(deflated) - 1) + good[2 : end - 1] + bytes(PAYLOAD - end + 1)
    yield _vector("deflate_cut", "The deflate stream ends too soon.", cut, "Malformed")
    swollen = _framed(RAW, SWOLLEN)
    yield _vector("deflate_swollen", "The content has 65 537 bytes once inflated.", swollen, "Malformed")


def _wrong_json() -> Iterator[Vector]:
    texts = {
        "repeated_field": ("A field stands twice.", '{"kind":"report",' + TEXT[1:]),
        "repeated_escaped": ("A field stands twice, once with an escape.", '{"\\u006bind":"report",' + TEXT[1:]),
        "lone_surrogate": ("Text with a lone surrogate, as an escape.", _with(what="X").replace('"X"', '"\\ud83d"')),
        "fraction": ("A number with a point.", _with(excluded="X").replace('"X"', "[1.0]")),
        "exponent": ("A number with an exponent.", _with(excluded="X").replace('"X"', "[1e0]")),
        "minus_zero": ("A number with a sign.", _with(excluded="X").replace('"X"', "[-0]")),
        "nan": ("NaN is not JSON.", _with(excluded="X").replace('"X"', "[NaN]")),
        "trailing_comma": ("A comma too many.", TEXT[:-1] + ",}"),
        "trailing_text": ("Something after the object.", TEXT + "{}"),
        "mark": ("A byte order mark.", "\ufeff" + TEXT),
        "deep": ("Arrays in arrays, 2 500 deep.", _with(files="X").replace('"X"', "[" * 2500 + "]" * 2500)),
        "not_an_object": ("An array.", "[]"),
        "raw_newline": ("A line end inside text, not escaped.", _with(what="X").replace('"X"', '"\n"')),
    }
    for name, (note, text) in texts.items():
        yield _vector(f"json_{name}", note, _framed(text.encode()), "Malformed")
    yield _vector("json_not_utf8", "A byte that is not UTF-8.", _framed(RAW.replace(b"Lyon", b"Ly\xffn")), "Malformed")


def _wrong_fields() -> Iterator[Vector]:
    changes: dict[str, tuple[str, dict[str, Any]]] = {
        "unknown_field": ("A field that the protocol does not have.", {"priority": "high"}),
        "kind": ("A kind that the protocol does not have.", {"kind": "reply"}),
        "day_form": ("A day without hyphens.", {"day": "20260203"}),
        "day_calendar": ("A day that the calendar does not have.", {"day": "2026-02-30"}),
        "hex_upper": ("Hex in capitals.", {"thread": content().thread.hex().upper()}),
        "hex_short": ("A thread of 15 bytes.", {"thread": "00" * 15}),
        "text_null": ("null for text.", {"who": None}),
        "text_number": ("A number for text.", {"who": 1}),
        "category": ("A category that the protocol does not have.", {"category": "fraud"}),
        "excluded_order": ("Exclusions that do not ascend.", {"excluded": [2, 1]}),
        "excluded_twice": ("One exclusion twice.", {"excluded": [1, 1]}),
        "excluded_bool": ("true is not a number.", {"excluded": [True]}),
        "excluded_slot": ("A slot that envelopes do not have.", {"excluded": [8]}),
        "files": ("A file without its fields.", {"files": [{}]}),
    }
    for name, (note, change) in changes.items():
        yield _vector(f"field_{name}", note, _framed(_with(**change).encode()), "Malformed")
    for missing in FIELDS:
        rest = json.dumps({name: value for name, value in FIELDS.items() if name != missing}).encode()
        yield _vector(f"field_{missing}_missing", f"Without {missing}.", _framed(rest), "Malformed")


def _wrong_signatures() -> Iterator[Vector]:
    other = Chance("another seed").fresh(32)
    yield _vector("signature_other_key", "Signed by another key.", _framed(RAW, seed=other), "BadSignature")
    note = "Signed as a reply would be."
    yield _vector("signature_other_domain", note, _framed(RAW, domain=Domain.REPLY), "BadSignature")
    for name, note, length in (
        ("instance", "Signed for another line.", 16),
        ("directory", "Signed for the readers of another directory.", 32),
        ("object", "Signed for another envelope.", 16),
        ("thread", "Signed for another thread.", 16),
        ("message", "Signed for another message.", 16),
        ("content", "Signed for another content.", 32),
    ):
        payload = _framed(RAW, signed_for={name: bytes(length)})
        yield _vector(f"signature_other_{name}", note, payload, "BadSignature")
    good = _framed(RAW)
    flipped = good[:2] + bytes([good[2] ^ 1]) + good[3:]
    yield _vector("signature_flipped", "One bit flipped in the signature.", flipped, "BadSignature")
    other = _framed(_with(what="Another text.").encode())
    swapped = good[:2] + other[2:66] + good[66:]
    yield _vector("signature_swapped", "The signature of another content.", swapped, "BadSignature")
    zero = _with(reporter_key="00" * 32).encode()
    yield _vector("signature_zero_key", "A reporter key of small order.", _framed(zero), "BadSignature")
    identity = _with(reporter_key="01" + "00" * 31).encode()
    forged = u16(len(stored(identity))) + b"\1" + bytes(63) + stored(identity)
    note = "A reporter key of small order, under which one signature fits everything."
    yield _vector("signature_small_order", note, forged + bytes(PAYLOAD - len(forged)), "BadSignature")


def _with(**changes: Any) -> str:
    return json.dumps({**FIELDS, **changes}, ensure_ascii=False, separators=(",", ":"))


def _framed(
    raw: bytes,
    deflated: bytes | None = None,
    *,
    seed: bytes = REPORTER_SEED,
    domain: Domain = Domain.CONTENT,
    signed_for: Mapping[str, bytes] | None = None,
) -> bytes:
    """A payload as `raw` has it, whatever it is, signed for the sample report but for what `signed_for` says."""
    deflated = stored(raw) if deflated is None else deflated
    own = {"instance": INSTANCE, "directory": FINGERPRINT, "object": OBJECT}
    own |= {"thread": content().thread, "message": content().message, "content": sha256(raw)}
    signed = b"".join({**own, **(signed_for or {})}.values())
    payload = u16(len(deflated)) + sign(domain, seed, signed) + deflated
    return payload + bytes(PAYLOAD - len(payload))
