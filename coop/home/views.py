"""The front page, "my page", the pages of the whole site, the frame of every page, and ways back from errors."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, get_flashed_messages, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from coop.accountability import queries as accountability
from coop.agenda import queries as agenda
from coop.districts.policy import Subject, slug_of
from coop.districts.queries import all_districts
from coop.home import queries
from coop.kernel.access import GRANTS, ROLE_WORDS, Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.config import Config
from coop.kernel.errors import CoopError, NotAllowedError, NotFoundError
from coop.kernel.words import mark
from coop.members import actions as members_actions
from coop.members import queries as members
from coop.panels import queries as panels
from coop.voting import queries as voting
from coop.web.address import district, district_or_none, url_for
from coop.web.forms import refused_form
from coop.web.guard import actor, allow, public, stamp_of
from coop.web.limits import posting
from coop.web.locale import LANGUAGES
from coop.web.pages import page, see_other, tell
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
    (lazy("The team"), "members.team", "team"),
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
            "withheld_words": [_(ROLE_WORDS[role]) for role in sorted(actor().withheld)],
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
                (_("Privacy"), url_for("privacy.about")),
                *([(_("Open data"), url_for("opendata.about"))] if found else []),
            ],
        }

    return values


def _in_language(code: str) -> str:
    here = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return url_for("language.choose", code=code, next=here)


def _navigation() -> list[tuple[str, str, bool]]:
    at = (request.endpoint or "").split(".")
    # Tables and the neighbours over the fence are read from the reports.
    room = "accountability" if at[0] in ("tables", "learning") else at[0]
    current = at[-1] if at[-1] in ("my_page", "team") else room
    return [(str(text), url_for(endpoint), part == current) for text, endpoint, part in NAVIGATION]


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """The neighbourhoods on this site."""
    return page("home/index.html", districts=all_districts(db()), city_of=lambda one: slug_of(one.municipality))


@bp.get("/<district>/")
@public
def front() -> ResponseReturnValue:
    """The front page of a neighbourhood."""
    here = district()
    return page(
        "home/front.html",
        front=queries.front_page(db(), here.id, actor(), now()),
        members=members.member_count(db(), here.id, local_day(now())),
        follows=actor().is_signed_in and here.id in [one.id for one in members.followed_by(db(), actor().account_id)],
        city=slug_of(here.municipality),
    )


@bp.get("/stad/<name>")
@public
def city(name: str) -> ResponseReturnValue:
    """The neighbourhoods of one municipality beside each other."""
    places = [one for one in all_districts(db()) if slug_of(one.municipality) == name]
    if not places:
        raise NotFoundError(mark("We do not know this municipality."))
    rows = queries.city_rows(db(), places, now())
    return page("home/city.html", municipality=places[0].municipality, rows=rows, subjects=list(Subject))


@bp.post("/<district>/volgen")
@allow(Permission.SEE_MY_PAGE)
@posting
def follow() -> ResponseReturnValue:
    """Follow this neighbourhood."""
    members_actions.follow(db(), actor(), district().id, at=now())
    tell(_("You follow %(name)s. Its news stands on “My page” of your own neighbourhood.", name=district().name))
    return see_other("home.front")


@bp.post("/<district>/niet-meer-volgen")
@allow(Permission.SEE_MY_PAGE)
@posting
def stop_following() -> ResponseReturnValue:
    """Follow this neighbourhood no longer."""
    members_actions.stop_following(db(), actor(), district().id)
    tell(_("You do not follow %(name)s any more. Its news is gone from “My page”.", name=district().name))
    return see_other("home.front")


@bp.get("/<district>/mijn-pagina")
@allow(Permission.SEE_MY_PAGE)
def my_page() -> ResponseReturnValue:
    """What waits for me."""
    here = district()
    mine = queries.my_page(db(), here.id, actor(), now())
    return page("home/my_page.html", mine=mine, today=local_day(now()), city=slug_of(here.municipality))


@bp.get("/toegankelijkheid")
@public
def accessibility() -> ResponseReturnValue:
    """For whom this site works, and what to do when it does not."""
    return page("home/accessibility.html")


@bp.get("/gezond")
@public
def health() -> ResponseReturnValue:
    """For machines: whether the site and its database answer."""
    all_districts(db())
    return {"status": "ok"}


@dataclass(frozen=True, slots=True)
class Place:
    """A page about one thing; `find(db, district_id, id, actor)` raises when this person cannot see it there."""

    endpoint: str
    words: Any
    find: Callable[[Any, int, int, Actor], object]


def _poll(session: Any, district_id: int, poll_id: int, who: Actor) -> object:
    drafts = who.may(Permission.MANAGE_POLL) or who.may(Permission.PROPOSE_WORK)
    return voting.poll_of(session, district_id, poll_id, drafts=drafts)


def _procedure(session: Any, district_id: int, procedure_id: int, who: Actor) -> object:
    return panels.procedure_of(session, district_id, procedure_id, drafts=_works_on_panels(who))


def _works_on_panels(who: Actor) -> bool:
    return who.has(Role.SECRETARY) or who.has(Role.BOARD)


def _managed_procedure(session: Any, district_id: int, procedure_id: int, who: Actor) -> object:
    # The stamp of that page lets everybody who is signed in pass; the page itself asks for these two offices.
    if not _works_on_panels(who):
        raise NotAllowedError(mark("You may not do this with your role in this neighbourhood."))
    return _procedure(session, district_id, procedure_id, who)


def _item(session: Any, district_id: int, item_id: int, _who: Actor) -> object:
    return agenda.item_of(session, district_id, item_id)


def _commitment(session: Any, district_id: int, commitment_id: int, _who: Actor) -> object:
    return agenda.commitment_of(session, district_id, commitment_id)


def _edition(session: Any, district_id: int, edition_id: int, _who: Actor) -> object:
    return agenda.edition_of(session, district_id, edition_id)


def _report(session: Any, district_id: int, report_id: int, _who: Actor) -> object:
    return accountability.report_of(session, district_id, report_id)


def _application(session: Any, district_id: int, application_id: int, _who: Actor) -> object:
    return members.application_of(session, district_id, application_id)


def _membership(session: Any, district_id: int, membership_id: int, _who: Actor) -> object:
    return members.membership_in(session, district_id, membership_id)


def _draft(session: Any, district_id: int, report_id: int, _who: Actor) -> object:
    return accountability.writable_draft_of(session, district_id, report_id)


# By the name of the number in an address; the first name in the address counts.
THINGS: dict[str, tuple[Place, ...]] = {
    "item_id": (Place("agenda.item", lazy("Back to the item"), _item),),
    "commitment_id": (Place("agenda.commitment", lazy("Back to the commitment"), _commitment),),
    "edition_id": (Place("agenda.edition", lazy("Back to the edition"), _edition),),
    "poll_id": (
        Place("voting.poll", lazy("Back to the vote"), _poll),
        Place("voting.manage", lazy("The work on this vote"), _poll),
    ),
    "procedure_id": (
        Place("panels.procedure", lazy("Back to the vacancy"), _procedure),
        Place("panels.manage", lazy("The work on this vacancy"), _managed_procedure),
    ),
    "application_id": (Place("members.application", lazy("Back to the application"), _application),),
    "membership_id": (Place("members.member", lazy("Back to the member"), _membership),),
    "report_id": (
        Place("accountability.report", lazy("Back to the report"), _report),
        Place("accountability.fill_in", lazy("Back to the parts of the report"), _draft),
    ),
}
# The list of each room.
LISTS: dict[str, tuple[str, Any]] = {
    "members": ("members.register", lazy("The register of members")),
    "agenda": ("agenda.agenda", lazy("The whole agenda")),
    "voting": ("voting.polls", lazy("All votes")),
    "panels": ("panels.vacancies", lazy("All vacancies")),
    "accountability": ("accountability.reports", lazy("All reports of the team")),
    "moderation": ("moderation.house_rules", lazy("House rules of the conversations")),
    "answers": ("answers.answers", lazy("Answers that residents wait for")),
    "initiatives": ("initiatives.initiatives", lazy("Residents' initiatives and visits of the team")),
    "advice": ("advice.advices", lazy("Advice, asked and unasked")),
    "districts": ("districts.mandates", lazy("How far residents decide here")),
}


def ways_back(may_not: bool) -> list[tuple[str, str]]:
    """(words, address) of the pages that are nearest to this request and that this person can open, nearest first.

    `may_not`: it was refused to this person; then becoming a member comes first where members may.
    """
    here = district_or_none()
    if here is None or request.endpoint is None:
        return []
    ways = _things(int(here.id))
    asked = stamp_of(current_app.view_functions[request.endpoint])
    if may_not and asked in GRANTS[Role.MEMBER] and actor().is_signed_in and not actor().may(asked):
        ways.insert(0, (_("Become a member"), url_for("members.join")))
    listed = LISTS.get(request.endpoint.split(".")[0])
    if listed and listed[0] != request.endpoint and _may_open(listed[0]):
        ways.append((str(listed[1]), url_for(listed[0])))
    return ways


def _may_open(endpoint: str) -> bool:
    permission = stamp_of(current_app.view_functions[endpoint])
    return permission is not None and actor().may(permission)


def _things(district_id: int) -> list[tuple[str, str]]:
    values = request.view_args or {}
    name = next((one for one in values if one in THINGS), None)
    if name is None:
        return []
    ways = []
    for place in THINGS[name]:
        if place.endpoint == request.endpoint or not _may_open(place.endpoint):
            continue
        try:
            place.find(db(), district_id, values[name], actor())
        except CoopError:
            continue
        ways.append((str(place.words), url_for(place.endpoint, **{name: values[name]})))
    return ways
