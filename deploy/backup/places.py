"""Where backups go and which keys open them, as both apps are told in their settings."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

NAMES = ("BACKUP_DIR", "BACKUP_KEYS_DIR", "BACKUP_RECIPIENT")


@dataclass(frozen=True)
class Places:
    """`folder` takes the backups, `keys` is the store of their second keys; `recipient` has 32 bytes.

    What was not set is None, or empty. Whether the folders are there is looked at when they are used: the store may be
    a mount that is not always there.
    """

    folder: Path | None = None
    keys: Path | None = None
    recipient: bytes = b""


NOWHERE = Places()


def read_places(text: Callable[[str], str], data_dir: Path, wrong: Callable[[str, str], None]) -> Places:
    """The places that settings name; `text` gives the value of a name, `wrong` takes a name and what is wrong."""
    folder, keys = (_path(name, text(name), wrong) for name in NAMES[:2])
    recipient = text(NAMES[2])
    if recipient and not re.fullmatch(r"[0-9a-f]{64}", recipient):
        wrong(NAMES[2], "must be 64 hexadecimal digits, as `backup keygen` prints them")
        recipient = ""
    if keys is not None and any(_overlap(keys, other) for other in _others(folder, data_dir)):
        wrong(NAMES[1], "must lie apart from the data and from the backups: neither within the other")
    return Places(folder, keys, bytes.fromhex(recipient))


def _path(name: str, value: str, wrong: Callable[[str, str], None]) -> Path | None:
    if value and not Path(value).is_absolute():
        wrong(name, "must be a whole path, from / on")
        return None
    return Path(value) if value else None


def _others(folder: Path | None, data_dir: Path) -> Iterator[Path]:
    yield data_dir.absolute()
    if folder is not None:
        yield folder


def _overlap(one: Path, other: Path) -> bool:
    return one.is_relative_to(other) or other.is_relative_to(one)
