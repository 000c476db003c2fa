"""Looks for windows of destroyed values in files: databases, journals, logs, backups, whatever it is given.

It finds each piece of 31 bytes or more of a value of which all windows are known, at whatever place, and each of the
other windows wherever it is. About ten seconds for a gigabyte.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.destruction.witness import WINDOW, Windows

STEP = 1 << 20  # bytes that are looked at together; a multiple of WINDOW


@dataclass(frozen=True)
class Found:
    """A window in `path`, `offset` bytes from its beginning."""

    path: Path
    offset: int


def scan(paths: Iterable[Path], windows: Windows) -> Iterator[Found]:
    """Every window that is found in these files and in all files of these folders, at most one for each MiB of a file.

    Raises OSError for what cannot be read: what was not looked at was not found clean.
    """
    for path in paths:
        for file in files_of(path):
            yield from (Found(file, offset) for offset in _scan_file(file, windows))


def files_of(path: Path) -> Iterator[Path]:
    """The file itself, or all the files in the folder and those below, as they are now. Raises FileNotFoundError."""
    if path.is_dir():
        yield from sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink())
    elif path.is_file():
        yield path
    else:
        raise FileNotFoundError(path)


def _scan_file(path: Path, windows: Windows) -> Iterator[int]:
    anchored = re.compile(b"[%s]" % re.escape(windows.anchors), re.DOTALL) if windows.anchored else None
    try:
        with path.open("rb") as file:
            start, before = 0, b""
            while part := file.read(STEP):
                offset = _in_part(before + part, start, windows, anchored)
                if offset is not None:
                    yield start + offset
                start += len(before) + len(part) - (WINDOW - 1)
                before = (before + part)[-(WINDOW - 1) :]
    except FileNotFoundError:  # a living server removes files of its own
        return


def _in_part(part: bytes, start: int, windows: Windows, anchored: "re.Pattern[bytes] | None") -> int | None:
    """Where in `part`, which begins `start` bytes into its file, the first window of either kind is."""
    if not part.strip(b"\0"):
        return None
    places = range(-start % WINDOW, len(part) - WINDOW + 1, WINDOW)
    if windows.whole and places:
        words = struct.unpack_from("16s" * len(places), part, places.start)
        if not windows.whole.isdisjoint(words):
            return next(at for at, word in zip(places, words, strict=True) if word in windows.whole)
    if anchored:
        for hit in anchored.finditer(part):
            if part[hit.start() : hit.start() + WINDOW] in windows.anchored:
                return hit.start()
    return None
