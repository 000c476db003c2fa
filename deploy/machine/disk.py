"""Room on the disks. A full one refuses drops: nothing that was acknowledged is lost, but nothing new gets in."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.machine.findings import Finding

GIB = 1 << 30
LEAST = 2 * GIB
LEAST_FILES = 1000


def room(folders: Iterable[Path], least: int = LEAST) -> Iterator[Finding]:
    """One finding for each file system with less than `least` bytes, or hardly a file, left. Raises OSError."""
    seen = set()
    for folder in folders:
        if (device := folder.stat().st_dev) in seen:
            continue
        seen.add(device)
        status = os.statvfs(folder)
        if (left := status.f_bavail * status.f_frsize) < least:
            yield _short(folder, f"{left / GIB:.1f} GiB are left", f"{least / GIB:.1f}")
        elif status.f_files and status.f_favail < LEAST_FILES:
            yield _short(folder, f"{status.f_favail} more files fit", str(LEAST_FILES))


def _short(folder: Path, left: str, wanted: str) -> Finding:
    why = f"when it is full, reports are refused and jobs fail; {wanted} at least is wanted"
    return Finding(f"{left} where {folder} is", why, f"df -h {folder} # make room, or give it a larger disk")
