"""What a demo keeps in its folder beside the line itself, so that it goes on where it was when it is started again."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "demo.json"


@dataclass(frozen=True)
class Account:
    """What somebody signs in with."""

    login: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)


@dataclass(frozen=True)
class Kept:
    """The line's instance in hex, the length of its epochs, and its accounts."""

    instance: str
    epoch_seconds: int
    accounts: Sequence[Account]


class NoDemo(Exception):
    """The folder holds something, but no demo that could go on. The text says so, and what to do."""


def keep(folder: Path, kept: Kept) -> None:
    """Write it, whole or not at all: the last step of a founding. Who can read it can sign in, to a demo."""
    part = folder / f"{FILE}.part"
    part.touch(mode=0o600)
    part.write_text(json.dumps(asdict(kept)))
    part.replace(folder / FILE)


def kept_in(folder: Path) -> Kept | None:
    """What a demo has kept here; None for a folder that is missing or empty. Raises NoDemo."""
    if not folder.exists() or not any(folder.iterdir()):
        return None
    try:
        found = json.loads((folder / FILE).read_text())
        accounts = tuple(Account(**one) for one in found["accounts"])
        return Kept(found["instance"], found["epoch_seconds"], accounts)
    except (OSError, ValueError, KeyError, TypeError):
        raise NoDemo(
            f"The folder {folder} holds files, but no demo that was founded to its end. Name a new folder. "
            "If a demo was stopped there while it began, nothing is lost by removing it."
        ) from None
