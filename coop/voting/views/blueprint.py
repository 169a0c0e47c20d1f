"""The blueprint of this room, and how votes of which a part moves on are shown."""

from babel import numbers
from flask import Blueprint
from flask_babel import get_locale

bp = Blueprint("voting", __name__, url_prefix="/<district>")


@bp.app_template_filter("votes")
def votes_text(value: float) -> str:
    """12, or 4.74994 with the decimals that count."""
    text: str = numbers.format_decimal(round(value, 5), "#,##0.#####", locale=get_locale())
    return text
