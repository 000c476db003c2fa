"""Standing orders, beside what is published; on a server, the function that makes the table of batches anew."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# A copy, TRUNCATE and back: TRUNCATE gives a table a new file, and what is read are living rows alone, whatever older
# transaction still runs. CLUSTER and VACUUM FULL carry over the dead ones that such a transaction might see. The copy
# is a temporary table, whose file a server removes also when it starts after a crash. In order of epochs, so that the
# new file follows from these alone.
KEEP_BATCHES = """
CREATE FUNCTION keep_batches_from(first bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    LOCK TABLE public.batch IN ACCESS EXCLUSIVE MODE;
    IF NOT EXISTS (SELECT FROM public.batch WHERE epoch >= first) THEN
        RAISE EXCEPTION 'some batch must stay';
    END IF;
    CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM public.batch WHERE epoch >= first;
    TRUNCATE public.batch;
    INSERT INTO public.batch SELECT * FROM pg_temp.kept ORDER BY epoch, number;
    DROP TABLE pg_temp.kept;
END
$$;
REVOKE ALL ON FUNCTION keep_batches_from(bigint) FROM PUBLIC
"""


def _open() -> None:
    """Nothing changes."""


def _batches() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql(KEEP_BATCHES)


def _published() -> None:
    op.create_table(
        "standing_order",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_standing_order"),
        sa.CheckConstraint("number >= 0", name="ck_standing_order_number"),
    )


GROUPS: dict[str, Callable[[], None]] = {"open": _open, "batches": _batches, "published": _published}


def upgrade(groups: tuple[str, ...]) -> None:
    for group in groups:
        GROUPS[group]()
