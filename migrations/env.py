"""Runs the migrations on the connection that the desk passes in, inside its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite changes a table by copying it; the transaction makes that whole or nothing.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
