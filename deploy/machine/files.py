"""Modes and owners of what must be one user's own, and what must not lie together."""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from deploy.machine.findings import Finding

OTHERS = 0o077
MOST = 5  # named of one folder; one command mends all
OPEN = "who else is on this machine, or backs it up, reads or changes it"


def open_to_others(path: Path, env: Mapping[str, str]) -> bool:
    """Whether anybody but its owner may read a secret. Raises OSError where there is none.

    What systemd hands over (LoadCredential) may show the group's bit, which is then the mask of an access list with one
    user on it; of such a file only the rest counts.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    handed_over = env.get("CREDENTIALS_DIRECTORY")
    if handed_over and path.absolute().is_relative_to(handed_over):
        return bool(mode & OTHERS & ~stat.S_IRGRP)
    return bool(mode & OTHERS)


def private_folder(folder: Path) -> Iterator[Finding]:
    """A folder, and all within it, that its owner alone may read and write. Raises OSError where there is none."""
    owner = folder.stat().st_uid
    opened, foreign = [], []
    for path in _within(folder):
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode) or stat.S_ISSOCK(status.st_mode):
            continue  # a link has no mode of its own; a socket is for the proxy's group
        opened += [path] if status.st_mode & OTHERS else []
        foreign += [path] if status.st_uid != owner else []
    if opened:
        yield Finding(f"others may read or write {_names(opened)}", OPEN, f"chmod -R go-rwx {folder}")
    if foreign:
        why = "the app cannot write it, and who it belongs to can"
        yield Finding(f"another user owns {_names(foreign)}", why, f"chown -R --reference={folder} {folder}")


def private_file(path: Path, owners: Iterable[int], env: Mapping[str, str]) -> Iterator[Finding]:
    """A secret in a file: for its owner alone, who is one of these users or root. Raises OSError."""
    if open_to_others(path, env):
        yield Finding(f"others may read {path}", OPEN, f"chmod 600 {path}")
    if (owner := path.stat().st_uid) not in {0, *owners}:
        why = "whoever owns a secret can read and replace it"
        yield Finding(f"{path} belongs to user {owner}", why, f"chown --reference=DATA_DIR {path}")


def apart(secrets: Iterable[Path], folders: Sequence[Path]) -> Iterator[Finding]:
    """No secret lies within one of these folders, which are copied as wholes."""
    for secret in secrets:
        for folder in folders:
            if secret.resolve().is_relative_to(folder.resolve()):
                why = "who copies the folder copies the secret with what it protects"
                yield Finding(f"{secret} lies within {folder}", why, f"mv {secret} /etc/sealed-line/")


def two_stores(one: Path, other: Path) -> Iterator[Finding]:
    """Two folders on two mounts, so that a snapshot of one is not a snapshot of both. Raises OSError."""
    if one.stat().st_dev == other.stat().st_dev:
        why = "who takes the disk, or its snapshot, has backups and keys together"
        yield Finding(f"{one} and {other} are on one file system", why, f"mount a store of its own at {other}")


def _within(folder: Path) -> Iterator[Path]:
    yield folder
    for place, folders, files in os.walk(folder):
        yield from (Path(place, name) for name in (*folders, *files))


def _names(paths: Sequence[Path]) -> str:
    named = ", ".join(str(path) for path in islice(paths, MOST))
    return named if len(paths) <= MOST else f"{named} and {len(paths) - MOST} more"
