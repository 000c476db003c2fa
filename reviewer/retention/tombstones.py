"""Tombstones: certificates beside the second keys of backups, so that no backup brings back what was destroyed."""

import json
import os
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.backup.keys import BY, TOMBSTONES
from deploy.destruction.overwriting import settle


@dataclass(frozen=True)
class Tombstones:
    """In the store of keys; None where the line has none: then no backup of ours can be opened anyway."""

    store: Path | None

    def write(self, digest: bytes, certificate: str, entries: Sequence[str]) -> None:
        """Whole or not at all, and the same again if it is there. Raises OSError: without it nothing is certified."""
        if self.store is None:
            return
        self._write_whole(f"{digest.hex()}.json", {"certificate": certificate, "entries": list(entries)})

    def write_by(self, instance: bytes, directory: bytes, orders: Sequence[str]) -> None:
        """By whom and by which orders all of it was destroyed, in place of what was known before. Raises OSError.

        A backup may be older than the list or the orders by which a certificate is to be judged.
        """
        if self.store is None:
            return
        known = {"directory": b64encode(directory).decode(), "orders": list(orders)}
        self._write_whole(BY.format(instance.hex()), known)

    def _write_whole(self, name: str, content: Mapping[str, object]) -> None:
        if self.store is None:
            return
        folder = self.store / TOMBSTONES
        folder.mkdir(mode=0o700, exist_ok=True)
        draft, path = (folder / name).with_suffix(".new"), folder / name
        with open(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps(content))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        settle(folder)
