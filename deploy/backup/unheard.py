"""After a restore the other app's standing orders are unheard: one of them may be a freeze, newer than the backup.

Until the courier has met the other side and orders were compared, nothing is destroyed: a mark in the data folder says
so, from before the first table is there.
"""

from pathlib import Path

from deploy.backup import durable
from deploy.destruction.overwriting import settle

MARK = "restored"
WHY = (
    "this was restored from a backup: a freeze may be newer. Nothing is destroyed before the courier has met the other "
    "side and orders were compared: python -m reviewer courier --once"
)


def mark(folder: Path) -> None:
    """A restore begins in this data folder."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    durable.write_whole(folder / MARK, b"orders are unheard\n")


def is_marked(folder: Path) -> bool:
    """Whether nothing may be destroyed here yet."""
    return (folder / MARK).exists()


def clear(folder: Path) -> None:
    """Orders were compared, or the restore came to nothing."""
    if is_marked(folder):
        (folder / MARK).unlink()
        settle(folder)
