"""Chooses where the epochs of a line rest: files unless a database is named."""

from intake.database import server_engine
from intake.epoch_files import EpochFiles
from intake.epoch_store import EpochStore
from intake.epoch_tables import EpochTables
from intake.settings import Settings


def store_of(settings: Settings) -> EpochStore:
    """The store of this line. Nothing is connected or made yet."""
    if settings.database_url:
        return EpochTables(server_engine(settings.database_url), settings.wrap_key)
    return EpochFiles(settings.data_dir, settings.wrap_key)
