"""Translation in the web layer: `_` and `ngettext` now, `lazy` for texts made at import time."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel import numbers
from flask import Flask, g, has_request_context
from flask_babel import force_locale, get_locale, get_translations
from flask_babel.speaklater import LazyString
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from coop.kernel.errors import CoopError
from coop.kernel.words import Said


@lru_cache(maxsize=4096)
def _decimal(value: float, language: str) -> str:
    text: str = numbers.format_decimal(value, locale=language)
    return text


def number(value: float) -> str:
    """6.840 and 3,5 in Dutch; 6,840 and 3.5 in English."""
    return _decimal(value, str(get_locale()))


def _said(params: Mapping[str, object]) -> dict[str, object]:
    """The same values, with every number as the reader writes it, and sentences inside in the reader's language."""
    return {name: _as_said(value) for name, value in params.items()}


def _as_said(value: object) -> object:
    if isinstance(value, Said):
        # Not from the catalog of the request: a mail is written in another language than the page.
        return get_translations().ugettext(value.msgid) % _said(value.params)
    return number(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _catalog() -> Any:
    # A page has hundreds of texts: look the catalog up once per request, not once per text.
    if not has_request_context():
        return get_translations()
    found = g.get("catalog")
    if found is None:
        found = g.catalog = get_translations()
    return found


def _(msgid: str, **params: object) -> str:
    """`msgid` in the reader's language, `%(name)s` places filled from `params`, numbers as the reader writes them."""
    text: str = _catalog().ugettext(msgid)
    return text % _said(params) if params else text


def ngettext(singular: str, plural: str, num: int, **params: object) -> str:
    """The form that fits `num`; `%(num)s` is filled in."""
    text: str = _catalog().ungettext(singular, plural, num)
    return text % _said({"num": num, **params})


def install(app: Flask) -> None:
    """Let templates say their texts by the same short way, with what is filled in escaped."""
    app.jinja_env.globals.update(gettext=_in_template, _=_in_template, ngettext=_many_in_template)


@pass_context
def _in_template(context: Context, text: str, /, **params: object) -> str:
    return _fill(context, _catalog().ugettext(text), params)


@pass_context
def _many_in_template(context: Context, one: str, more: str, many: int, /, **params: object) -> str:
    return _fill(context, _catalog().ungettext(one, more, many), {"num": many, **params})


def _fill(context: Context, text: str, params: Mapping[str, object]) -> str:
    # A text without places is a format string too: a per cent sign is always written twice.
    return (Markup(text) if context.eval_ctx.autoescape else text) % _said(params)  # noqa: S704


def lazy(msgid: str, **params: object) -> Any:
    """Like `_`, translated only when it is shown (form labels, validators)."""
    return LazyString(_, msgid, **params)


def words_of(refusal: CoopError) -> str:
    """The refusal in the reader's language."""
    return _(refusal.message, **refusal.params)


def in_language(language: str, msgid: str, **params: object) -> str:
    """`msgid` in `language`, for mail and letters; needs an application context."""
    with force_locale(language):
        text: str = get_translations().ugettext(msgid)
        return text % _said(params) if params else text
