"""Brings the intake's database files to the newest revision, with alembic and migrations/intake/."""

from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.config import Config

from intake import open_file
from intake.database import BATCHES_FILE, PUBLISHED_FILE

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations" / "intake"
BATCHES, PUBLISHED, OPEN = "batches", "published", "open"


def upgrade_all(folder: Path, revision: str = "head") -> Iterator[str]:
    """Upgrade each file and give its name when done.

    Files of open epochs are upgraded where they are, and made by opening an epoch.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    upgrade_file(folder / BATCHES_FILE, BATCHES, revision)
    yield BATCHES_FILE
    upgrade_file(folder / PUBLISHED_FILE, PUBLISHED, revision)
    yield PUBLISHED_FILE
    for epoch in open_file.epochs_in(folder):
        upgrade_file(open_file.path_of(folder, epoch), OPEN, revision)
        yield open_file.path_of(folder, epoch).name


def upgrade_file(path: Path, kind: str, revision: str = "head") -> None:
    """Upgrade one file of a kind ("batches", "published", "open"); it is made when it is missing, readable by its owner
    alone.
    """
    path.touch(mode=0o600)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes.update(path=path, kind=kind)
    command.upgrade(config, revision)
