"""Translation in the web layer: `_` and `ngettext` now, `lazy` for texts made at import time."""

from typing import Any

from flask_babel import force_locale, gettext, lazy_gettext
from flask_babel import ngettext as babel_ngettext

from coop.kernel.errors import CoopError


def _(msgid: str, **params: object) -> str:
    """`msgid` in the reader's language, with `%(name)s` places filled from `params`."""
    text: str = gettext(msgid, **params)
    return text


def ngettext(singular: str, plural: str, num: int, **params: object) -> str:
    """The form that fits `num`; `%(num)s` is filled in."""
    text: str = babel_ngettext(singular, plural, num, **params)
    return text


def lazy(msgid: str, **params: object) -> Any:
    """Like `_`, translated only when it is shown (form labels, validators)."""
    return lazy_gettext(msgid, **params)


def words_of(refusal: CoopError) -> str:
    """The refusal in the reader's language."""
    return _(refusal.message, **refusal.params)


def in_language(language: str, msgid: str, **params: object) -> str:
    """`msgid` in `language`, for mail and letters; needs an application context."""
    with force_locale(language):
        return _(msgid, **params)
