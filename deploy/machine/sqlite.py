"""SQLite files as they lie there, and the pragmas with which the app opens them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy.machine.findings import Finding

MAGIC = b"SQLite format 3\0"
VERSIONS = slice(18, 20)  # of the file format, for writing and reading: 1 with a rollback journal, 2 with WAL
WAL = 2
# Of the names in PRAGMA: what must be found. Journals of these modes keep nothing once a transaction has ended.
DEMANDED: Mapping[str, frozenset[str]] = {
    "journal_mode": frozenset({"truncate", "delete"}),
    "secure_delete": frozenset({"1"}),
    "synchronous": frozenset({"2", "3"}),
}
ASK: Mapping[str, str] = {name: f"PRAGMA {name}" for name in DEMANDED}
RESTORE = "restore it from a backup: docs/operations.md"
KEPT = "pages of what was destroyed stay readable in it, in the order of their writing"


def file(path: Path) -> Iterator[Finding]:
    """What is wrong with a file whatever opens it. Raises OSError where there is none."""
    with path.open("rb") as opened:
        header = opened.read(100)
    if header and not header.startswith(MAGIC):
        yield Finding(f"{path} is no SQLite file", "the app cannot read it", RESTORE)
    elif WAL in header[VERSIONS]:
        yield Finding(f"{path} is in WAL mode", KEPT, f"{_out_of_wal(path)} # with the app stopped")
    for left in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if left.exists():
            yield Finding(f"{left} lies beside its database", KEPT, _out_of_wal(path))


def pragmas(name: str, found: Mapping[str, object]) -> Iterator[Finding]:
    """Compare the values of PRAGMA on a connection of the app's own, by name."""
    for pragma, wanted in DEMANDED.items():
        value = str(found.get(pragma)).lower()
        if value not in wanted:
            why = "what was deleted stays readable, or what was answered is not on the disk yet"
            mend = "install this version's own files again: pip install --force-reinstall sealed-line"
            yield Finding(f"{name} is opened with {pragma} {value}", why, mend)


def _out_of_wal(path: Path) -> str:
    return f"sqlite3 {path} 'PRAGMA journal_mode=DELETE'"
