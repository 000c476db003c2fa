"""The witness: pieces of what is about to be destroyed, kept apart so that somebody can look for them afterwards.

All of it is ciphertext, and it goes when it was looked for and not found. It must never come into a backup. It is on
disk before anything is destroyed, so that a run which is killed leaves one, too.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deploy.destruction.overwriting import destroy, settle

WINDOW = 16
WHOLE = 8  # values of which every window is kept
WHOLE_BYTES = 64 * 1024  # at most so much of each
SOME = 64  # windows of each value after those
MANY = 64 * 1024  # windows of one run; after so many only some values give any
RARE = 64  # then every so manieth value gives one
ANCHORS = 8  # bytes that a window may begin with, so that whoever searches need not look up every place
FOLDER = "witness"
MAGIC = b"SLWIT/1\n"


@dataclass(frozen=True)
class Windows:
    """What to look for: `whole` holds every window of some values, `anchored` some windows, which begin with one of
    the bytes of `anchors`.
    """

    whole: frozenset[bytes] = field(repr=False)
    anchored: frozenset[bytes] = field(repr=False)
    anchors: bytes = field(repr=False)

    def __bool__(self) -> bool:
        return bool(self.whole or self.anchored)


def _draw_anchors() -> bytes:
    return bytes(secrets.SystemRandom().sample(range(256), ANCHORS))


@dataclass
class Witness:
    """One run's, in `folder`. Give it each value; `keep` before the transaction that destroys them is committed."""

    folder: Path
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    anchors: bytes = field(default_factory=_draw_anchors, repr=False)
    values: int = 0
    windows: int = 0
    _whole: list[bytes] = field(default_factory=list, repr=False)
    _anchored: list[bytes] = field(default_factory=list, repr=False)

    def add(self, value: bytes) -> None:
        """Remember pieces of `value`, which is random from its first byte to its last: whatever else holds the same
        bytes would be found as well.
        """
        if self.values < WHOLE:
            self._whole.append(value[:WHOLE_BYTES])
        self.values += 1
        wanted = SOME if self.windows < MANY else int(self.values % RARE == 0)
        found = list(_some(value, self.anchors, wanted))
        self._anchored += found
        self.windows += len(found)

    def keep(self) -> None:
        """Write down what was added since, durably."""
        if not self._whole and not self._anchored:
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        pieces = b"".join(_framed(one) for one in self._whole)
        _append(self.folder / f"{self.name}.whole", MAGIC, pieces)
        _append(self.folder / f"{self.name}.some", MAGIC + self.anchors, b"".join(self._anchored))
        settle(self.folder)
        self._whole, self._anchored = [], []


def read(folder: Path) -> Iterator[Windows]:
    """What each run left, one after the other. A file that a killed run cut short is read as far as it goes."""
    for name in sorted({one.stem for one in _files(folder)}):
        whole, some = (_content(folder / f"{name}.{kind}") for kind in ("whole", "some"))
        anchors, windows = some[:ANCHORS], some[ANCHORS:]
        ends = range(WINDOW, len(windows) + 1, WINDOW)
        yield Windows(
            frozenset(window for value in _unframed(whole) for window in _all(value)),
            frozenset(windows[end - WINDOW : end] for end in ends),
            anchors,
        )


def forget(folder: Path) -> None:
    """Overwrite and remove what `read` would give."""
    for one in _files(folder):
        destroy(one)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _all(value: bytes) -> Iterator[bytes]:
    return (value[at : at + WINDOW] for at in range(len(value) - WINDOW + 1))


def _some(value: bytes, anchors: bytes, wanted: int) -> Iterable[bytes]:
    """At most `wanted` windows that begin with an anchor, from all over the value."""
    if not wanted or len(value) < WINDOW:
        return
    step = max(1, len(value) // wanted)
    for start in range(0, len(value) - WINDOW + 1, step):
        begin = start + secrets.randbelow(step)
        for at in range(begin, min(begin + step, len(value) - WINDOW + 1)):
            if value[at] in anchors:
                yield value[at : at + WINDOW]
                break


def _framed(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _unframed(pieces: bytes) -> Iterator[bytes]:
    at = 0
    while at + 4 <= len(pieces):
        length = int.from_bytes(pieces[at : at + 4], "big")
        yield pieces[at + 4 : at + 4 + length]
        at += 4 + length


def _append(path: Path, head: bytes, content: bytes) -> None:
    new = not path.exists()
    with open(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "wb") as file:
        file.write((head if new else b"") + content)
        file.flush()
        os.fsync(file.fileno())


def _content(path: Path) -> bytes:
    return path.read_bytes()[len(MAGIC) :] if path.exists() else b""
