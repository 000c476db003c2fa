"""The first tables: one open epoch, batches, the reply board and the directory."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _open() -> None:
    op.create_table(
        "open_epoch",
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("seen", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("epoch", name="pk_open_epoch"),
        sa.CheckConstraint("epoch >= 0", name="ck_open_epoch_epoch"),
        sa.CheckConstraint("state IN ('open', 'closing')", name="ck_open_epoch_state"),
    )
    op.create_table(
        "page",
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("box", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("mark", sa.LargeBinary, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("epoch", "box", "number", name="pk_page"),
        sa.CheckConstraint("epoch >= 0", name="ck_page_epoch"),
        sa.CheckConstraint("box BETWEEN 0 AND 15", name="ck_page_box"),
        sa.CheckConstraint("number BETWEEN 0 AND 255", name="ck_page_number"),
        sa.CheckConstraint("length(mark) = 16", name="ck_page_mark"),
        sa.CheckConstraint("length(value) = 521758", name="ck_page_value"),
    )
    _keep_outside("page")
    op.create_table(
        "key_epoch",
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("mix", sa.LargeBinary, nullable=False),
        sa.Column("box", sa.LargeBinary),
        sa.PrimaryKeyConstraint("epoch", name="pk_key_epoch"),
        sa.CheckConstraint("epoch >= 0", name="ck_key_epoch_epoch"),
    )


def _batches() -> None:
    op.create_table(
        "batch",
        sa.Column("epoch", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("epoch", "number", name="pk_batch"),
        sa.CheckConstraint("epoch >= 0", name="ck_batch_epoch"),
        sa.CheckConstraint("number BETWEEN 0 AND 7", name="ck_batch_number"),
        sa.CheckConstraint("length(value) > 0 AND length(value) % 16304 = 0", name="ck_batch_value"),
        sqlite_with_rowid=False,
    )
    _keep_outside("batch")


def _published() -> None:
    op.create_table(
        "board",
        sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_board"),
        sa.CheckConstraint("sequence >= 0", name="ck_board_sequence"),
    )
    op.create_table(
        "directory",
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_directory"),
        sa.CheckConstraint("version >= 1", name="ck_directory_version"),
    )


def _keep_outside(table: str) -> None:
    """On PostgreSQL: do not try to compress what is sealed."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} ALTER COLUMN value SET STORAGE EXTERNAL")


GROUPS: dict[str, Callable[[], None]] = {"open": _open, "batches": _batches, "published": _published}


def upgrade(groups: tuple[str, ...]) -> None:
    for group in groups:
        GROUPS[group]()
