"""The kind of browser and system of a session. Whoever was signed in has to sign in again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KINDS = {
    "browser": ("firefox", "chrome", "edge", "safari", "other"),
    "system": ("windows", "macos", "linux", "android", "ios", "other"),
}
# What SQLite would lose when the table is made anew.
KEPT = {
    "token_hash_length": "length(token_hash) = 32",
    "seen_after_opened": "seen >= opened",
    "confirmed_after_opened": "confirmed >= opened",
}


def upgrade() -> None:
    op.execute("DELETE FROM session")
    with op.batch_alter_table("session", table_args=_kept()) as session:
        for name, kinds in KINDS.items():
            session.add_column(sa.Column(name, sa.String(length=16), nullable=False))
            session.create_check_constraint(op.f(f"ck_session_{name}"), _one_of(name, kinds))


def downgrade() -> None:
    op.execute("DELETE FROM session")
    with op.batch_alter_table("session", table_args=_kept()) as session:
        for name in KINDS:
            session.drop_constraint(op.f(f"ck_session_{name}"), type_="check")
            session.drop_column(name)


def _one_of(name: str, kinds: tuple[str, ...]) -> str:
    return f"{name} IN ({', '.join(repr(kind) for kind in kinds)})"


def _kept() -> tuple[sa.CheckConstraint, ...]:
    return tuple(sa.CheckConstraint(text, name=op.f(f"ck_session_{name}")) for name, text in KEPT.items())
