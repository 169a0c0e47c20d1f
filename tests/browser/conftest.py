"""One demo site and one Chromium for all browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.hands import Hands, Keys, NoScripts, Someone
from tests.support.browser import DISTRICT, Chromium, Window, chromium, demo_site, find_chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if find_chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="package")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo, with data of its own."""
    with demo_site(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture(scope="package")
def browser(demo_server: str) -> Iterator[Chromium]:
    """A running Chromium with windows on the demo."""
    with chromium(demo_server) as running:
        yield running


@pytest.fixture(params=["keys", "no scripts"])
def someone(request: pytest.FixtureRequest, browser: Chromium) -> Iterator[Someone]:
    """Gives the hands of a demo person, standing on `START` of the module or else on the front page.

    Afterwards nothing odd may have happened in any of the windows.
    """
    windows: list[Window] = []

    def hands(person: str) -> Hands:
        with_scripts = request.param == "keys"
        window = browser.new_window(person, java_script_enabled=with_scripts)
        windows.append(window)
        window.open(getattr(request.module, "START", f"{DISTRICT}/"))
        return Keys(window.page) if with_scripts else NoScripts(window.page)

    yield hands
    odd = [one for window in windows for one in window.watched.take()]
    for window in windows:
        window.context.close()
    assert not odd
