"""Files that go for good: overwritten with zeros, then cut or removed.

What a disk keeps of them in spite of that, no program can reach.
"""

import os
from pathlib import Path

STEP = 1 << 20


def destroy(path: Path) -> None:
    """Overwrite the file and remove it."""
    overwrite(path)
    path.unlink()
    settle(path.parent)


def overwrite(path: Path) -> None:
    """Zeros in place of all that the file holds, on disk when this returns."""
    with path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left:
            left -= file.write(bytes(min(STEP, left)))
        file.flush()
        os.fsync(file.fileno())


def cut(path: Path) -> None:
    """Leave the file empty."""
    os.truncate(path, 0)


def settle(folder: Path) -> None:
    """Make what came into this folder or left it survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
