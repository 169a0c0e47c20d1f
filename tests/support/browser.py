"""The demo site in a real Chromium: a server of its own, people to be, and what every page must satisfy."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Download,
    Locator,
    Page,
    Request,
    sync_playwright,
)

from scripts import chromium as chromium_program
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PEOPLE = (
    *("visitor", "resident", "member", "board", "team"),
    *("secretary", "candidate", "administrator", "observer", "adviser"),
)
DISTRICT = "/noorderkwartier"
# A phone and a wide screen, in px.
WIDTHS = (360, 1280)

# WCAG 2.2 A and AA, the AAA rules (7:1 contrast among them), and best practice.
AXE_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
AXE_CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}, "resultTypes": ["violations"]}

RUN_AXE = """async (options) => (await axe.run(document, options)).violations.map(
    (one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(" | "))"""

# The parts that stick out of a page that is wider than its window.
STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.body.querySelectorAll("*")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 0 && (box.right > width + 0.5 || box.left < -0.5) && !one.closest(".skip");
    });
    return out.slice(-2).map((one) => one.outerHTML.slice(0, 140)).concat(
        "page " + document.documentElement.scrollWidth + " in " + width);
}"""

# Controls that a thumb would miss: under 44 px high. A link inside a running text may be as high as its line.
TOO_LOW = """() => [...document.querySelectorAll(
        "button, select, textarea, summary, input:not([type=hidden]), a[href]")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest(".skip"))
    .filter((one) => one.tagName !== "A" || getComputedStyle(one).display !== "inline")
    .map((one) => {
        const own = one.getBoundingClientRect();
        if (!["checkbox", "radio"].includes(one.type) || !one.labels.length) return [own.height, one];
        const label = one.labels[0].getBoundingClientRect();
        return [Math.max(own.bottom, label.bottom) - Math.min(own.top, label.top), one];
    })
    .filter(([height]) => height > 0 && height < 43.5)
    .map(([height, one]) => height.toFixed(1) + " px high: " + one.outerHTML.slice(0, 120))"""

# Two sentences without a space between them: a template swallowed it.
GLUED = """() => document.body.innerText.match(/[^\\s]*[a-zé)][.?!][A-ZÉ][a-z][^\\s]*/g) || []"""

# Where the focus is: whether it has an outline, and whether something covers it.
FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    // A link that runs over two lines has two boxes, and what stands between them is not over it: look at the first.
    const style = getComputedStyle(one), box = one.getClientRects()[0] || one.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 20), 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
    const top = document.elementFromPoint(x, y);
    return {
        html: one.outerHTML.slice(0, 120),
        covered: box.bottom <= 0 || box.top >= innerHeight || !(top && (one.contains(top) || top.contains(one))),
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    };
}"""


def find_chromium() -> str | None:
    """The Chromium of this machine, one that really starts."""
    return chromium_program.find()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_demo(folder: Path) -> None:
    """The demo as `make run` fills it, in `folder`: `demo_site` begins with a copy of it."""
    made = subprocess.run(
        [sys.executable, "-m", "coop.cli", "demo", "prepare"],
        cwd=folder,
        env=_demo_env(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, f"the demo was not made:\n{made.stdout}{made.stderr}"


@contextmanager
def demo_site(folder: Path, made: Path) -> Iterator[str]:
    """A copy in `folder` of the demo that was `made`, served as `make run` does it; gives its address."""
    shutil.copytree(made, folder, dirs_exist_ok=True)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "coop.cli", "demo", "serve", "--port", str(port)],
            cwd=folder,
            env=_demo_env(folder),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(address, server, log)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _demo_env(folder: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("COOP_")}
    return env | {"COOP_DEMO": "1", "COOP_DATABASE": f"sqlite:///{folder / 'demo.db'}", "PYTHONPATH": str(ROOT)}


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    def answers() -> bool:
        assert server.poll() is None, f"the demo did not start:\n{log.read_text()}"
        try:
            with urlopen(f"{address}/gezond", timeout=60):
                return True
        except OSError:
            return False

    until(answers, log.read_text)


# How long a busy machine may take over one act, in ms; a quiet one waits no longer than it must.
PATIENCE = 90_000


def loaded(page: Page) -> None:
    """Wait until the open page is there whole, with a body."""
    page.wait_for_load_state("load")
    page.locator("body").wait_for(state="attached")


@contextmanager
def next_page(page: Page) -> Iterator[None]:
    """What is done inside brings another page; afterwards that page is there."""
    with page.expect_navigation():
        yield
    loaded(page)


def go(what: Locator) -> None:
    """Click on what brings another page, and wait for that page; by a link, a form, or a script that sends a form."""
    with next_page(what.page):
        what.click()


def enter(page: Page) -> None:
    """Press Enter where the focus is, and wait for the page that it brings."""
    with next_page(page):
        page.keyboard.press("Enter")


def stay(what: Locator, then: Locator) -> None:
    """Click on what leaves the page where it is, and wait until `then` is to be seen."""
    what.click()
    then.wait_for(state="visible")


def download(what: Locator) -> Download:
    """Click on what gives a file, and wait until the file is there whole."""
    with what.page.expect_download() as coming:
        what.click()
    assert coming.value.failure() is None
    return coming.value


class Watched:
    """What went wrong in the pages of one browser window: console, scripts, requests to elsewhere."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.wrong: list[str] = []

    def console(self, message: ConsoleMessage) -> None:
        """Chromium reports every breach of the content security policy here too."""
        expected = "Failed to load resource" in message.text and any(code in message.text for code in ("409", "422"))
        if message.type in ("error", "warning") and not expected:
            self.wrong.append(f"console: {message.text}")

    def request(self, request: Request) -> None:
        """Only our own origin."""
        if not request.url.startswith((self.origin + "/", "data:")):
            self.wrong.append(f"asked elsewhere: {request.url}")

    def take(self) -> list[str]:
        """What went wrong since the last time."""
        taken, self.wrong = self.wrong, []
        return taken


class Chromium:
    """Chromium on one site, with a context for every person and language."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser = browser
        self.origin = origin
        self._windows: dict[tuple[str, str], Window] = {}

    def close(self) -> None:
        """Close the windows that were kept."""
        for window in self._windows.values():
            window.context.close()

    def window(self, person: str, language: str = "nl") -> "Window":
        """The window of this person, kept for the next test."""
        key = (person, language)
        if key not in self._windows:
            self._windows[key] = self.new_window(person, language)
        return self._windows[key]

    def new_window(self, person: str, language: str = "nl", **options: Any) -> "Window":
        """A fresh window: own cookies."""
        context = self.browser.new_context(viewport={"width": 360, "height": 740}, **options)
        window = Window(context, self.origin)
        window.become(person)
        if language != "nl":
            window.open(f"/taal/{language}?next=/")
        return window


class Window:
    """One window of one person."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.origin = origin
        context.set_default_timeout(PATIENCE)
        self.page: Page = context.new_page()
        self.watched = Watched(origin)
        self.page.on("console", self.watched.console)
        self.page.on("pageerror", lambda error: self.watched.wrong.append(f"script: {error}"))
        self.page.on("request", self.watched.request)

    def open(self, path: str) -> int:
        """Go there; gives the bytes of the page as they came over the line."""
        answer = self.page.goto(self.origin + path)
        assert answer is not None, path
        assert answer.ok, f"{path}: {answer.status}"
        return int(answer.request.sizes()["responseBodySize"])

    def become(self, person: str) -> None:
        """Through the bar of the demo, as people do."""
        self.open(f"{DISTRICT}/")
        key = "" if person == "visitor" else person
        button = self.page.locator(f'.demo button[name=key][value="{key}"]')
        if not button.is_visible():
            stay(self.page.locator(".demo summary"), then=button)
        go(button)
        assert self.page.locator(".demo [aria-pressed=true]").get_attribute("value") == key

    def go(self, what: str | Locator) -> None:
        """Click on what brings another page, and wait for that page; of several, on the first."""
        go(self.page.locator(what).first if isinstance(what, str) else what)

    def axe(self, rules: dict[str, Any]) -> list[str]:
        """What axe finds on the page as it is now."""
        loaded(self.page)
        if self.page.evaluate("typeof axe") == "undefined":
            self.page.evaluate(AXE_SCRIPT)
        return list(self.page.evaluate(RUN_AXE, rules))

    def look(self, widths: Iterable[int] = WIDTHS) -> list[str]:
        """All that is wrong with the open page, in each of the widths in px and both colour schemes."""
        page, wrong = self.page, self.watched.take()
        loaded(page)
        wrong += [f"no space in {one}" for one in page.evaluate(GLUED)]
        for width in widths:
            page.set_viewport_size({"width": width, "height": 740})
            page.emulate_media(color_scheme="light")
            wrong += [f"{width} light axe {one}" for one in self.axe(AXE_RULES)]
            wrong += [f"{width} {one}" for one in page.evaluate(TOO_LOW)]
            page.emulate_media(color_scheme="dark")
            wrong += [f"{width} dark axe {one}" for one in self.axe(AXE_CONTRAST)]
        page.emulate_media(color_scheme="light")
        return wrong + self.overflow() + self.watched.take()

    def overflow(self) -> list[str]:
        """What sticks out at 320 and 360 px, and at 360 px with letters twice as large."""
        page, wrong = self.page, []
        loaded(page)
        for width, size in ((320, ""), (360, ""), (360, "225%"), (1280, "225%")):
            page.set_viewport_size({"width": width, "height": 740})
            page.evaluate("(size) => { document.documentElement.style.fontSize = size }", size)
            wrong += [f"{width} px {size} overflow {one}" for one in page.evaluate(STICKING_OUT)]
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.set_viewport_size({"width": 360, "height": 740})
        return wrong

    def walk(self, stops: int = 40) -> list[str]:
        """What is wrong with the focus on a walk through the page with Tab."""
        wrong = []
        loaded(self.page)
        for _ in range(stops):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            if at is None:
                break
            if at["outline"] < 2:
                wrong.append(f"focus without outline: {at['html']}")
            if at["covered"]:
                wrong.append(f"focus is covered: {at['html']}")
        return wrong


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield browser
        browser.close()
