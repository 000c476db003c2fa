"""Brings the intake's tables to the newest revision, with alembic and migrations/intake/."""

from collections.abc import Iterator
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from intake.database import engine, server_engine
from intake.epoch_files import BATCHES_FILE, PUBLISHED_FILE, epochs_in, path_of
from intake.settings import Settings

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations" / "intake"
BATCHES, PUBLISHED, OPEN = "batches", "published", "open"  # groups of tables: see intake/models.py


def upgrade_all(settings: Settings, revision: str = "head") -> Iterator[str]:
    """Upgrade the database, or each file, and give its name when done."""
    if settings.database_url:
        yield from upgrade_server(settings.database_url, revision)
    else:
        yield from upgrade_files(settings.data_dir, revision)


def upgrade_server(url: str, revision: str = "head") -> Iterator[str]:
    """Upgrade a PostgreSQL database, which holds all groups of tables."""
    made = server_engine(url)
    with made.begin() as connection:
        _upgrade(connection, (OPEN, BATCHES, PUBLISHED), revision)
    made.dispose()
    yield "the database"


def upgrade_files(folder: Path, revision: str = "head") -> Iterator[str]:
    """Upgrade the files in a folder.

    That of the open epoch is upgraded where it is, and made by opening one.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    upgrade_file(folder / BATCHES_FILE, BATCHES, revision)
    yield BATCHES_FILE
    upgrade_file(folder / PUBLISHED_FILE, PUBLISHED, revision)
    yield PUBLISHED_FILE
    for epoch in epochs_in(folder)[-1:]:  # one before it may be half destroyed
        upgrade_file(path_of(folder, epoch), OPEN, revision)
        yield path_of(folder, epoch).name


def upgrade_file(path: Path, group: str, revision: str = "head") -> None:
    """Upgrade one file with a group of tables; it is made when it is missing, readable by its owner alone."""
    path.touch(mode=0o600)
    with engine(path, begin="BEGIN IMMEDIATE", create=True).begin() as connection:
        _upgrade(connection, (group,), revision)


def _upgrade(connection: Connection, groups: tuple[str, ...], revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes.update(connection=connection, groups=groups)
    command.upgrade(config, revision)
