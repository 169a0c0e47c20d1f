"""Signing in with a link by mail and a second step, in a real browser; each page on the way is usable."""

import re
import time
from base64 import b32decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from coop.identity.policy import CODE_SECONDS, code_at
from tests.support.browser import Chromium, Window, demo_site, enter
from tests.support.waiting import until

WHO = "board@demo.example.org"


@pytest.fixture(scope="module")
def own_demo(
    running_chromium: Browser, made_demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Chromium, Path]]:
    """A demo of its own, because somebody gets a second step here; and what its server says."""
    folder = tmp_path_factory.mktemp("signing-in")
    with demo_site(folder, made_demo) as address:
        yield Chromium(running_chromium, address), folder / "server.log"


def _link(log: Path) -> str:
    def links() -> list[str]:
        return re.findall(r"https?://[^/]+(/inloggen/met-link/\S+)\s", log.read_text())

    return until(links, log.read_text)[-1]


def _usable(window: Window) -> None:
    wrong = window.look() + window.walk()
    assert not wrong, f"{window.page.url}\n" + "\n".join(wrong)


def test_a_link_and_then_a_second_step(own_demo: tuple[Chromium, Path]) -> None:
    browser, log = own_demo
    window = browser.new_window("visitor")
    page = window.page
    window.open("/inloggen/link")
    page.fill("#email", WHO)
    window.go("main form button")
    assert page.url.endswith("/inloggen/link-onderweg")
    _usable(window)
    link = _link(log)
    other = browser.new_window("visitor")
    other.open(link)
    assert other.page.locator("#email").is_visible()
    _usable(other)
    window.open(link)
    _usable(window)
    window.go("main form button")
    assert "Henk Dijkema" in page.inner_text(".who")

    window.open("/mijn-account/tweede-stap")
    secret = b32decode(page.input_value("input[name=secret]"))
    # The code of the next half minute: that one is taken now and for a minute more, however slow the machine.
    page.fill("#code", code_at(secret, int(time.time()) // CODE_SECONDS + 1))
    window.go("main form button")
    paper = page.locator("main li code").first.inner_text()
    _usable(window)
    window.go(".who button")
    window.open("/inloggen")
    page.fill("#email", WHO)
    page.fill("#password", "waterstad-demo")
    enter(page)
    assert "/inloggen/tweede-stap" in page.url
    _usable(window)
    page.fill("#code", paper)
    enter(page)
    assert "Henk Dijkema" in page.inner_text(".who")
    window.open("/mijn-account")
    _usable(window)
