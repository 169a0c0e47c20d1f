"""The database: base of all tables, column types, engines and sessions for SQLite and PostgreSQL.

SQLite runs with a write-ahead log and `synchronous=FULL`, so that an acknowledged vote survives a power cut.
Writers begin with BEGIN IMMEDIATE: a plain BEGIN that reads before it writes fails under contention.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from time import monotonic, sleep
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    Function,
    Integer,
    MetaData,
    create_engine,
    delete,
    event,
    exists,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.orm import DeclarativeBase, Session, aliased, sessionmaker
from sqlalchemy.types import TypeDecorator

__all__ = [
    "CLOCKS",
    "Base",
    "Session",
    "UtcDateTime",
    "enum_column",
    "hold",
    "hold_number",
    "hold_row",
    "holding",
    "make_engine",
    "rows_of",
    "session_factory",
    "transaction",
    "writing",
]

_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


# The moment at which a statement reads it. Not now(): in PostgreSQL that is the beginning of the transaction, which
# may lie before a deadline that the statement itself comes after.
CLOCKS = {"postgresql": "clock_timestamp()", "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')"}

# Seconds that a writer waits for its turn on SQLite, and between two tries.
_PATIENCE, _ASK_AGAIN = 15, 0.0005
# secure_delete: what is replaced (a closed ballot envelope) is wiped from the file.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={_PATIENCE * 1000}",
    "secure_delete=ON",
)


class Base(DeclarativeBase):
    """Base of every table. Constraint names follow one convention on both engines."""

    metadata = MetaData(naming_convention=_NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in, aware UTC out, on both engines. Raises `ValueError` for a naive moment."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[StrEnum]) -> Enum:
    """A text column that holds the values of `kind`, guarded by a CHECK named after the enum."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        name=kind.__name__.lower(),
    )


def fold_once_each(db: Session, account: Any, *things: Any, district_id: int, gone: int, kept: int) -> None:
    """Two accounts turn out to be of one person: rows of `gone` become of `kept`; where both have one, one remains.

    `account`, `things`: columns of a table in which one account has at most one row with the same things.
    """
    table = account.class_
    other = aliased(table)
    same = [getattr(other, one.key) == one for one in things]
    both = exists().where(getattr(other, account.key) == kept, other.district_id == district_id, *same)
    mine = (account == gone, table.district_id == district_id)
    for act in (delete(table).where(*mine, both), update(table).where(*mine).values({account: kept})):
        db.execute(act.execution_options(synchronize_session=False))


def make_engine(url: str, **options: Any) -> Engine:
    """An engine for `url` (SQLite file or PostgreSQL) with this project's settings."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=4, max_overflow=4, pool_pre_ping=True, **options)
    engine = create_engine(url, connect_args={"timeout": _PATIENCE}, **options)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions of its own: `_begin` below does.
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            _begin_writing(connection)
        else:
            _raw(connection).execute("BEGIN")

    return engine


def session_factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions that keep loaded values after a commit, so that a page can still be rendered."""
    return sessionmaker(engine, expire_on_commit=False)


def writing(session: Session) -> Session:
    """Begin the transaction of `session` as one that will write (SQLite: takes the write lock now).

    On SQLite a transaction that only read so far ends here; what it read is read anew when it is used again.
    """
    if not session.in_transaction():
        session.connection(execution_options={"writing": True})
    elif session.get_bind().dialect.name == "sqlite":
        _trade(session)
    return session


def _trade(session: Session) -> None:
    """End the reading transaction of `session` and begin a writing one, without leaving the connection."""
    connection = session.connection()
    if connection.in_nested_transaction() or session.get_bind() is connection:
        return  # part of a transaction that somebody else began, as in tests
    session.expire_all()
    _raw(connection).execute("COMMIT")
    _begin_writing(connection)


def _raw(connection: Connection) -> Any:
    """The driver itself: beginning and ending comes with every request and needs nothing of SQLAlchemy."""
    return connection.connection.driver_connection


def _begin_writing(connection: Connection) -> None:
    """Take the write lock of SQLite, or raise `OperationalError` when others keep it for `_PATIENCE`.

    SQLite itself sleeps longer after every try, up to a tenth of a second, while the lock comes free every millisecond:
    whoever waited longest came last. So it is asked again at short, even intervals.
    """
    raw = _raw(connection)
    raw.execute("PRAGMA busy_timeout=0")
    until = monotonic() + _PATIENCE
    try:
        while monotonic() < until:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as refused:
                if refused.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                sleep(_ASK_AGAIN)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        raw.execute(f"PRAGMA busy_timeout={_PATIENCE * 1000}")


def rows_of(session: Session, statement: Executable, asked: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
    """Rows of columns in half the time of `session.execute`, for statements that are built once; no entities.

    Like there, what is pending is written first.
    """
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, asked)


def hold(session: Session, name: str, *, alone: bool) -> None:
    """Hold `name` until the end of the transaction: shared with others who share it, or alone.

    What is read afterwards is as whoever held it alone before left it. Costs PostgreSQL nothing on disk, unlike a
    shared lock on a row. On SQLite nothing is needed: a writing transaction is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(_ALONE if alone else _SHARED, {"number": hold_number(name)})


def hold_number(name: str, size: int = 8) -> int:
    """The number of `size` bytes under which PostgreSQL knows the hold on `name`, for a statement that takes it."""
    return int.from_bytes(sha256(name.encode()).digest()[:size], "big", signed=True)


def hold_row(session: Session, row: Column[int], number: int) -> None:
    """Hold the row with this `number` alone, see `hold`; others share it by `holding`."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(select(func.pg_advisory_xact_lock(*_row_hold(row, literal(number, Integer)))))


def holding(row: Column[int]) -> Function[Any]:
    """A column for PostgreSQL with which a statement shares the hold of the row that it reads.

    It may have waited for that, and then what it read is old: only a next statement sees what was done meanwhile.
    """
    return func.pg_advisory_xact_lock_shared(*_row_hold(row, row))


def _row_hold(row: Column[int], number: ColumnElement[int]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    return literal(hold_number(row.table.name, 4), Integer), number


_ALONE = text("SELECT pg_advisory_xact_lock(:number)")
_SHARED = text("SELECT pg_advisory_xact_lock_shared(:number)")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One writing transaction for a job or a command: commits at the end, rolls back when anything is raised."""
    with session_factory(engine)() as session:
        writing(session)
        yield session
        session.commit()
