"""Vectors of backups: well sealed, opened with wrong keys, cut, changed, and saying other things than they hold.

They are padded to whole chunks only, so that they stay small: who opens a backup does not ask for its length.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from nacl import bindings

from crypto.backup import App, Sealing, begin
from crypto.backup_frames import Kind, pack, pack_row
from crypto.backup_manifest import FileSum, Manifest, RowHash, pack_file, pack_table
from crypto.boxes import box_public
from crypto.derivation import sha256
from crypto.limits import BACKUP_CHUNK, BACKUP_HEADER, BACKUP_STREAM_HEADER, SEALED_CHUNK
from tests.vectors.chance import decided
from tests.vectors.line import INSTANCE, OTHER_INSTANCE
from tests.vectors.scenario import Vector

SECRET, SECOND = sha256(b"recipient"), sha256(b"second key")
STREAM = sha256(b"stream")[:BACKUP_STREAM_HEADER]
ROWS: Sequence[bytes] = (pack_row([1, "2026-03-02", b"\0\1", None]), pack_row([2, "Prüfung", b"", 0]))
LONG = pack_row([3, "", bytes(range(256)) * 68, 7])  # longer than a chunk
FILE = ("pepper/" + "5a" * 16, bytes(range(32)))
FIRST_CHUNK = BACKUP_HEADER + BACKUP_STREAM_HEADER


def vectors() -> Iterator[Vector]:
    """All scenarios of the area backup."""
    good = _sealed(*_frames())
    tables = [{"table": "batch", "columns": ["epoch", "day", "value", "extra"], "rows": 3}]
    output = {"day": "2026-03-02", "revision": "0004", "tables": tables, "files": [FILE[0]]}
    yield _vector("good", "A table of three rows and a file, in three chunks.", good, output)
    yield from _keys(good)
    yield from _headers(good)
    yield from _streams(good)
    yield from _contents()


def _vector(name: str, note: str, backup: object, output: Any = None, outcome: str = "ok", **change: Any) -> Vector:
    given = {"backup": backup, "app": int(App.REVIEWER), "instance": INSTANCE}
    given |= {"recipient": SECRET, "second_key": SECOND}
    return Vector("backup", name, note, given | change, outcome, output or {})


def _edited(name: str, note: str, outcome: str, at: int, cut: int, put: bytes = b"") -> Vector:
    edits = [{"at": at, "cut": cut, "put": put}]
    return _vector(name, note, {"of": "good", "edits": edits}, outcome=outcome)


def _frames(rows: Sequence[bytes] = (*ROWS, LONG), **said: Any) -> tuple[bytes, bytes]:
    """What is sealed, and its manifest in which some things are said otherwise."""
    known = RowHash("batch")
    for row in (*ROWS, LONG):
        known.add(row)
    fields: dict[str, Any] = {
        "app": App.REVIEWER,
        "instance": INSTANCE,
        "day": datetime.date(2026, 3, 2),
        "revision": "0004",
        "tables": (known.total(),),
        "files": (FileSum(FILE[0], sha256(FILE[1])),),
    }
    packed = [pack(Kind.ROW, row) for row in rows]
    before = b"".join((pack_table("batch", ["epoch", "day", "value", "extra"]), *packed, pack_file(*FILE)))
    return before, pack(Kind.MANIFEST, Manifest(**(fields | said)).serialise())


def _sealed(*pieces: bytes, final: bool = True) -> bytes:
    """As `Sealing.seal` does, under a header of the stream that is decided here."""
    with decided("backup"):
        made = begin(App.REVIEWER, INSTANCE, box_public(SECRET), SECOND)
    whole = b"".join(pieces)
    whole += bytes(-len(whole) % BACKUP_CHUNK)
    return made.header.bytes + STREAM + b"".join(_pushed(made, whole, final=final))


def _pushed(made: Sealing, whole: bytes, *, final: bool) -> Iterator[bytes]:
    """With a given header a stream begins alike for who reads and who writes."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, STREAM, made._key)
    starts = range(0, len(whole), BACKUP_CHUNK)
    for at in starts:
        last = final and at == starts[-1]
        tag = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL if last else 0
        yield bindings.crypto_secretstream_xchacha20poly1305_push(state, whole[at : at + BACKUP_CHUNK], None, tag)


def _keys(good: bytes) -> Iterator[Vector]:
    wrong = sha256(b"somebody else")
    same: Any = {"of": "good", "edits": []}
    yield _vector("other_recipient", "With another recipient's key.", same, outcome="NotARecipient", recipient=wrong)
    yield _vector("other_second_key", "With another second key.", same, outcome="NotARecipient", second_key=wrong)
    yield _vector("other_line", "Of another line.", same, outcome="WrongInstance", instance=OTHER_INSTANCE)
    yield _vector("other_app", "Of the other app.", same, outcome="Malformed", app=int(App.INTAKE))


def _headers(good: bytes) -> Iterator[Vector]:
    yield _edited("magic", "Another version.", "Malformed", 6, 1, b"2")
    yield _edited("no_app", "Of an app that is none.", "Malformed", 8, 1, b"\3")
    yield _edited("zero", "Something where zeros are.", "Malformed", 12, 1, b"\1")
    yield _edited("instance", "Its instance changed.", "WrongInstance", 16, 1, bytes([good[16] ^ 1]))
    yield _edited("id", "Its id changed.", "NotARecipient", 32, 1, bytes([good[32] ^ 1]))
    yield _edited("recipient", "Its recipient changed.", "NotARecipient", 48, 1, bytes([good[48] ^ 1]))
    yield _edited("box", "Its box changed.", "Damaged", 90, 1, bytes([good[90] ^ 1]))
    yield _edited("header_cut", "Cut within the header.", "Malformed", 100, len(good) - 100)


def _streams(good: bytes) -> Iterator[Vector]:
    end = len(good)
    yield _edited(
        "stream_cut", "Cut within the stream's header.", "BrokenChain", FIRST_CHUNK - 1, end - FIRST_CHUNK + 1
    )
    yield _edited("no_chunk", "Without any chunk.", "BrokenChain", FIRST_CHUNK, end - FIRST_CHUNK)
    yield _edited("last_chunk_missing", "Cut after a whole chunk.", "BrokenChain", end - SEALED_CHUNK, SEALED_CHUNK)
    yield _edited("last_byte_missing", "Cut within a chunk.", "BrokenChain", end - 1, 1)
    yield _edited("first_chunk_missing", "Without its first chunk.", "Damaged", FIRST_CHUNK, SEALED_CHUNK)
    yield _edited("chunk", "One bit of a chunk changed.", "Damaged", end - 99, 1, bytes([good[end - 99] ^ 1]))
    chunk = good[FIRST_CHUNK : FIRST_CHUNK + SEALED_CHUNK]
    yield _edited("twice", "A chunk twice.", "Damaged", FIRST_CHUNK, 0, chunk)
    yield _edited("more", "Something after its end.", "Malformed", end, 0, b"\0")
    yield _vector("endless", "Without a last chunk.", _sealed(*_frames(), final=False), outcome="BrokenChain")


def _contents() -> Iterator[Vector]:
    before, manifest = _frames()
    cases = {
        "row_missing": (_frames(ROWS), "A row less than its manifest says."),
        "row_changed": (_frames((*ROWS, pack_row([3, "", b"", 7]))), "Another row than its manifest says."),
        "table_missing": ((manifest,), "A manifest and nothing that it names."),
        "after_manifest": ((before, manifest, b"\1"), "Something after the manifest."),
        "no_manifest": ((before,), "Without a manifest."),
        "row_first": ((pack(Kind.ROW, ROWS[0]), manifest), "A row before any table."),
        "unknown_kind": ((b"\5\0\0\0\0", manifest), "A frame of an unknown kind."),
        "too_long": ((b"\2\5\0\0\0", manifest), "A frame of more than 64 MiB."),
    }
    for name, (pieces, note) in cases.items():
        yield _vector(name, note, _sealed(*pieces), outcome="Malformed")
