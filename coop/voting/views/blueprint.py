"""The blueprint of this room, and how its templates show parts of votes and say codes aloud."""

from babel import numbers
from flask import Blueprint
from flask_babel import get_locale

from coop.voting.policy.secrecy import SIGNS, SPOKEN
from coop.web.words import _

bp = Blueprint("voting", __name__, url_prefix="/<district>")


@bp.app_template_filter("votes")
def votes_text(value: float) -> str:
    """12, or 4.74994 with the decimals that count."""
    text: str = numbers.format_decimal(round(value, 5), "#,##0.#####", locale=get_locale())
    return text


@bp.app_template_filter("aloud")
def aloud(code: str, between: str = ", ") -> str:
    """How a code is said aloud or by phone: "K for Kilo, 7 (seven)". seal.js looks each sign up in all of `SIGNS`."""
    words = dict(zip(SIGNS, _(SPOKEN).split(), strict=True))
    said = (
        _("%(letter)s for %(word)s", letter=sign, word=words[sign]) if sign.isalpha() else f"{sign} ({words[sign]})"
        for sign in code
    )
    # Neither a space nor a dash ends a line.
    return between.join(one.replace("- ", "-\u2060 ").replace(" ", "\u00a0") for one in said)
