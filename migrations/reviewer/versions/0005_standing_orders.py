"""Standing orders and what is proposed, certificates of destruction. Orders and certificates stay as written."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# What no two rows have in common: SQLite's INSERT OR REPLACE takes a row away without asking the triggers of deletion.
UNIQUE = {"standing_order": ("rowid", "number", "hash"), "certificate": ("rowid", "hash")}


def upgrade() -> None:
    op.create_table(
        "standing_order",
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_standing_order_hash_length")),
        sa.CheckConstraint("number >= 0", name=op.f("ck_standing_order_number_range")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_standing_order")),
        sa.UniqueConstraint("hash", name=op.f("uq_standing_order_hash")),
    )
    op.create_table(
        "order_proposal",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_order_proposal_hash_length")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_order_proposal_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_order_proposal")),
        sa.UniqueConstraint("hash", name=op.f("uq_order_proposal_hash")),
    )
    op.create_table(
        "order_proposal_signature",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("proposal", sa.String(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(signature) = 64", name=op.f("ck_order_proposal_signature_signature_length")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_order_proposal_signature_member_id")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["order_proposal.member_id"], name=op.f("fk_order_proposal_signature_proposal")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_order_proposal_signature")),
    )
    op.create_table(
        "certificate",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_certificate_hash_length")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_certificate")),
    )
    op.create_index("ix_certificate_case", "certificate", ["case"])
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    """The guards go with their tables."""
    for table in ("certificate", "order_proposal_signature", "order_proposal", "standing_order"):
        op.drop_table(table)


def _guards() -> Iterator[str]:
    postgres = op.get_bind().dialect.name == "postgresql"
    for table in UNIQUE:
        yield from _of_postgres(table) if postgres else _of_sqlite(table)


def _of_postgres(table: str) -> Iterator[str]:
    """By the function that 0002 made."""
    for act in ("update", "delete"):
        yield f"CREATE TRIGGER {table}_stays_{act} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()"
    event = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    yield f"CREATE TRIGGER {table}_stays_truncate {event} EXECUTE FUNCTION refuse()"


def _of_sqlite(table: str) -> Iterator[str]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'stays'); END"
    for act in ("update", "delete"):
        yield f"CREATE TRIGGER {table}_stays_{act} BEFORE {act} ON {table} {refuse}"
    same = " OR ".join(f"{one} = NEW.{one}" for one in UNIQUE[table])
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - the names are those above
    yield f"CREATE TRIGGER {table}_stays_insert BEFORE INSERT ON {table} WHEN {there} {refuse}"
