"""Translation in the web layer: `_` and `ngettext` now, `lazy` for texts made at import time."""

from typing import Any

from flask import Flask, g, has_request_context
from flask_babel import force_locale, get_translations, lazy_gettext

from coop.kernel.errors import CoopError


def _catalog() -> Any:
    # A page has hundreds of texts: look the catalog up once per request, not once per text.
    if not has_request_context():
        return get_translations()
    found = g.get("catalog")
    if found is None:
        found = g.catalog = get_translations()
    return found


def _(msgid: str, **params: object) -> str:
    """`msgid` in the reader's language, with `%(name)s` places filled from `params`."""
    text: str = _catalog().ugettext(msgid)
    return text % params if params else text


def ngettext(singular: str, plural: str, num: int, **params: object) -> str:
    """The form that fits `num`; `%(num)s` is filled in."""
    text: str = _catalog().ungettext(singular, plural, num)
    return text % {"num": num, **params}


def install(app: Flask) -> None:
    """Let templates find their texts by the same short way."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalog().ugettext(text),
        lambda one, more, number: _catalog().ungettext(one, more, number),
        newstyle=True,
    )


def lazy(msgid: str, **params: object) -> Any:
    """Like `_`, translated only when it is shown (form labels, validators)."""
    return lazy_gettext(msgid, **params)


def words_of(refusal: CoopError) -> str:
    """The refusal in the reader's language."""
    return _(refusal.message, **refusal.params)


def in_language(language: str, msgid: str, **params: object) -> str:
    """`msgid` in `language`, for mail and letters; needs an application context."""
    with force_locale(language):
        text: str = get_translations().ugettext(msgid)
        return text % params if params else text
