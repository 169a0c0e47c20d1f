"""Alembic: the tables of every room, on the database that `coop` hands in."""

from alembic import context

from coop.kernel.db import Base, make_engine
from coop.migrations.tables import load_tables

load_tables()


def run() -> None:
    """Run the migrations in one transaction (batch mode, because SQLite cannot alter tables)."""
    shared = context.config.attributes.get("connection")
    if shared is not None:
        context.configure(connection=shared, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = make_engine(context.config.attributes["url"])
    with engine.connect().execution_options(writing=True) as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
