"""What was destroyed and is not certified yet; on PostgreSQL also what the role of the retention job may reach, so that
it sees no sealed value of a case that lives, and can have tables made anew without owning them.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TARGETS = ("cases", "batches", "boards", "visits", "people")
# Which a job may have made anew, and the key by which that is done.
REMADE = {
    "batch": "pk_batch",
    "batch_state": "pk_batch_state",
    "board": "pk_board",
    "board_entry": "pk_board_entry",
    "case_grant": "pk_case_grant",
    "destruction": "pk_destruction",
    "entry_content": "pk_entry_content",
    "index_blob": "pk_index_blob",
    "invitation": "pk_invitation",
    "item": "pk_item",
    "marks": "pk_marks",
    "member": "pk_member",
    "outbox": "pk_outbox",
    "passkey": "pk_passkey",
    "ring": "pk_ring",
    "session": "pk_session",
}
# Of these PostgreSQL would keep samples in its statistics, where nothing ever overwrites them.
SECRETS = {
    "batch": ("value",),
    "board": ("value",),
    "board_entry": ("value",),
    "case_grant": ("value",),
    "entry_content": ("value",),
    "index_blob": ("value",),
    "invitation": ("token_hash", "totp"),
    "item": ("value",),
    "marks": ("value",),
    "member": ("verifier_hash", "proof_hash", "wrapped", "resting", "totp"),
    "outbox": ("value",),
    "passkey": ("credential", "public_key", "name"),
    "ring": ("value",),
    "session": ("token_hash",),
}
VALUES = """SELECT "case", value FROM entry_content UNION ALL SELECT "case", value FROM case_grant
    UNION ALL SELECT "case", value FROM item"""
LEFT = """SELECT id, wrapped AS value FROM member UNION ALL SELECT id, resting FROM member
    UNION ALL SELECT member_id, value FROM marks UNION ALL SELECT member_id, value FROM ring
    UNION ALL SELECT member_id, value FROM index_blob UNION ALL SELECT member_id, public_key FROM passkey"""


def upgrade() -> None:
    op.create_table(
        "destruction",
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rules", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(f"target IN {TARGETS}", name=op.f("ck_destruction_target")),
        sa.CheckConstraint("length(rules) = 32", name=op.f("ck_destruction_rules_length")),
        sa.CheckConstraint("length(sealed) % 32 = 0", name=op.f("ck_destruction_sealed_hashes")),
        sa.PrimaryKeyConstraint("target", "key", name=op.f("pk_destruction")),
    )
    if _on_postgres():
        for statement in (*_samples(0), *_views(), *_functions()):
            op.execute(statement)


def downgrade() -> None:
    if _on_postgres():
        op.execute("DROP FUNCTION make_anew(text)")
        op.execute("DROP FUNCTION forget_secrets(text)")
        op.execute("DROP VIEW destroyed_value, destroyed_batch, left_secret")
        for statement in _samples(-1):
            op.execute(statement)
    op.drop_table("destruction")


def _on_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _samples(number: int) -> Iterator[str]:
    """How many PostgreSQL takes; -1 is its own default."""
    for table, columns in SECRETS.items():
        for column in columns:
            yield f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS {number}'


def _views() -> Iterator[str]:
    """Sealed values of destroyed cases, and of batches whose destruction is noted; who has left secrets behind."""
    yield f"""CREATE VIEW destroyed_value WITH (security_barrier) AS
        SELECT sealed."case", sealed.value FROM ({VALUES}) AS sealed JOIN case_ ON case_.id = sealed."case"
        WHERE case_.state = 'destroyed' AND case_.hold = 0"""  # noqa: S608 - the names are those above
    yield """CREATE VIEW destroyed_batch WITH (security_barrier) AS
        SELECT epoch, number, value FROM batch
        WHERE EXISTS (SELECT 1 FROM destruction WHERE target = 'batches' AND key = CAST(batch.epoch AS text))"""
    yield f"""CREATE VIEW left_secret WITH (security_barrier) AS
        SELECT kept.id, kept.value FROM ({LEFT}) AS kept JOIN member ON member.id = kept.id
        WHERE member.state = 'retired' AND kept.value <> decode(repeat('00', 156), 'hex')"""  # noqa: S608


def _functions() -> Iterator[str]:
    """They run with the rights of the tables' owner, for who may execute them: nobody, unless it is granted."""
    names = ", ".join(f"('{table}', '{key}')" for table, key in REMADE.items())
    yield f"""CREATE FUNCTION make_anew(wanted text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DECLARE
            one record;
        BEGIN
            FOR one IN SELECT * FROM (VALUES {names}) AS known (name, key) WHERE name = wanted LOOP
                EXECUTE format('CLUSTER %I USING %I', one.name, one.key);
                RETURN;
            END LOOP;
            RAISE EXCEPTION 'no such table' USING ERRCODE = 'undefined_table';
        END $$"""  # noqa: S608
    yield """CREATE FUNCTION forget_secrets(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        BEGIN
            IF (SELECT state FROM member WHERE id = who) IS DISTINCT FROM 'retired' THEN
                RAISE EXCEPTION 'stays' USING ERRCODE = 'restrict_violation';
            END IF;
            UPDATE member SET wrapped = decode(repeat('00', 156), 'hex'), resting = decode(repeat('00', 156), 'hex'),
                verifier_hash = decode(repeat('00', 32), 'hex'), proof_hash = decode(repeat('00', 32), 'hex'), totp = ''
                WHERE id = who;
            DELETE FROM marks WHERE member_id = who;
            DELETE FROM ring WHERE member_id = who;
            DELETE FROM index_blob WHERE member_id = who;
            DELETE FROM passkey WHERE member_id = who;
            DELETE FROM session WHERE member_id = who;
        END $$"""
    yield "REVOKE ALL ON FUNCTION make_anew(text), forget_secrets(text) FROM PUBLIC"
