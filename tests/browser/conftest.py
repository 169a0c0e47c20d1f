"""One demo site and one Chromium for all browser tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import Chromium, chromium, demo_site, find_chromium

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
