"""The demo, filled once for all tests of this folder: they only read it, or undo what they add."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from coop.demo.fill import fill_demo
from coop.kernel.db import Base, make_engine
from coop.migrations.tables import load_tables
from tests.support.engines import Engines
from tests.support.make import NOON
from tests.support.site import Site


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Engines) -> Iterator[Engine]:
    """A database with the demo in it."""
    load_tables()
    found = make_engine(engines.new_url(request.param))
    Base.metadata.create_all(found)
    with found.connect().execution_options(writing=True) as connection, connection.begin():
        fill_demo(Session(connection, expire_on_commit=False), NOON)
    yield found
    found.dispose()


@pytest.fixture
def demo(db: Session, sessions: sessionmaker[Session]) -> Site:
    """The site on it."""
    return Site(db, sessions)
