"""Fixtures of every test: a real database (SQLite and PostgreSQL) and the site on it."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from coop.districts.models import District
from coop.kernel.db import Base, make_engine
from coop.migrations.tables import load_tables
from coop.notifications.gateways import SmtpMailer
from coop.web.limits import limiter
from tests.support import make
from tests.support.engines import Engines
from tests.support.make import Person
from tests.support.post import Inbox, mail_server
from tests.support.site import Site

ENGINES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=(*ENGINES, "both"), default="both", help="database to test on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--engine")
        metafunc.parametrize("engine", ENGINES if chosen == "both" else (chosen,), indirect=True, scope="session")


@pytest.fixture(scope="session", autouse=True)
def _no_outside_world() -> Iterator[None]:
    """Tests talk to this machine only."""
    real_connect = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and not (str(host).startswith("127.") or host in ("localhost", "::1")):
            raise OSError(f"tests do not talk to {host}")
        real_connect(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = real_connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _limits_off_again() -> Iterator[None]:
    """The limiter is one for the process: a test that made a site with limits must not slow down the next."""
    yield
    limiter.enabled = False


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """Where databases come from: files of this run, and one PostgreSQL server started at its first use."""
    with Engines(tmp_path_factory.mktemp("databases")) as made:
        yield made


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Engines) -> Iterator[Engine]:
    """A database with all tables, empty; every test leaves it as it was."""
    load_tables()
    found = make_engine(engines.new_url(request.param))
    Base.metadata.create_all(found)
    yield found
    found.dispose()


@pytest.fixture
def sessions(engine: Engine) -> Iterator[sessionmaker[Session]]:
    """Sessions inside one outer transaction that is rolled back after the test."""
    with engine.connect().execution_options(writing=True) as connection:
        outer = connection.begin()
        yield sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        outer.rollback()


@pytest.fixture
def db(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """The session in which a test prepares and looks."""
    with sessions() as session:
        yield session


@pytest.fixture
def site(db: Session, sessions: sessionmaker[Session]) -> Site:
    """The site on the same database."""
    return Site(db, sessions)


@pytest.fixture
def real_engine(engines: Engines, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database of its own in which commits are real: for tests with several connections at once."""
    load_tables()
    found = make_engine(engines.new_url(getattr(request, "param", "sqlite")))
    Base.metadata.create_all(found)
    yield found
    found.dispose()


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, SmtpMailer]]:
    """A real mail server and the way to it."""
    with mail_server() as (received, url):
        yield received, SmtpMailer(url, "coop@buurt.example.org")


@pytest.fixture(scope="session")
def elections() -> Path:
    """The folder with real elections beside the project; tests that need it are skipped when it is absent."""
    folder = Path(__file__).parents[1].parent / "shared" / "elections"
    folder = Path(os.environ.get("COOP_TEST_ELECTIONS", folder))
    if not folder.is_dir():
        pytest.skip(f"real elections are not there: {folder}")
    return folder


@pytest.fixture
def place(db: Session) -> District:
    """Noorderkwartier, where residents decide."""
    found = make.district(db)
    make.mandates(db, found)
    return found


@pytest.fixture
def writer(db: Session, place: District) -> Person:
    """A team member."""
    return make.team(db, place, "Fenna")


@pytest.fixture
def chair(db: Session, place: District) -> Person:
    """A board member."""
    return make.board(db, place, "Henk")
