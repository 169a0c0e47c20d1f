"""Every page of the site, found by following links, as a resident meets it: on a phone, large, dark, in English."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from coop.app import create_app
from coop.kernel.config import Config
from tests.browser.conftest import Sitting
from tests.support.browser import (
    CSS_BYTES,
    JS_BYTES,
    PAGE_BYTES,
    ROOT,
    Crawl,
    axe_faults,
    focus_faults,
    overflow,
    pattern_of,
    small_controls,
)

CONTRAST = ["color-contrast", "color-contrast-enhanced"]
# No link leads to these for anybody in the demo, as it stands when it is made.
NOT_BY_LINK: set[str] = set()


def over_all(pages: Crawl, sit_down: Sitting, check: Callable[[Page], list[str]], **how: object) -> list[str]:
    """What `check` finds on every page, opened by who sees most on it."""
    faults = []
    for role in sorted({one.role for one in pages.pages.values()}):
        page = sit_down(role, **how).new_page()
        for one in pages.pages.values():
            if one.role == role:
                answer = page.goto(one.path)
                assert answer is not None
                assert answer.ok, (role, one.path, answer.status)
                faults += [f"{one.path} ({role or 'visitor'}): {fault}" for fault in check(page)]
    return faults


def test_every_link_works(found_pages: Crawl) -> None:
    assert not found_pages.faults, "\n".join(found_pages.faults)


def test_every_page_is_found_by_following_links(found_pages: Crawl) -> None:
    app = create_app(Config(demo=True, database="sqlite://", testing=True))
    kinds = set()
    for rule in app.url_map.iter_rules():
        if rule.methods and "GET" in rule.methods and rule.endpoint not in ("static", "language.choose", "home.health"):
            path = rule.rule.replace("<district>", "noorderkwartier").replace("<token>", "T")
            kinds.add(pattern_of(_without_converters(path)))
    kinds = {kind for kind in kinds if not kind.endswith((".csv", ".json", ".txt", ".pb"))}
    missing = sorted(kinds - set(found_pages.pages) - NOT_BY_LINK)
    assert not missing, missing


def _without_converters(path: str) -> str:
    parts = ["1" if part.startswith("<int:") else part for part in path.split("/")]
    return "/".join(parts)


def test_dutch_on_a_phone(found_pages: Crawl, sit_down: Sitting) -> None:
    def check(page: Page) -> list[str]:
        page.set_viewport_size({"width": 360, "height": 740})
        page.emulate_media(color_scheme="light")
        faults = axe_faults(page) + small_controls(page)
        faults += overflow(page, 320) + overflow(page, 320, text="225%") + overflow(page, 360)
        page.emulate_media(color_scheme="dark")
        faults += axe_faults(page, CONTRAST)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        return faults + axe_faults(page, [*CONTRAST, "target-size"]) + small_controls(page)

    faults = over_all(found_pages, sit_down, check, width=360)
    assert not faults, "\n".join(faults)


def test_english_on_a_wide_dark_screen(found_pages: Crawl, sit_down: Sitting) -> None:
    def check(page: Page) -> list[str]:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="dark")
        return axe_faults(page) + small_controls(page) + overflow(page, 360) + overflow(page, 1280)

    faults = over_all(found_pages, sit_down, check, width=1280, language="en")
    assert not faults, "\n".join(faults)


def test_focus_is_always_seen(found_pages: Crawl, sit_down: Sitting) -> None:
    faults = over_all(found_pages, sit_down, focus_faults, width=360)
    assert not faults, "\n".join(faults)


def test_pages_are_light(found_pages: Crawl) -> None:
    heavy = {one.path: one.compressed for one in found_pages.pages.values() if one.compressed > PAGE_BYTES}
    assert not heavy
    static = ROOT / "coop" / "static"
    css = sum(len(gzip.compress(path.read_bytes())) for path in static.glob("*.css"))
    scripts = sum(len(gzip.compress(path.read_bytes())) for path in static.glob("*.js"))
    assert css <= CSS_BYTES
    assert scripts <= JS_BYTES


@pytest.mark.parametrize("path", ["/noorderkwartier/agenda/999999", "/bestaat-niet", "/noorderkwartier/agenda/nieuw"])
@pytest.mark.parametrize("role", ["", "candidate"])
def test_pages_that_refuse_are_accessible_too(path: str, role: str, sit_down: Sitting) -> None:
    page = sit_down(role).new_page()
    page.goto(path)
    faults = axe_faults(page) + small_controls(page) + overflow(page, 320)
    assert not faults, "\n".join(faults)
