"""Every page that people can reach, in both languages, widths and colour schemes."""

import gzip
from collections import Counter
from urllib.request import Request, urlopen

import pytest

from coop.app import create_app
from coop.kernel.config import Config
from tests.support.browser import DISTRICT, PEOPLE, ROOT, Chromium
from tests.support.crawl import Found, choose, crawl

PAGE_BYTES = 30_000
CSS_BYTES = 6_000
JS_BYTES = 5_000
START = (f"{DISTRICT}/", "/", "/de-vaart/", "/wachtwoord")


@pytest.fixture(scope="module")
def pages(browser: Chromium) -> list[Found]:
    """The pages to look at: found by following links as each person."""
    routes = create_app(Config(testing=True, demo=True, database="sqlite://", secret="x" * 40)).url_map
    found = []
    for person in PEOPLE:
        window = browser.window(person)
        start = START if person != "visitor" else START[:3]
        found += crawl(person, window.context.request, browser.origin, routes, start)
    chosen = choose(found)
    counts = Counter(one.endpoint for one in chosen)
    print(f"\n{len(found)} pages found, {len(chosen)} looked at, of {len(counts)} kinds:")
    print(", ".join(f"{kind}×{number}" for kind, number in sorted(counts.items())))
    return chosen


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("person", PEOPLE)
def test_page_is_usable_for_everybody(browser: Chromium, pages: list[Found], person: str, language: str) -> None:
    """axe (A, AA, AAA, best practice), contrast in the dark, overflow, height of controls, console, size."""
    window = browser.window(person, language)
    wrong = {}
    for one in pages:
        if one.person != person:
            continue
        size = window.open(one.path)
        found = window.look()
        if window.page.locator("html").get_attribute("lang") != language:
            found.append("language")
        if size > PAGE_BYTES:
            found.append(f"{size} bytes")
        if found:
            wrong[one.path] = found
    assert not wrong, "\n".join(f"{path}\n    " + "\n    ".join(found) for path, found in wrong.items())


def test_people_reach_every_room(pages: list[Found]) -> None:
    """Following links does not silently stop somewhere."""
    kinds = {one.endpoint for one in pages}
    assert len(kinds) >= 50
    assert {one.split(".")[0] for one in kinds} >= {
        "home", "agenda", "voting", "panels", "accountability", "districts", "members", "identity",
    }  # fmt: skip


def test_style_and_script_are_small() -> None:
    static = ROOT / "coop" / "static"
    style = sum(len(gzip.compress(file.read_bytes(), 9)) for file in static.rglob("*.css"))
    script = sum(len(gzip.compress(file.read_bytes(), 9)) for file in static.rglob("*.js"))
    assert 0 < style <= CSS_BYTES
    assert 0 < script <= JS_BYTES


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_answers_are_compressed(demo_server: str, coding: str) -> None:
    for path in (f"{DISTRICT}/", "/static/coop.css"):
        with urlopen(Request(demo_server + path, headers={"Accept-Encoding": coding})) as answer:  # noqa: S310
            assert answer.headers["Content-Encoding"] == coding


def test_style_uses_logical_directions_only() -> None:
    """So that right-to-left languages come for free."""
    style = (ROOT / "coop" / "static" / "coop.css").read_text()
    for word in ("left", "right", "margin-top", "padding-top", "margin-bottom", "padding-bottom"):
        assert word not in style
