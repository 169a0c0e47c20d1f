"""How dates, hours, money, shares and Markdown are shown."""

from datetime import date, datetime
from functools import lru_cache

import nh3
from babel import dates, numbers
from flask import Flask
from flask_babel import format_currency, get_locale
from markdown_it import MarkdownIt
from markupsafe import Markup

from coop.kernel.clock import AMSTERDAM, local_day
from coop.web.words import _, number

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "hr"}
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "code", "fence", "html_block"])


@lru_cache(maxsize=4096)
def _day(on: date, language: str) -> str:
    text: str = dates.format_date(on, "d MMMM y", locale=language)
    return text


@lru_cache(maxsize=4096)
def _percent(share: float, language: str) -> str:
    text: str = numbers.format_percent(share, "#,##0%", locale=language)
    return text


def _all_but(share: float) -> str | None:
    """Words for a share that would round to nothing or to everything and is neither."""
    if share > 0 and round(share * 100) == 0:
        return _("less than %(share)s", share=_percent(0.01, str(get_locale())))
    if share < 1 and round(share * 100) == 100:
        return _("more than %(share)s", share=_percent(0.99, str(get_locale())))
    return None


def day(value: date | datetime) -> str:
    """3 maart 2027."""
    return _day(local_day(value) if isinstance(value, datetime) else value, str(get_locale()))


def month(value: date | datetime) -> str:
    """maart 2027."""
    on = local_day(value) if isinstance(value, datetime) else value
    text: str = dates.format_date(on, "LLLL yyyy", locale=str(get_locale()))
    return text


def moment(value: datetime) -> str:
    """3 maart 2027 om 20.00 uur, in Dutch time; in the hour that comes twice in autumn with its offset."""
    local = value.astimezone(AMSTERDAM)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    offset = f" (UTC+{2 - local.fold})" if twice else ""
    return _("%(day)s at %(time)s", day=day(value), time=f"{local:%H:%M}{offset}")


def percent(share: float) -> str:
    """A share of 0..1 as whole per cents; a few of many are not nobody, nearly all are not everybody."""
    return _all_but(share) or _percent(share, str(get_locale()))


def hours(minutes: int) -> str:
    """Minutes as hours in words: 4 uur, 4,5 uur."""
    return _("1 hour") if minutes == 60 else _("%(number)s hours", number=number(round(minutes / 60, 2)))


def money(cents: int, currency: str = "EUR") -> str:
    """€ 7.500 or € 7,50, with a no-break space; other currencies by their letters (PLN 7.500)."""
    pattern = "¤\u00a0#,##0;¤\u00a0-#,##0" if cents % 100 == 0 else "¤\u00a0#,##0.00;¤\u00a0-#,##0.00"
    text: str = format_currency(cents / 100, currency, pattern, currency_digits=False)
    return text


@lru_cache(maxsize=2048)
def markdown(text: str) -> Markup:
    """Simple Markdown (no images, no HTML), sanitised; headings start at h3."""
    html = _MARKDOWN.render(text or "")
    html = html.replace("<h1>", "<h3>").replace("</h1>", "</h3>").replace("<h2>", "<h3>").replace("</h2>", "</h3>")
    return Markup(nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, link_rel="nofollow noopener noreferrer ugc"))  # noqa: S704


def install(app: Flask) -> None:
    """Make them usable in templates."""
    for one in (day, moment, number, percent, hours, money, markdown):
        app.add_template_filter(one)
