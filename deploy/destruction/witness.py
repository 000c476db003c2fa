"""The witness: pieces of what is about to be destroyed, kept apart so that somebody can look for them afterwards.

All of it is ciphertext, and it goes when it was looked for and not found. It must never come into a backup. It is on
disk before anything is destroyed, so that a run which is killed leaves one, too.

It is no copy: between any two pieces as much is left out as either holds. So of each key that is sealed in a value 16
bytes or more are gone, and nobody opens anything with what is kept (P11).
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from deploy.destruction.overwriting import destroy, settle

WINDOW = 16
APART = 2 * WINDOW  # bytes at least from where one window of a value begins to the next
DENSE = 8  # values of which as many windows are kept as there may be
SOME = 64  # windows of each value after those
MANY = 64 * 1024  # windows of one run; after so many only some values give any
RARE = 64  # then every so manieth value gives one
ANCHORS = 8  # bytes that a window may begin with, so that whoever searches need not look up every place
FOLDER = "witness"
MAGIC = b"SLWIT/1\n"


@dataclass(frozen=True)
class Windows:
    """What to look for: `whole` holds every window of some values, for who still has these; `anchored` some windows,
    which begin with one of the bytes of `anchors`.
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
    _anchored: list[bytes] = field(default_factory=list, repr=False)

    def add(self, value: bytes) -> None:
        """Remember pieces of `value`, which is random from its first byte to its last: whatever else holds the same
        bytes would be found as well.
        """
        self.values += 1
        wanted = SOME if self.windows < MANY else int(self.values % RARE == 0)
        if self.values <= DENSE:
            wanted = max(wanted, len(value) // APART)
        found = list(_some(value, self.anchors, wanted))
        self._anchored += found
        self.windows += len(found)

    def keep(self) -> None:
        """Write down what was added since, durably."""
        if not self._anchored:
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        _append(self.folder / self.name, MAGIC + self.anchors, b"".join(self._anchored))
        settle(self.folder)
        self._anchored = []


def read(folder: Path) -> Iterator[Windows]:
    """What each run left, one after the other. A file that a killed run cut short is read as far as it goes."""
    for one in _files(folder):
        content = one.read_bytes()[len(MAGIC) :]
        anchors, windows = content[:ANCHORS], content[ANCHORS:]
        ends = range(WINDOW, len(windows) + 1, WINDOW)
        yield Windows(frozenset(), frozenset(windows[end - WINDOW : end] for end in ends), anchors)


def forget(folder: Path) -> None:
    """Overwrite and remove what `read` would give."""
    for one in _files(folder):
        destroy(one)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _some(value: bytes, anchors: bytes, wanted: int) -> Iterable[bytes]:
    """At most `wanted` windows that begin with an anchor, from all over the value, none next to another."""
    if not wanted or len(value) < WINDOW:
        return
    step, free = max(APART, len(value) // wanted), 0
    for start in range(0, len(value) - WINDOW + 1, step):
        begin = max(free, start + secrets.randbelow(step))
        for at in range(begin, min(begin + step, len(value) - WINDOW + 1)):
            if value[at] in anchors:
                yield value[at : at + WINDOW]
                free = at + APART
                break


def _append(path: Path, head: bytes, content: bytes) -> None:
    new = not path.exists()
    with open(os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "wb") as file:
        file.write((head if new else b"") + content)
        file.flush()
        os.fsync(file.fileno())
