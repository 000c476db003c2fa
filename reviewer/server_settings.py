"""What a PostgreSQL server must be set to before it is trusted with anything.

The whole list, with the reasons, is deploy/postgres/private.conf. These few are asked for at every start: without them
the server's log would show rows, or its tables the time of each change, or an answer would not be on disk.
"""

from collections.abc import Mapping

from sqlalchemy import text

from reviewer.database import Database

DEMANDED: Mapping[str, str] = {
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_duration_sample": "-1",
    "log_transaction_sample_rate": "0",
    "log_duration": "off",
    "track_commit_timestamp": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
}


def wrong_settings(database: Database) -> list[str]:
    """One line for each setting that is not as it must be. On SQLite there is nothing to set."""
    if not database.on_postgres:
        return []
    with database.read() as session:
        found = {row.name: row.setting for row in session.execute(text("SELECT name, setting FROM pg_settings"))}
    return [f"{name} must be {wanted}" for name, wanted in DEMANDED.items() if found.get(name) != wanted]
