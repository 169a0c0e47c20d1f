"""The real site in a process of its own, and a real Chromium. One of each serves all browser tests."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.support.browser import CHROMIUM_FLAGS, Crawl, Reader, crawl, running_demo, watch

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All browser tests go to one worker, so that they share the site and the browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the demo is served."""
    with running_demo(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="session")
def found_pages(address: str) -> Crawl:
    """Every kind of page that links lead to."""
    return crawl(address)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; the tests are skipped on a machine without one."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        program = program or playwright.chromium.executable_path
        if not Path(program).exists():
            pytest.skip("There is no Chromium on this machine.")
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


Sitting = Callable[..., BrowserContext]


@pytest.fixture
def sit_down(chromium: Browser, address: str) -> Iterator[Sitting]:
    """`sit_down(role, …)`: a browser of its own for one person. After the test nothing odd may have been seen."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def sit(
        role: str = "", *, width: int = 360, language: str = "nl", scripts: bool = True, refusals: bool = False
    ) -> BrowserContext:
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, base_url=address, java_script_enabled=scripts, locale=language
        )
        context.set_default_timeout(10_000)
        reader = Reader(address, role)
        reader.open(f"/taal/{language}")
        context.add_cookies(reader.cookies())
        seen = watch(context, address)
        opened.append((context, seen))
        return context

    yield sit
    faults = []
    for context, seen in opened:
        context.close()
        # A refused form answers 422, which the browser calls an error too.
        faults += [text for text in seen if "the server responded with a status of 4" not in text]
    assert not faults, "\n".join(faults)
