"""The demo, filled once for all tests of this folder: they only read it, or undo what they add."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.support.engines import Engines
from tests.support.site import Site


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Engines) -> Engine:
    """A database with the demo in it; every test leaves it as it was."""
    return engines.with_demo(request.param)


@pytest.fixture
def demo(db: Session, sessions: sessionmaker[Session]) -> Site:
    """The site on it."""
    return Site(db, sessions)
