"""Files that are there whole or not at all, also after a power cut. How they go: deploy/destruction/overwriting.py."""

import os
from collections.abc import Iterable
from pathlib import Path

from deploy.destruction.overwriting import settle

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
