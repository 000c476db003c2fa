"""Runs the reviewer's migrations over the connection that `reviewer.schema` hands in."""

from alembic import context

from reviewer import destruction_models

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=destruction_models.Destruction.metadata,
    transaction_per_migration=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
