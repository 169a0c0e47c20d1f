"""Alembic: the tables of every room, on the database that `coop` hands in."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, event

from coop.kernel.db import Base, UtcDateTime, make_engine
from coop.migrations.tables import load_tables

load_tables()


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Migrations know no types of ours, which may change while history may not."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _run(connection: Connection) -> None:
    # Batch mode, because SQLite cannot alter tables.
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Run the migrations in one transaction."""
    engine = make_engine(context.config.attributes["url"])
    if engine.dialect.name == "sqlite":
        # A table that is made anew is dropped for a moment; what points at it would be refused.
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys=OFF"))
    with engine.connect().execution_options(writing=True) as connection:
        _run(connection)
    engine.dispose()


main()
