"""Pieces of pages that are remembered depend on their arguments, the language and the neighbourhood alone."""

import re
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask, g
from flask_babel import Babel
from jinja2 import DictLoader, Environment, meta, nodes

from coop.web import remember

TEMPLATES = Path(__file__).parents[2] / "coop" / "templates"
CALLS = re.compile(r'remembered(?:_section)?\("([^"]+)", "([^"]+)"')
# What such a template may use besides arguments: words, links (the neighbourhood is in the key), and its like.
GLOBALS = {"_", "ngettext", "url_for", "remembered", "dict"}


def _asked() -> set[tuple[str, str]]:
    return {found for path in TEMPLATES.rglob("*.html") for found in CALLS.findall(path.read_text())}


def _parsed(name: str) -> nodes.Template:
    env = Environment(autoescape=True)
    env.filters |= dict.fromkeys(("day", "moment", "number", "percent", "hours", "money", "markdown"), str)
    return env.parse((TEMPLATES / name).read_text())


def _with_imports(name: str) -> set[str]:
    found = _parsed(name).find_all((nodes.FromImport, nodes.Import, nodes.Include))
    direct = {cast(Any, one).template.value for one in found}
    return {name}.union(*(_with_imports(one) for one in direct))


@pytest.mark.parametrize(("name", "macro"), sorted(_asked()))
def test_it_sees_nothing_of_the_reader(name: str, macro: str) -> None:
    assert f"macro {macro}(" in (TEMPLATES / name).read_text()
    for one in _with_imports(name):
        assert meta.find_undeclared_variables(_parsed(one)) <= GLOBALS, one


@pytest.fixture
def site() -> Flask:
    app = Flask("site")
    app.jinja_env.loader = DictLoader({"one.html": "{% macro row(value) %}{{ count() }} {{ value }}{% endmacro %}"})
    made: list[int] = []
    app.jinja_env.globals["count"] = lambda: made.append(1) or len(made)  # type: ignore[func-returns-value]
    Babel(app, locale_selector=lambda: g.get("chosen", "nl"))
    remember.install(app)
    return app


def _made(site: Flask, value: object, language: str = "nl", root: str = "") -> str:
    with site.test_request_context("/", base_url=f"http://localhost{root}"):
        g.chosen = language
        remembered: Any = site.jinja_env.globals["remembered"]
        return str(remembered("one.html", "row", value))


def test_the_same_values_are_not_rendered_again(site: Flask) -> None:
    assert _made(site, "a") == _made(site, "a") == "1 a"


def test_other_values_types_languages_and_places_are(site: Flask) -> None:
    shown = [_made(site, 1), _made(site, 2), _made(site, True), _made(site, 1, "en"), _made(site, 1, root="/below")]
    assert shown == ["1 1", "2 2", "3 True", "4 1", "5 1"]


def test_text_stays_escaped(site: Flask) -> None:
    assert _made(site, "<b>") == "1 &lt;b&gt;"
    assert _made(site, "<b>") == "1 &lt;b&gt;"
