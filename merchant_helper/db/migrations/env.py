"""Run the steps on the connection that was handed in, all of them in one transaction."""

from alembic import context

from merchant_helper.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    # SQLite can undo changes of tables, because the engine begins its transactions itself.
    transactional_ddl=True,
    # SQLite changes a table only by building a new one.
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="",
)
with context.begin_transaction():
    context.run_migrations()
