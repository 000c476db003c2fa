"""Cases and their record, the record's tree, overviews; advisers and the auditor beside members; rings of reading
keys, passkeys, confirmed sessions, digests, the duty rota. Whoever was signed in has to sign in again.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STANDINGS = ("member", "adviser", "auditor")
STATES = ("open", "closed", "retained", "destroyed")
SLOT_OF_A_MEMBER = "(standing = 'member') = (slot IS NOT NULL)"
# What SQLite would lose when a table is made anew.
KEPT = {
    "member": {
        "keys_signature_length": "keys_signature IS NULL OR length(keys_signature) = 64",
        "mlkem_length": "length(mlkem) = 1184",
        "proof_hash_length": "length(proof_hash) = 32",
        "resting_length": "length(resting) = 156",
        "sign_key_length": "length(sign_key) = 32",
        "verifier_hash_length": "length(verifier_hash) = 32",
        "wrapped_length": "length(wrapped) = 156",
        "x25519_length": "length(x25519) = 32",
        "slot_range": "slot >= 0 AND slot < 8",
        "state": "state IN ('enrolled', 'retired')",
    },
    "session": {"token_hash_length": "length(token_hash) = 32", "seen_after_opened": "seen >= opened"},
    "invitation": {"token_hash_length": "length(token_hash) = 32", "slot_range": "slot >= 0 AND slot < 8"},
}
# Written once. What is sealed may go when its case is destroyed; a case itself is only ever rewritten.
FIXED = ("entry", "leaf", "filler", "checkpoint")
SEALED = ("entry_content", "case_grant", "item")
# What no two rows have in common: SQLite's INSERT OR REPLACE takes a row away without asking the triggers of deletion.
UNIQUE = {
    "entry": (("case", "sequence"), ("hash",)),
    "leaf": (("number",), ("value",)),
    "filler": (("number",),),
    "checkpoint": (("epoch",), ("size",)),
    "entry_content": (("case", "sequence"),),
    "case_grant": (("case", "sequence", "reader"),),
    "item": (("case", "id"),),
    "case_": (("id",),),
}


def upgrade() -> None:
    _people()
    _sessions()
    _proposals()
    _cases()
    _tree()
    op.create_table(
        "index_blob",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_index_blob_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_index_blob")),
    )
    _rings()
    for statement in _guards():
        op.execute(statement)


def downgrade() -> None:
    for statement in _guards_down():
        op.execute(statement)
    for table in (
        *("index_blob", "checkpoint", "filler", "leaf", "item", "case_grant", "entry_content", "entry", "case_due"),
        *("case_", "proposal_signature", "directory_proposal", "ring", "duty", "mailbox", "passkey"),
        "auditor_confirmation",
    ):
        op.drop_table(table)
    op.drop_column("member_scan", "day")
    with op.batch_alter_table("session", table_args=_kept("session")) as session:
        session.drop_constraint(op.f("ck_session_confirmed_after_opened"), type_="check")
        session.drop_column("confirmed")
    # Advisers, auditors and who was retired have no place in the tables before.
    op.execute("DELETE FROM session")
    op.execute("DELETE FROM marks")
    op.execute("DELETE FROM member WHERE standing <> 'member' OR state = 'retired'")
    op.execute("DELETE FROM invitation WHERE standing <> 'member'")
    for name in ("invitation", "member"):
        with op.batch_alter_table(name, table_args=_kept(name)) as altered:
            altered.drop_constraint(op.f(f"ck_{name}_slot_of_a_member"), type_="check")
            altered.drop_constraint(op.f(f"ck_{name}_standing"), type_="check")
            altered.drop_constraint(op.f(f"fk_{name}_invited_by"), type_="foreignkey")
            altered.drop_column("invited_by")
            altered.drop_column("standing")
            altered.alter_column("slot", existing_type=WHOLE, nullable=False)
            if name == "member":
                altered.create_unique_constraint(op.f("uq_member_slot"), ["slot"])


def _people() -> None:
    for name in ("member", "invitation"):
        with op.batch_alter_table(name, table_args=_kept(name)) as table:
            table.add_column(sa.Column("standing", sa.String(length=16), nullable=False, server_default="member"))
            table.add_column(sa.Column("invited_by", sa.String(length=32), nullable=True))
            table.alter_column("slot", existing_type=WHOLE, nullable=True)
            table.create_foreign_key(op.f(f"fk_{name}_invited_by"), "member", ["invited_by"], ["id"])
            table.create_check_constraint(op.f(f"ck_{name}_standing"), f"standing IN {STANDINGS}")
            table.create_check_constraint(op.f(f"ck_{name}_slot_of_a_member"), SLOT_OF_A_MEMBER)
            if name == "member":
                table.drop_constraint(op.f("uq_member_slot"), type_="unique")
    op.create_table(
        "auditor_confirmation",
        sa.Column("auditor_id", sa.String(length=32), nullable=False),
        sa.Column("slot", WHOLE, autoincrement=False, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("slot >= 0 AND slot < 8", name=op.f("ck_auditor_confirmation_slot_range")),
        sa.CheckConstraint("length(key) = 32", name=op.f("ck_auditor_confirmation_key_length")),
        sa.CheckConstraint("length(signature) = 64", name=op.f("ck_auditor_confirmation_signature_length")),
        sa.ForeignKeyConstraint(["auditor_id"], ["member.id"], name=op.f("fk_auditor_confirmation_auditor_id")),
        sa.PrimaryKeyConstraint("auditor_id", "slot", name=op.f("pk_auditor_confirmation")),
    )
    op.create_table(
        "passkey",
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", WHOLE, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_passkey_member_id")),
        sa.PrimaryKeyConstraint("credential", name=op.f("pk_passkey")),
    )
    op.create_table(
        "mailbox",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_mailbox_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_mailbox")),
    )
    op.create_table(
        "duty",
        sa.Column("position", WHOLE, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_duty_member_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_duty")),
        sa.UniqueConstraint("member_id", name=op.f("uq_duty_member_id")),
    )


def _sessions() -> None:
    op.add_column("member_scan", sa.Column("day", sa.Date(), nullable=False, server_default="1970-01-01"))
    op.execute("DELETE FROM session")
    with op.batch_alter_table("session", table_args=_kept("session")) as session:
        session.add_column(sa.Column("confirmed", WHOLE, nullable=False))
        session.create_check_constraint(op.f("ck_session_confirmed_after_opened"), "confirmed >= opened")


def _proposals() -> None:
    op.create_table(
        "directory_proposal",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_directory_proposal_hash_length")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_directory_proposal_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_directory_proposal")),
        sa.UniqueConstraint("hash", name=op.f("uq_directory_proposal_hash")),
    )
    op.create_table(
        "proposal_signature",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("proposal", sa.String(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(signature) = 64", name=op.f("ck_proposal_signature_signature_length")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_proposal_signature_member_id")),
        sa.ForeignKeyConstraint(
            ["proposal"], ["directory_proposal.member_id"], name=op.f("fk_proposal_signature_proposal")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_proposal_signature")),
    )


def _cases() -> None:
    op.create_table(
        "case_",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("opened", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("hold", WHOLE, nullable=False),
        sa.Column("review", sa.String(length=7), nullable=False),
        sa.Column("key", WHOLE, nullable=False),
        sa.Column("entries", WHOLE, nullable=False),
        sa.Column("last", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_case__state")),
        sa.CheckConstraint("hold IN (0, 1)", name=op.f("ck_case__hold_range")),
        sa.CheckConstraint("entries >= 1", name=op.f("ck_case__entries_range")),
        sa.CheckConstraint("length(last) = 32", name=op.f("ck_case__last_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_")),
    )
    op.create_table(
        "case_due",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["case_.id"], name=op.f("fk_case_due_case")),
        sa.PrimaryKeyConstraint("case", "what", name=op.f("pk_case_due")),
    )
    op.create_table(
        "entry",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("sequence", WHOLE, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_entry_hash_length")),
        sa.CheckConstraint("length(author) = 32", name=op.f("ck_entry_author_length")),
        sa.ForeignKeyConstraint(["case"], ["case_.id"], name=op.f("fk_entry_case")),
        sa.PrimaryKeyConstraint("case", "sequence", name=op.f("pk_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_entry_hash")),
    )
    op.create_table(
        "entry_content",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("sequence", WHOLE, autoincrement=False, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        _of_an_entry("entry_content"),
        sa.PrimaryKeyConstraint("case", "sequence", name=op.f("pk_entry_content")),
    )
    op.create_table(
        "case_grant",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("sequence", WHOLE, autoincrement=False, nullable=False),
        sa.Column("reader", sa.LargeBinary(), nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(reader) = 32", name=op.f("ck_case_grant_reader_length")),
        sa.CheckConstraint("length(value) = 1216", name=op.f("ck_case_grant_value_length")),
        _of_an_entry("case_grant"),
        sa.PrimaryKeyConstraint("case", "sequence", "reader", name=op.f("pk_case_grant")),
    )
    op.create_index("ix_case_grant_reader", "case_grant", ["reader"])
    op.create_table(
        "item",
        sa.Column("case", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(value) = 16432", name=op.f("ck_item_value_length")),
        _of_an_entry("item"),
        sa.PrimaryKeyConstraint("case", "id", name=op.f("pk_item")),
    )


def _rings() -> None:
    op.create_table(
        "ring",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("x25519", sa.LargeBinary(), nullable=False),
        sa.Column("mlkem", sa.LargeBinary(), nullable=False),
        sa.Column("since", WHOLE, nullable=False),
        sa.Column("keys_signature", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(value) = 4445", name=op.f("ck_ring_value_length")),
        sa.CheckConstraint("length(x25519) = 32", name=op.f("ck_ring_x25519_length")),
        sa.CheckConstraint("length(mlkem) = 1184", name=op.f("ck_ring_mlkem_length")),
        sa.CheckConstraint("length(keys_signature) = 64", name=op.f("ck_ring_keys_signature_length")),
        sa.CheckConstraint("since > 1", name=op.f("ck_ring_since_range")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ring_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_ring")),
    )


def _tree() -> None:
    op.create_table(
        "leaf",
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(value) = 32", name=op.f("ck_leaf_value_length")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_leaf")),
        sa.UniqueConstraint("value", name=op.f("uq_leaf_value")),
    )
    op.create_table(
        "filler",
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(value) = 32", name=op.f("ck_filler_value_length")),
        sa.ForeignKeyConstraint(["number"], ["leaf.number"], name=op.f("fk_filler_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_filler")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("epoch", WHOLE, autoincrement=False, nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("size % 64 = 0", name=op.f("ck_checkpoint_size_of_blocks")),
        sa.PrimaryKeyConstraint("epoch", name=op.f("pk_checkpoint")),
        sa.UniqueConstraint("size", name=op.f("uq_checkpoint_size")),
    )


def _of_an_entry(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["case", "sequence"], ["entry.case", "entry.sequence"], name=op.f(f"fk_{table}_case")
    )


def _kept(table: str) -> tuple[sa.CheckConstraint, ...]:
    return tuple(sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}")) for name, text in KEPT[table].items())


def _guards() -> Iterator[str]:
    if op.get_bind().dialect.name == "postgresql":
        yield from _functions()
    for table in FIXED:
        yield _guard(table, "update", "")
        yield _guard(table, "delete", "")
    yield _guard("case_", "delete", "")
    for table in SEALED:
        yield _guard(table, "update", "")
        yield _guard(table, "delete", """(SELECT state FROM case_ WHERE id = OLD."case") <> 'destroyed'""")
    yield from _ended()
    if op.get_bind().dialect.name == "sqlite":
        yield _guard("case_", "update", "NEW.id <> OLD.id OR NEW.rowid <> OLD.rowid")
        for table in UNIQUE:
            yield _guard(table, "insert", _is_there(table))


def _ended() -> Iterator[str]:
    """What is destroyed stays so, or contents could be deleted under a state that is set for a moment."""
    when = "OLD.state = 'destroyed' AND NEW.state <> 'destroyed'"
    postgres = op.get_bind().dialect.name == "postgresql"
    does = "EXECUTE FUNCTION refuse()" if postgres else "BEGIN SELECT RAISE(ABORT, 'stays'); END"
    yield f"CREATE TRIGGER case__stays_ended BEFORE UPDATE ON case_ FOR EACH ROW WHEN ({when}) {does}"


def _is_there(table: str) -> str:
    """A row with the same inner number or the same key."""
    keys = [" AND ".join(f'"{one}" = NEW."{one}"' for one in columns) for columns in (("rowid",), *UNIQUE[table])]
    same = " OR ".join(f"({one})" for one in keys)
    return f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - the names are those above


def _guard(table: str, act: str, when: str) -> str:
    name = f"{table}_stays_{act}"
    if op.get_bind().dialect.name == "postgresql":
        function = "refuse_while_kept" if when else "refuse"
        return f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    condition = f"WHEN {when} " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}BEGIN SELECT RAISE(ABORT, 'stays'); END"


def _functions() -> Iterator[str]:
    """PostgreSQL takes no subquery as a trigger's condition."""
    yield """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'stays' USING ERRCODE = 'restrict_violation'; END $$"""
    yield """CREATE FUNCTION refuse_while_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (SELECT state FROM case_ WHERE id = OLD."case") <> 'destroyed' THEN
                RAISE EXCEPTION 'stays' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN OLD;
        END $$"""
    for table in (
        *FIXED,
        *SEALED,
        "case_",
    ):  # which empties a table without looking at its rows
        event = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        yield f"CREATE TRIGGER {table}_stays_truncate {event} EXECUTE FUNCTION refuse()"


def _guards_down() -> Iterator[str]:
    postgres = op.get_bind().dialect.name == "postgresql"
    yield "DROP TRIGGER case__stays_ended" + (" ON case_" if postgres else "")
    for table in (*FIXED, *SEALED, "case_"):
        acts = ("delete",) if table == "case_" and postgres else ("update", "delete")
        for act in (*acts, "truncate" if postgres else "insert"):
            yield f"DROP TRIGGER {table}_stays_{act}" + (f" ON {table}" if postgres else "")
    if postgres:
        yield "DROP FUNCTION refuse()"
        yield "DROP FUNCTION refuse_while_kept()"
