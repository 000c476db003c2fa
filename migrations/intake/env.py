"""Runs the intake's migrations on a connection, for the groups of tables that intake/upgrade.py names."""

from alembic import context
from sqlalchemy import Connection

connection: Connection = context.config.attributes["connection"]
groups: tuple[str, ...] = context.config.attributes["groups"]

context.configure(connection=connection, transaction_per_migration=False)
context.run_migrations(groups=groups)
