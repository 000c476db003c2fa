"""Runs the reviewer's migrations over the connection that `reviewer.schema` hands in."""

from alembic import context

from reviewer import case_models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=case_models.Entry.metadata,
    transaction_per_migration=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
