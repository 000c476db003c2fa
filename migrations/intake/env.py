"""Runs the intake's migrations on one database file. Which file and of which kind, intake/upgrade.py says."""

from pathlib import Path

from alembic import context

from intake.database import engine

path: Path = context.config.attributes["path"]
kind: str = context.config.attributes["kind"]

with engine(path, begin="BEGIN IMMEDIATE", create=True).begin() as connection:
    context.configure(connection=connection, transaction_per_migration=False)
    context.run_migrations(kind=kind)
