"""One Chromium for all browser tests, and for each module of them a demo site of its own."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from coop.app import create_app
from coop.demo.cast import fill_cast
from coop.kernel.config import Config
from coop.kernel.db import Base, make_engine, transaction
from coop.migrations.tables import load_tables
from tests.browser.hands import Hands, Keys, NoScripts, Someone
from tests.support.browser import DISTRICT, Chromium, Window, chromium, demo_site, find_chromium, free_port, make_demo
from tests.support.make import NOON

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if find_chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="package")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the demo as it is made, which nobody changes."""
    folder = tmp_path_factory.mktemp("made-demo")
    make_demo(folder)
    return folder


@pytest.fixture(scope="module")
def demo_server(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo, with data of its own: no module finds what another did."""
    with demo_site(tmp_path_factory.mktemp("demo"), made_demo) as address:
        yield address


@pytest.fixture(scope="package")
def running_chromium() -> Iterator[Browser]:
    """One Chromium for all modules."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def browser(running_chromium: Browser, demo_server: str) -> Iterator[Chromium]:
    """Chromium with windows on the demo; they close with the module."""
    windows = Chromium(running_chromium, demo_server)
    yield windows
    windows.close()


@pytest.fixture(params=["keys", "no scripts"])
def someone(request: pytest.FixtureRequest, browser: Chromium) -> Iterator[Someone]:
    """Gives the hands of a demo person, standing on `START` of the module or else on the front page.

    In a module that says `IN_BOTH_LANGUAGES` who uses the keys reads Dutch, and who has no scripts English.
    Afterwards nothing odd may have happened in any of the windows.
    """
    windows: list[Window] = []

    def hands(person: str) -> Hands:
        with_scripts = request.param == "keys"
        language = "nl" if with_scripts or not getattr(request.module, "IN_BOTH_LANGUAGES", False) else "en"
        window = browser.new_window(person, language, java_script_enabled=with_scripts)
        windows.append(window)
        window.open(getattr(request.module, "START", f"{DISTRICT}/"))
        return Keys(window.page, language) if with_scripts else NoScripts(window.page, language)

    yield hands
    odd = [one for window in windows for one in window.watched.take()]
    for window in windows:
        window.context.close()
    assert not odd


@dataclass
class Clock:
    """The clock of the site, which a test can move."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class OwnTime:
    """A demo site with a clock of its own."""

    address: str
    clock: Clock
    database: str


@pytest.fixture
def own_time(tmp_path: Path) -> Iterator[OwnTime]:
    """The demo with its people and nothing that they did yet."""
    load_tables()
    url, port, clock = f"sqlite:///{tmp_path / 'own.db'}", free_port(), Clock()
    engine = make_engine(url)
    Base.metadata.create_all(engine)
    with transaction(engine) as db:
        fill_cast(db, NOON)
    engine.dispose()
    address = f"http://127.0.0.1:{port}"
    config = Config(demo=True, database=url, secret="people and their own time, " * 2, base_url=address)
    server = make_server("127.0.0.1", port, create_app(config, clock=clock), threaded=True)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield OwnTime(address, clock, url)
    server.shutdown()
    running.join(10)
    server.server_close()
