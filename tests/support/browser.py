"""What the browser tests stand on: the real site in a process of its own, a crawler, and the checks of one page."""

import gzip
import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import axe_playwright_python
from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, Page

ROOT = Path(__file__).parents[2]
HOME = "/noorderkwartier/"
ROLES = ("", "resident", "member", "board", "team", "secretary", "candidate", "administrator")
CHROMIUM_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What one page may weigh on the wire.
PAGE_BYTES, CSS_BYTES, JS_BYTES = 30_000, 6_000, 5_000
# Answers that are no pages for people.
_NO_PAGE = re.compile(r"^/taal/|\.(csv|json|txt|pb)$|^/static/|/gezond$")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
    """The real site with the demo on a fresh database, served as `make run` does. Gives its address."""
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("COOP_")}
    settings |= {"COOP_DEMO": "1", "COOP_DATABASE": f"sqlite:///{folder / 'demo.db'}"}
    command = [sys.executable, "-m", "coop.cli", "demo", "serve", "--port", str(port)]
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_until_up(process, f"http://127.0.0.1:{port}", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_up(process: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/gezond", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The demo does not start:\n{log.read_text()}")


@dataclass
class Answer:
    """One answer of the site."""

    status: int
    path: str
    html: str
    bytes_on_the_wire: int
    is_html: bool


class Reader:
    """Somebody with cookies but without a browser; becomes a demo person with the demo bar."""

    def __init__(self, address: str, role: str = "") -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        if role:
            self.become(role)

    def open(self, path: str, data: dict[str, str] | None = None) -> Answer:
        """Open a path (POST when there is data), follow redirects."""
        body = urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(urljoin(self.address, path), body, {"Accept-Encoding": "gzip"})
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            raw = answer.read()
            text = gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw
            is_html = (answer.headers.get("Content-Type") or "").startswith("text/html")
            return Answer(
                answer.status, urlsplit(answer.url).path, text.decode("utf-8", "replace"), len(raw), is_html
            )

    def become(self, role: str) -> None:
        """Press the button of the demo bar."""
        form = BeautifulSoup(self.open(HOME).html, "html.parser").select_one("aside.demo form")
        assert form is not None
        token = form.select_one("input[name=csrf_token]")
        assert token is not None
        answer = self.open(str(form["action"]), {"csrf_token": str(token["value"]), "key": role, "next": HOME})
        assert answer.status == 200, (role, answer.status)

    def cookies(self) -> list[Any]:
        """For the browser: the same sitting."""
        return [{"name": one.name, "value": one.value or "", "url": self.address} for one in self.jar]


@dataclass
class Found:
    """A page that links lead to; `role` is who sees most on it."""

    pattern: str
    path: str
    role: str
    controls: int
    compressed: int


@dataclass
class Crawl:
    """All pages that one can reach by following links, one representative per kind."""

    pages: dict[str, Found] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def pattern_of(path: str) -> str:
    """The kind of page: the path without numbers and tokens."""
    return re.sub(r"/\d+(?=/|$)", "/N", re.sub(r"/sollicitatie/[^/]+", "/sollicitatie/T", path))


def crawl(address: str, *, each: int = 2) -> Crawl:
    """Follow every link as every demo person; of each kind of page open `each` per person."""
    found = Crawl()
    for role in ROLES:
        reader = Reader(address, role)
        waiting, opened, known = ["/", HOME], dict[str, int](), {"/", HOME}
        while waiting:
            path = waiting.pop(0)
            pattern = pattern_of(path)
            if opened.get(pattern, 0) >= each:
                continue
            opened[pattern] = opened.get(pattern, 0) + 1
            answer = reader.open(path)
            if answer.status != 200:
                found.faults.append(f"{role or 'visitor'}: {path} answers {answer.status}")
                continue
            if not answer.is_html:
                continue
            soup = BeautifulSoup(answer.html, "html.parser")
            _keep(found, role, answer, len(soup.select("a, button, input, select, textarea, summary, table, svg")))
            for link in soup.select("a[href]"):
                there = urlsplit(urljoin(address + answer.path, str(link["href"])))
                if there.netloc == urlsplit(address).netloc and there.path not in known:
                    known.add(there.path)
                    if not _NO_PAGE.search(there.path):
                        waiting.append(there.path)
    return found


def _keep(found: Crawl, role: str, answer: Answer, controls: int) -> None:
    pattern = pattern_of(answer.path)
    before = found.pages.get(pattern)
    if before is None or controls > before.controls:
        found.pages[pattern] = Found(pattern, answer.path, role, controls, answer.bytes_on_the_wire)


def watch(context: BrowserContext, address: str) -> list[str]:
    """Collects what no page may do: errors in the console, reports of the policy, requests to others."""
    seen: list[str] = []
    context.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))"
    )
    context.on("console", lambda said: seen.append(f"console: {said.text}") if said.type == "error" else None)
    context.on("weberror", lambda error: seen.append(f"error: {error.error}"))
    context.on(
        "request",
        lambda request: (
            None if request.url.startswith((address, "data:", "blob:")) else seen.append(f"outside: {request.url}")
        ),
    )
    return seen


def axe_faults(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds on this page (all rules, or only those named)."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
    found = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations'], preload: false}).then(r => r.violations"
        ".map(v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 160), v.nodes[0].failureSummary.slice(0, 240)]))",
        only,
    )
    return [f"axe {rule} x{count}: {html} | {' '.join(why.split())}" for rule, count, html, why in found]


_TOO_SMALL = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, a[href]')]
  .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .filter(e => e.tagName !== 'A' || getComputedStyle(e).display !== 'inline')
  .filter(e => !e.closest('.skip'))
  .map(e => {
    let r = e.getBoundingClientRect();
    if (['checkbox', 'radio'].includes(e.type) && e.labels.length) {
      const l = e.labels[0].getBoundingClientRect();
      r = {height: Math.max(r.bottom, l.bottom) - Math.min(r.top, l.top)};
    }
    return [r.height, e.outerHTML.slice(0, 120)];
  }).filter(([h]) => h > 0 && h < 43.5).map(([h, html]) => `${h.toFixed(1)} px high: ${html}`)"""

_TOO_WIDE = """() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) return [];
  const wide = [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 0.5 || e.getBoundingClientRect().left < -0.5)
    .filter(e => !e.closest('.skip') && e.checkVisibility()).slice(-1).map(e => e.outerHTML.slice(0, 140));
  return [`${over} px too wide: ${wide}`];
}"""


def small_controls(page: Page) -> list[str]:
    """Controls that a thumb would miss: under 44 px high (links inside a sentence may be)."""
    return list(page.evaluate(_TOO_SMALL))


def overflow(page: Page, width: int, *, text: str = "") -> list[str]:
    """How far the page is wider than a screen of `width`, with the text as large as `text` says."""
    page.set_viewport_size({"width": width, "height": 740})
    page.evaluate("size => { document.documentElement.style.fontSize = size }", text)
    found = list(page.evaluate(_TOO_WIDE))
    page.evaluate("() => { document.documentElement.style.fontSize = '' }")
    return [f"at {width}{' ' + text if text else ''}: {one}" for one in found]


_FOCUS = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const style = getComputedStyle(e), r = e.getBoundingClientRect();
  const x = Math.min(Math.max(r.left + Math.min(r.width / 2, 20), 1), innerWidth - 1);
  const y = Math.min(Math.max(r.top + r.height / 2, 1), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const hidden = r.bottom <= 0 || r.top >= innerHeight || !(top && (e.contains(top) || top.contains(e)));
  return {html: e.outerHTML.slice(0, 120), hidden, outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth)};
}"""


def focus_faults(page: Page, stops: int = 40) -> list[str]:
    """Walk through the page with Tab: every stop must be seen, with an outline, covered by nothing."""
    faults = []
    for _ in range(stops):
        page.keyboard.press("Tab")
        at = page.evaluate(_FOCUS)
        if at is None:
            break
        if at["outline"] < 2:
            faults.append(f"focus without outline: {at['html']}")
        if at["hidden"]:
            faults.append(f"focus is covered: {at['html']}")
    return faults
