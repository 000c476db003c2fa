"""Files that hold what must not stay: overwritten before they are removed."""

import os
from pathlib import Path


def destroy(path: Path) -> None:
    """Overwrite the file and its journal with zeros and remove them.

    What a disk keeps of them in spite of that is sealed.
    """
    for one in (journal_of(path), path):
        if one.exists():
            _overwrite(one)
            one.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a rename or removal in this folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        for _ in range(0, path.stat().st_size, 1 << 20):
            file.write(bytes(min(1 << 20, path.stat().st_size - file.tell())))
        file.flush()
        os.fsync(file.fileno())


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the journal of a file."""
    return path.with_name(f"{path.name}-journal")
