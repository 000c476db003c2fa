"""SQLite files that hold what must not stay: overwritten, with their journals, before they are removed."""

from pathlib import Path

from deploy.destruction import overwriting


def destroy(path: Path) -> None:
    """Overwrite the file and its journal with zeros and remove them.

    What a disk keeps of them in spite of that is sealed.
    """
    for one in (journal_of(path), path):
        if one.exists():
            overwriting.destroy(one)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the journal of a file."""
    return path.with_name(f"{path.name}-journal")
