"""Tombstones: certificates beside the second keys of backups, so that no backup brings back what was destroyed."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.destruction.overwriting import settle

FOLDER = "tombstones"


@dataclass(frozen=True)
class Tombstones:
    """In the store of keys; None where the line has none: then no backup of ours can be opened anyway."""

    store: Path | None

    def write(self, digest: bytes, certificate: str, entries: Sequence[str]) -> None:
        """Whole or not at all, and the same again if it is there. Raises OSError: without it nothing is certified."""
        if self.store is None:
            return
        folder = self.store / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        draft, path = folder / f"{digest.hex()}.new", folder / f"{digest.hex()}.json"
        content = json.dumps({"certificate": certificate, "entries": list(entries)})
        with open(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        settle(folder)
