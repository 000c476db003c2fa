"""An item belongs to the entry that brought it: another may bring the same again, where the first does not open."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_ENTRIES, OF_NAMES = ("case", "sequence", "id"), ("case", "id")
LATER = """EXISTS (SELECT 1 FROM item AS earlier
    WHERE earlier."case" = item."case" AND earlier.id = item.id AND earlier.sequence < item.sequence)"""
GUARDS = (
    "CREATE TRIGGER item_stays_update BEFORE UPDATE ON item BEGIN SELECT RAISE(ABORT, 'stays'); END",
    """CREATE TRIGGER item_stays_delete BEFORE DELETE ON item
       WHEN (SELECT state FROM case_ WHERE id = OLD."case") <> 'destroyed' BEGIN SELECT RAISE(ABORT, 'stays'); END""",
)
# What OR REPLACE would put something else in the place of, by either key.
REPLACED = {
    OF_NAMES: """CREATE TRIGGER item_stays_insert BEFORE INSERT ON item WHEN EXISTS (SELECT 1 FROM item WHERE
        (rowid = NEW.rowid) OR ("case" = NEW."case" AND id = NEW.id)) BEGIN SELECT RAISE(ABORT, 'stays'); END""",
    OF_ENTRIES: """CREATE TRIGGER item_stays_insert BEFORE INSERT ON item WHEN EXISTS (SELECT 1 FROM item WHERE
        (rowid = NEW.rowid) OR ("case" = NEW."case" AND sequence = NEW.sequence AND id = NEW.id))
        BEGIN SELECT RAISE(ABORT, 'stays'); END""",
}


def upgrade() -> None:
    (_anew if _on_sqlite() else _keyed)(OF_ENTRIES)


def downgrade() -> None:
    """Of items that were brought more than once the first stays."""
    (_anew if _on_sqlite() else _keyed)(OF_NAMES)


def _on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _keyed(columns: tuple[str, ...]) -> None:
    op.drop_constraint("pk_item", "item", type_="primary")
    if columns == OF_NAMES:
        op.execute("ALTER TABLE item DISABLE TRIGGER USER")
        op.execute(f"DELETE FROM item WHERE {LATER}")  # noqa: S608
        op.execute("ALTER TABLE item ENABLE TRIGGER USER")
    op.create_primary_key("pk_item", "item", list(columns))


def _anew(columns: tuple[str, ...]) -> None:
    """SQLite changes no key: the table is made anew, with its guards."""
    op.execute("DROP TRIGGER item_stays_update")
    op.execute("DROP TRIGGER item_stays_delete")
    op.execute("DROP TRIGGER IF EXISTS item_stays_insert")
    if columns == OF_NAMES:
        op.execute(f"DELETE FROM item WHERE {LATER}")  # noqa: S608
    op.create_table(
        "item_anew",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("sequence", WHOLE, autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(value) = 16432", name=op.f("ck_item_value_length")),
        sa.ForeignKeyConstraint(["case", "sequence"], ["entry.case", "entry.sequence"], name=op.f("fk_item_case")),
        sa.PrimaryKeyConstraint(*columns, name=op.f("pk_item")),
    )
    op.execute('INSERT INTO item_anew SELECT "case", sequence, id, value FROM item')
    op.drop_table("item")
    op.rename_table("item_anew", "item")
    for guard in (*GUARDS, REPLACED[columns]):
        op.execute(guard)
