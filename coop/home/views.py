"""The front page, "my page", the pages of the whole site, and the frame around every page."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, get_flashed_messages, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from coop.districts.queries import all_districts
from coop.home import queries
from coop.kernel.access import ROLE_WORDS, Permission
from coop.kernel.clock import local_day
from coop.kernel.config import Config
from coop.members.queries import member_count
from coop.web.address import district, district_or_none, url_for
from coop.web.forms import refused_form
from coop.web.guard import actor, allow, public
from coop.web.locale import LANGUAGES
from coop.web.pages import page
from coop.web.session import db, now
from coop.web.settings import asset
from coop.web.words import _, lazy

bp = Blueprint("home", __name__)

# text, endpoint, the blueprint in which the entry counts as current
NAVIGATION: tuple[tuple[Any, str, str], ...] = (
    (lazy("Agenda"), "agenda.agenda", "agenda"),
    (lazy("Voting"), "voting.polls", "voting"),
    (lazy("Vacancies"), "panels.vacancies", "panels"),
    (lazy("Reports"), "accountability.reports", "accountability"),
    (lazy("The team"), "members.team", "members"),
    (lazy("My page"), "home.my_page", "my_page"),
)


def frame(config: Config, demo_bar: Callable[[], Any]) -> Callable[[], dict[str, Any]]:
    """Values that every template may use."""

    def values() -> dict[str, Any]:
        found = district_or_none()
        return {
            "district": found,
            "actor": actor(),
            "may": lambda permission: actor().may(Permission(permission)),
            "role_words": [_(ROLE_WORDS[role]) for role in sorted(actor().roles)],
            "lang": str(get_locale()),
            "text_direction": get_locale().text_direction,
            "languages": [(code, name, _in_language(code)) for code, name in LANGUAGES.items()],
            "refused_form": refused_form(),
            "flashes": get_flashed_messages(),
            "nav": _navigation() if found else [],
            "demo": demo_bar(),
            "here": request.full_path.rstrip("?") if request.method == "GET" else request.path,
            "asset": asset,
            "now": now,
            "site_name": config.site_name,
            "help_phone": (found.phone if found else "") or config.help_phone,
            "footer_links": [
                (_("Accessibility"), url_for("home.accessibility")),
                (_("Privacy"), url_for("home.privacy")),
            ],
        }

    return values


def _in_language(code: str) -> str:
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return url_for("language.choose", code=code, next=here)


def _navigation() -> list[tuple[str, str, bool]]:
    at = (request.endpoint or "").split(".")
    current = at[-1] if at[-1] == "my_page" else at[0]
    return [(str(text), url_for(endpoint), part == current) for text, endpoint, part in NAVIGATION]


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """The neighbourhoods on this site."""
    return page("home/index.html", districts=all_districts(db()))


@bp.get("/<district>/")
@public
def front() -> ResponseReturnValue:
    """The front page of a neighbourhood."""
    here = district()
    return page(
        "home/front.html",
        front=queries.front_page(db(), here.id, actor(), now()),
        members=member_count(db(), here.id, local_day(now())),
    )


@bp.get("/<district>/mijn-pagina")
@allow(Permission.SEE_MY_PAGE)
def my_page() -> ResponseReturnValue:
    """What waits for me."""
    return page("home/my_page.html", mine=queries.my_page(db(), district().id, actor(), now()))


@bp.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """For whom this site works, and what to do when it does not."""
    return page("home/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What the site keeps about people."""
    return page("home/privacy.html")


@bp.get("/gezond")
@public
def health() -> ResponseReturnValue:
    """For machines: whether the site and its database answer."""
    all_districts(db())
    return {"status": "ok"}
