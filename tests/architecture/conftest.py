"""The demo, on which every address is tried."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from coop.demo.cast import Cast, cast_of
from tests.support import make
from tests.support.engines import Engines
from tests.support.site import Site


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Engines) -> Engine:
    """A database with the demo in it; every test leaves it as it was."""
    return engines.with_demo(request.param)


@pytest.fixture
def town(db: Session, sessions: sessionmaker[Session]) -> tuple[Site, Cast]:
    """The site with the filled demo."""
    cast = cast_of(db, make.NOON.date())
    return Site(db, sessions), cast
