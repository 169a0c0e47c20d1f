"""Pieces of pages that are remembered, because the same values always give the same text.

See docs/decisions/0005-what-pages-remember.md.
"""

from functools import lru_cache
from typing import Any

from flask import Flask, g, request
from flask_babel import get_locale

ROWS = 4096
SECTIONS = 128


def install(app: Flask) -> None:
    """Give templates `remembered` for a row and `remembered_section` for a part of a page with its rows."""
    row = lru_cache(ROWS, typed=True)(_maker(app))
    section = lru_cache(SECTIONS, typed=True)(_maker(app))
    app.jinja_env.globals["remembered"] = lambda *what: row(*_here(), *what)
    app.jinja_env.globals["remembered_section"] = lambda *what: section(*_here(), *what)


def _here() -> tuple[str, str | None, str]:
    """What else a macro can depend on: language, neighbourhood in links, and where the site is mounted."""
    found = g.get("district")
    language = g.get("language")
    if language is None:
        language = g.language = str(get_locale())
    return language, found.slug if found is not None else None, request.script_root


def _maker(app: Flask) -> Any:
    def make(_language: str, _slug: str | None, _root: str, template: str, macro: str, *values: Any) -> Any:
        # `module` runs without the context of the page: the macro sees its arguments and nothing of this reader.
        return getattr(app.jinja_env.get_template(template).module, macro)(*values)

    return make
