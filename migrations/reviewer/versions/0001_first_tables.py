"""The tables of a reviewer that reads reports and answers them: members, sessions, directory, batches, boards,
outbox.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "batch_state",
        sa.Column("epoch", WHOLE, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("envelopes", WHOLE, nullable=False),
        sa.CheckConstraint(
            "envelopes % 32 = 0 AND envelopes BETWEEN 32 AND 8192", name=op.f("ck_batch_state_envelopes_range")
        ),
        sa.CheckConstraint("length(sha256) = 32", name=op.f("ck_batch_state_sha256_length")),
        sa.PrimaryKeyConstraint("epoch", name=op.f("pk_batch_state")),
    )
    op.create_table(
        "board",
        sa.Column("sequence", WHOLE, autoincrement=False, nullable=False),
        sa.Column("epoch", WHOLE, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_board")),
        sa.UniqueConstraint("epoch", name=op.f("uq_board_epoch")),
    )
    op.create_table(
        "board_entry",
        sa.Column("epoch", WHOLE, autoincrement=False, nullable=False),
        sa.Column("position", WHOLE, autoincrement=False, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(value) = 2048", name=op.f("ck_board_entry_value_length")),
        sa.CheckConstraint("position >= 0 AND position < 4", name=op.f("ck_board_entry_position_range")),
        sa.PrimaryKeyConstraint("epoch", "position", name=op.f("pk_board_entry")),
    )
    op.create_table(
        "directory",
        sa.Column("version", WHOLE, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_directory_hash_length")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_directory_version_range")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_directory")),
    )
    op.create_table(
        "directory_draft",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_directory_draft_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_draft")),
    )
    op.create_table(
        "invitation",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("slot", WHOLE, nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("length(token_hash) = 32", name=op.f("ck_invitation_token_hash_length")),
        sa.CheckConstraint("slot >= 0 AND slot < 8", name=op.f("ck_invitation_slot_range")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("login", name=op.f("uq_invitation_login")),
        sa.UniqueConstraint("slot", name=op.f("uq_invitation_slot")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slot", WHOLE, nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum("enrolled", "retired", name="state", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("sign_key", sa.LargeBinary(), nullable=False),
        sa.Column("x25519", sa.LargeBinary(), nullable=False),
        sa.Column("mlkem", sa.LargeBinary(), nullable=False),
        sa.Column("verifier_hash", sa.LargeBinary(), nullable=False),
        sa.Column("proof_hash", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("resting", sa.LargeBinary(), nullable=False),
        sa.Column("totp", sa.LargeBinary(), nullable=False),
        sa.Column("totp_step", WHOLE, nullable=False),
        sa.Column("keys_signature", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "keys_signature IS NULL OR length(keys_signature) = 64", name=op.f("ck_member_keys_signature_length")
        ),
        sa.CheckConstraint("length(mlkem) = 1184", name=op.f("ck_member_mlkem_length")),
        sa.CheckConstraint("length(proof_hash) = 32", name=op.f("ck_member_proof_hash_length")),
        sa.CheckConstraint("length(resting) = 156", name=op.f("ck_member_resting_length")),
        sa.CheckConstraint("length(sign_key) = 32", name=op.f("ck_member_sign_key_length")),
        sa.CheckConstraint("length(verifier_hash) = 32", name=op.f("ck_member_verifier_hash_length")),
        sa.CheckConstraint("length(wrapped) = 156", name=op.f("ck_member_wrapped_length")),
        sa.CheckConstraint("length(x25519) = 32", name=op.f("ck_member_x25519_length")),
        sa.CheckConstraint("slot >= 0 AND slot < 8", name=op.f("ck_member_slot_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("login", name=op.f("uq_member_login")),
        sa.UniqueConstraint("sign_key", name=op.f("uq_member_sign_key")),
        sa.UniqueConstraint("slot", name=op.f("uq_member_slot")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("slot", WHOLE, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("reply", "import", name="kind", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("slot >= 0 AND slot < 8", name=op.f("ck_outbox_slot_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "batch",
        sa.Column("epoch", WHOLE, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["epoch"], ["batch_state.epoch"], name=op.f("fk_batch_epoch")),
        sa.PrimaryKeyConstraint("epoch", "number", name=op.f("pk_batch")),
    )
    op.create_table(
        "draft_signature",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(signature) = 64", name=op.f("ck_draft_signature_signature_length")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_draft_signature_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_draft_signature")),
    )
    op.create_table(
        "marks",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(value) = 65564", name=op.f("ck_marks_value_length")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_marks_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_marks")),
    )
    op.create_table(
        "member_scan",
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("epoch", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_scan_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_scan")),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.String(length=32), nullable=False),
        sa.Column("opened", WHOLE, nullable=False),
        sa.Column("seen", WHOLE, nullable=False),
        sa.CheckConstraint("length(token_hash) = 32", name=op.f("ck_session_token_hash_length")),
        sa.CheckConstraint("seen >= opened", name=op.f("ck_session_seen_after_opened")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_session_member_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )


def downgrade() -> None:
    op.drop_table("session")
    op.drop_table("member_scan")
    op.drop_table("marks")
    op.drop_table("draft_signature")
    op.drop_table("batch")
    op.drop_table("outbox")
    op.drop_table("member")
    op.drop_table("invitation")
    op.drop_table("directory_draft")
    op.drop_table("directory")
    op.drop_table("board_entry")
    op.drop_table("board")
    op.drop_table("batch_state")
