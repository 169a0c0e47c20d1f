"""Alembic: the tables of every room, on the database that `coop` hands in."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from coop.kernel.db import Base, UtcDateTime, make_engine
from coop.migrations.tables import load_tables

load_tables()


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Migrations know no types of ours, which may change while history may not."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def _without_foreign_keys(connection: Connection) -> None:
    """SQLite alters a table by making it anew; with the old one dropped, whatever points to it would be refused."""
    if connection.dialect.name == "sqlite":
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")  # of no effect inside a transaction, so before it


def _require_whole(connection: Connection) -> None:
    """Raise `RuntimeError`, so that nothing is committed, when a row points to nothing."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"the migration left rows that point to nothing: {broken[:5]}")


def _run(connection: Connection) -> None:
    _without_foreign_keys(connection)
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
        _require_whole(connection)


def main() -> None:
    """Run the migrations in one transaction."""
    engine = make_engine(context.config.attributes["url"])
    with engine.connect().execution_options(writing=True) as connection:
        _run(connection)
    engine.dispose()


main()
