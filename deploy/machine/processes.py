"""The app's own processes as the kernel shows them: how they were started, what is in their environment."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    """One process. `environment` is empty where it cannot be read: that of another user."""

    number: int
    words: tuple[str, ...]
    environment: dict[str, str] = field(repr=False)
    core_limit: str
    output: tuple[Path, ...]


def serving(app: str, proc: Path = PROC) -> Iterator[Process]:
    """All processes that serve `app`: by its own command, or by granian's."""
    for folder in sorted(proc.glob("[0-9]*")):
        with suppress(OSError):  # it may have ended meanwhile
            words = tuple((folder / "cmdline").read_bytes().decode(errors="replace").rstrip("\0").split("\0"))
            if _serves(app, words):
                yield Process(int(folder.name), words, _environment(folder), _core_limit(folder), _output(folder))


def _serves(app: str, words: tuple[str, ...]) -> bool:
    by_command = "serve" in words and any(
        word == app or Path(word).name in (f"sealed-line-{app}", app) for word in words[:4]
    )
    return by_command or (
        any(Path(word).name == "granian" for word in words[:3]) and any(word.startswith(f"{app}.") for word in words)
    )


def _environment(folder: Path) -> dict[str, str]:
    try:
        pairs = (folder / "environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return {}
    return dict(one.split("=", 1) for one in pairs if "=" in one)


def _core_limit(folder: Path) -> str:
    """The soft limit of a core dump, in words of the kernel: "0", a number of bytes or "unlimited"."""
    found = re.search(r"^Max core file size\s+(\S+)", (folder / "limits").read_text(), re.MULTILINE)
    return found[1] if found else "unlimited"


def _output(folder: Path) -> tuple[Path, ...]:
    """Files that its standard output and error go to."""
    found = []
    for number in ("1", "2"):
        with suppress(OSError):
            target = (folder / "fd" / number).readlink()
            if target.is_absolute() and target.is_file():
                found.append(target)
    return tuple(dict.fromkeys(found))
