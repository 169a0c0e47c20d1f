"""Finds the pages of the site by following links as each person, and chooses which to look at."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from playwright.sync_api import APIRequestContext
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

# As many addresses of one kind each person opens while looking for pages.
PER_ENDPOINT = 10
# As many links to one kind it follows from one page: the first of a long list stand for the rest.
PER_PAGE = 3
# Pages packed for the line take five times as long to come.
PLAIN = {"Accept-Encoding": "identity"}
# As many pages of one kind are looked at when each shows parts that the others do not.
LOOKED_AT = 3


@dataclass(frozen=True)
class Found:
    """A page that a person came upon, and the parts that it shows."""

    person: str
    path: str
    endpoint: str
    parts: frozenset[str]


def crawl(person: str, request: APIRequestContext, origin: str, routes: Map, start: Iterable[str]) -> list[Found]:
    """Every page that `person` can reach from `start`, at most PER_ENDPOINT of one kind."""
    addresses = routes.bind("127.0.0.1")

    def kind_of(path: str) -> str:
        try:
            return str(addresses.match(path, method="GET")[0])
        except (HTTPException, RequestRedirect):
            raise AssertionError(f"{person} found a link to nowhere: {path}") from None

    waiting, seen, opened, found = list(start), set(start), Counter[str](), list[Found]()
    while waiting:
        path = waiting.pop(0)
        endpoint = kind_of(path)
        if endpoint in ("static", "language.choose") or opened[endpoint] >= PER_ENDPOINT:
            continue
        opened[endpoint] += 1
        answer = request.get(origin + path, headers=PLAIN)
        if not answer.ok:
            raise AssertionError(f"{person} followed a link to {path}: {answer.status}")
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        if not is_page or answer.headers.get("content-disposition", "").startswith("attachment"):
            continue
        reached = urlsplit(answer.url).path
        soup = BeautifulSoup(answer.text(), "html.parser")
        found.append(Found(person, reached, kind_of(reached), parts_of(soup)))
        from_here = Counter[str]()
        for link in links_of(soup, origin, answer.url):
            if link in seen:
                continue
            kind = kind_of(link)
            from_here[kind] += 1
            if from_here[kind] <= PER_PAGE:
                seen.add(link)
                waiting.append(link)
    return found


def links_of(soup: BeautifulSoup, origin: str, here: str) -> list[str]:
    """The pages of this site that this page links to, without questions and anchors."""
    links = []
    for link in soup.select("a[href]"):
        target = urlsplit(urljoin(here, str(link["href"])))
        if f"{target.scheme}://{target.netloc}" == origin:
            links.append(target.path)
    return links


def parts_of(soup: BeautifulSoup) -> frozenset[str]:
    """What kinds of parts the main part of a page has: elements with their classes and types, and its forms."""
    main = soup.find("main")
    if not isinstance(main, Tag):
        return frozenset()
    parts = set()
    for one in main.find_all(True):
        inside = one.parent.name if one.parent else ""
        classes = ".".join(one.get_attribute_list("class")) if one.get("class") else ""
        parts.add(f"{inside}>{one.name}.{classes}:{one.get('type', '')}")
        if one.name == "form":
            parts.add("form to " + re.sub(r"\d+", "N", str(one.get("action", ""))))
    return frozenset(parts)


def choose(found: Iterable[Found]) -> list[Found]:
    """Of every kind the page with the most parts, and others as long as they show parts not seen yet."""
    kinds: dict[str, list[Found]] = {}
    for one in found:
        kinds.setdefault(one.endpoint, []).append(one)
    chosen = []
    for pages in kinds.values():
        covered: frozenset[str] = frozenset()
        for _ in range(LOOKED_AT):
            best = max(pages, key=lambda page: len(page.parts - covered))
            if covered and not best.parts - covered:
                break
            chosen.append(best)
            covered |= best.parts
    return chosen
