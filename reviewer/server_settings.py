"""Asks a PostgreSQL server, at every start, whether it is set up as deploy/machine/postgres.py demands."""

from sqlalchemy import text

from deploy.machine import postgres
from reviewer.database import Database


def wrong_settings(database: Database) -> list[str]:
    """One line for each setting that is not as it must be. On SQLite there is nothing to set."""
    if not database.on_postgres:
        return []
    with database.read() as session:
        found = {row.name: row.setting for row in session.execute(text(postgres.ASK_SETTINGS))}
    return postgres.wrong(found)
