"""An item belongs to the entry that brought it: another may bring the same again, where the first does not open."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = '"case", id, sequence, value'
FIRST = """NOT EXISTS (SELECT 1 FROM item AS earlier
    WHERE earlier."case" = item."case" AND earlier.id = item.id AND earlier.sequence < item.sequence)"""
DESTROYED = """(SELECT state FROM case_ WHERE id = OLD."case") <> 'destroyed'"""


def upgrade() -> None:
    _keyed_by("case", "sequence", "id")


def downgrade() -> None:
    """Of items that were brought more than once the first stays."""
    _keyed_by("case", "id")


def _keyed_by(*columns: str) -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    (_on_postgres if postgres else _on_sqlite)(columns)


def _on_postgres(columns: tuple[str, ...]) -> None:
    op.drop_constraint("pk_item", "item", type_="primary")
    if "sequence" not in columns:
        op.execute("ALTER TABLE item DISABLE TRIGGER USER")
        op.execute(f"DELETE FROM item WHERE NOT ({FIRST})")  # noqa: S608
        op.execute("ALTER TABLE item ENABLE TRIGGER USER")
    op.create_primary_key("pk_item", "item", list(columns))


def _on_sqlite(columns: tuple[str, ...]) -> None:
    """SQLite changes no key: the table is made anew, with its guards."""
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER item_stays_{act}")
    op.create_table(
        "item_anew",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sequence", WHOLE, autoincrement=False, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(value) = 16432", name=op.f("ck_item_value_length")),
        sa.ForeignKeyConstraint(["case", "sequence"], ["entry.case", "entry.sequence"], name=op.f("fk_item_case")),
        sa.PrimaryKeyConstraint(*columns, name=op.f("pk_item")),
    )
    kept = "" if "sequence" in columns else f" WHERE {FIRST}"
    op.execute(f"INSERT INTO item_anew ({COLUMNS}) SELECT {COLUMNS} FROM item{kept}")  # noqa: S608
    op.drop_table("item")
    op.rename_table("item_anew", "item")
    for statement in _guards():
        op.execute(statement)


def _guards() -> Iterator[str]:
    for act, when in (("update", ""), ("delete", f"WHEN {DESTROYED} ")):
        yield f"CREATE TRIGGER item_stays_{act} BEFORE {act} ON item {when}BEGIN SELECT RAISE(ABORT, 'stays'); END"
