"""Files that are there whole or not at all, also after a power cut."""

import os
from collections.abc import Iterable
from pathlib import Path

STEP = 1 << 20
DRAFT = ".draft"


def write_draft(path: Path, parts: Iterable[bytes]) -> Path:
    """Write the parts beside `path`, under another name that only its owner may read, and on the disk."""
    draft = path.with_name(path.name + DRAFT)
    with open(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_NOFOLLOW, 0o600), "wb") as file:
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    return draft


def publish(draft: Path) -> Path:
    """Give a draft its name, in one step that lasts."""
    path = draft.with_name(draft.name.removesuffix(DRAFT))
    draft.rename(path)
    settle(path.parent)
    return path


def write_whole(path: Path, value: bytes) -> None:
    """The file with this value, in place of one that was there."""
    publish(write_draft(path, [value]))


def overwrite(path: Path) -> None:
    """Zeros in place of all that a file holds; what a disk keeps of it in spite of that is said in docs/backup.md."""
    length = path.stat().st_size
    with path.open("r+b") as file:
        for at in range(0, length, STEP):
            file.write(bytes(min(STEP, length - at)))
        file.flush()
        os.fsync(file.fileno())


def destroy(path: Path) -> None:
    """Overwrite a file and take it away."""
    overwrite(path)
    path.unlink()
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make what was renamed or removed in this folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
