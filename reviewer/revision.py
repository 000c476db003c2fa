"""Whether the tables are those of this version. Every command asks, so it is asked without alembic, which takes longer
to load than many a command to run.
"""

from sqlalchemy import inspect, text

from reviewer.database import Database
from reviewer.models import REVISION


def is_current(database: Database) -> bool:
    """Raises DatabaseFailed or DatabaseAway."""
    with database.read() as session:
        known = inspect(session.connection()).has_table("alembic_version")
        return known and session.scalar(text("SELECT version_num FROM alembic_version")) == REVISION
