"""Batches on a PostgreSQL server: the table made anew without the oldest, and the server's log without what was in it.

DELETE would leave every byte in the table's file until something else is written there, and so does VACUUM.
"""

from sqlalchemy import Connection, Engine, text

from intake.errors import LogIsKept, LogLingers

MOST_SWITCHES = 128
PARTS = text("SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' ORDER BY name")


def keep_from(connection: Connection, first: int) -> None:
    """Give the table a new file with the rows from epoch `first` on; the old file goes with COMMIT.

    The function, made by a migration, runs with the owner's rights: who calls it can read no batch.
    """
    connection.execute(text("SELECT keep_batches_from(:first)"), {"first": first})


def discard_log(engine: Engine) -> None:
    """Let the server begin a new part of its log, and look that those before are gone. Raises LogIsKept, LogLingers."""
    with engine.connect() as connection:
        plain = connection.execution_options(isolation_level="AUTOCOMMIT")
        if plain.execute(text("SHOW wal_recycle")).scalar_one() != "off":
            raise LogIsKept("the server keeps old parts of its log under new names: wal_recycle must be off")
        last = _begin_another_part(plain)
        # The right to this is taken for one statement, and never inherited.
        plain.execute(text("SET ROLE pg_checkpoint"))
        try:
            plain.execute(text("CHECKPOINT"))
        finally:
            plain.execute(text("RESET ROLE"))
        if left := sum(part <= last for part in plain.execute(PARTS).scalars()):
            raise LogLingers(f"the server keeps {left} old parts of its log: an archiver, a slot, or wal_keep_size")


def _begin_another_part(connection: Connection) -> str:
    """Switch until all that is there now is past; the name of the last part of these."""
    last = max(connection.execute(PARTS).scalars())
    for _ in range(MOST_SWITCHES):
        connection.execute(text("SELECT pg_current_xact_id()"))  # else there would be nothing to switch away from
        connection.execute(text("SELECT pg_switch_wal()"))
        connection.execute(text("SELECT pg_current_xact_id()"))  # the first line of the new part
        if max(connection.execute(PARTS).scalars()) > last:
            break
    return str(last)
