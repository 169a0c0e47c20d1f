"""The draw: asking for volunteers, computing the list in a job, the published list, and the dice."""

import json
from typing import Any

from flask import make_response, request
from flask.typing import ResponseReturnValue

from coop.districts.queries import clusters_of
from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import DiceForm, OpenPoolForm, PaperVolunteerForm, ReasonForm
from coop.panels.policy import EXTRA, FEATURE_WORDS, USUAL, Draw, State, name_on_list, value_words
from coop.panels.views.base import act_page, bp, load, require_state, shown
from coop.rules.sortition import lottery_from
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import download, page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

# Between two looks of a page that looks by itself.
SECONDS = 5


def spread_words(feature: str, value: str) -> str:
    """A group of the spread, like “age: 16 to 29”."""
    return f"{_(FEATURE_WORDS[feature])}: {_(value_words(feature, value))}"


def change_words(change: Any) -> str:
    """One change of the quotas, in words."""
    group = spread_words(change["feature"], change["value"])
    if change["bound"] == "minimum":
        return _("%(group)s: at least %(after)s on the panel instead of %(before)s", group=group, **_bounds(change))
    return _("%(group)s: at most %(after)s on the panel instead of %(before)s", group=group, **_bounds(change))


def _bounds(change: Any) -> dict[str, int]:
    return {"before": change["before"], "after": change["after"]}


@bp.route("/vacatures/<int:procedure_id>/vrijwilligers", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def open_pool(procedure_id: int) -> ResponseReturnValue:
    """Say what is asked of volunteers, and open the list."""
    found = load(procedure_id)
    require_state(found, State.APPROVED)
    form = OpenPoolForm()
    asked = [feature for feature in EXTRA if form[feature].data]
    if accepted(form, lambda: actions.open_pool(db(), actor(), district().id, found.id, features=asked, at=now())):
        tell(_("Residents can volunteer now. When 9 or more have, you have the draw computed."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Invite residents to volunteer")),
        _("Everybody is asked for street, age and help from the team; each may stay unsaid."),
        _("Ask more only when you need it: with six seats, each rule of spread more leaves less of a draw."),
        button=_("Open the list of volunteers"),
    )


@bp.route("/vacatures/<int:procedure_id>/vrijwilligers/papier", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def paper_volunteer(procedure_id: int) -> ResponseReturnValue:
    """Put somebody without e-mail on the list."""
    found = load(procedure_id)
    if request.method == "GET" and not queries.is_pool_open(found):
        raise ConflictError(mark("The list of volunteers for this panel is not open (any more)."))
    form = PaperVolunteerForm()
    form.offer([one.name for one in clusters_of(db(), district().id)], found.features or ())
    asked = [feature for feature in (*USUAL, *EXTRA) if feature in form]
    if accepted(
        form,
        lambda: actions.volunteer_on_paper(
            *(db(), actor(), district().id, found.id),
            name=form.name.data,
            contact=form.contact.data,
            told={feature: form[feature].data or "" for feature in asked},
            at=now(),
        ),
    ):
        tell(_("On the list. Write or call this person when the panel is drawn."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Put somebody without e-mail on the list")),
        _("Only who asked you for it, lives here and is 16 or older. All messages then go by letter or by phone."),
        _("Is this person 16 or 17? Then first ask for a note with a signature of a parent or guardian."),
        button=_("Put this person on the list"),
    )


@bp.get("/vacatures/<int:procedure_id>/loting/voortgang")
@allow(Permission.MANAGE_PROCEDURE)
def draw_progress(procedure_id: int) -> ResponseReturnValue:
    """How far the draw is. Looks again by itself only when asked to: nobody is interrupted while reading."""
    found = load(procedure_id)
    running = queries.running_draw(db(), found.id)
    waits = found.draw is Draw.POOL_FROZEN
    by_itself = request.args.get("vanzelf") == "1" and waits
    changes = [change_words(one) for one in running.relaxation or []] if running else []
    answer = make_response(
        page(
            "panels/draw_progress.html",
            running=running,
            waits=waits,
            by_itself=by_itself,
            changes=changes,
            **shown(found),
        )
    )
    if by_itself:
        answer.headers["Refresh"] = str(SECONDS)
    return answer


@bp.route("/vacatures/<int:procedure_id>/loting/spreiding", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def give_way(procedure_id: int) -> ResponseReturnValue:
    """Let the smallest change of the quotas count, with a public reason."""
    found = load(procedure_id)
    running = queries.running_draw(db(), found.id)
    if running is None or not running.relaxation or found.draw is not Draw.POOL_OPEN:
        raise ConflictError(mark("There is no change of the spread to decide on now."))
    form = ReasonForm()
    if accepted(
        form,
        lambda: actions.let_quotas_give_way(db(), actor(), district().id, found.id, reason=form.reason.data, at=now()),
    ):
        tell(_("Noted, and public. Now close the list of volunteers again, to have the draw computed."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Let a rule of spread give way")),
        _("This is the smallest change with which a panel can be drawn:"),
        *(f"{change_words(one)}." for one in running.relaxation),
        button=_("Let this change count"),
    )


@bp.get("/vacatures/<int:procedure_id>/loting")
@public
def lottery(procedure_id: int) -> ResponseReturnValue:
    """The published draw, and how anybody can check it."""
    found = load(procedure_id)
    account_id = actor().account_id
    panels = queries.lottery_of(db(), district().id, found.id)
    mine = queries.my_volunteer(db(), found.id, account_id) if account_id else None
    drawn = panels[int(found.dice)] if panels and found.dice else None
    return page(
        "panels/lottery.html",
        **shown(found),
        published=bool(panels),
        sample=_around(panels, int(found.dice) if drawn else None),
        drawn=drawn,
        total=len(panels),
        mine=mine,
        quotas=[(spread_words(one["feature"], one["value"]), one["min"], one["max"]) for one in found.quotas or []],
        given_way=[change_words(one) for one in found.given_way or []],
        volunteers=queries.volunteer_count(db(), found.id),
        span=_span(found, panels) if panels else None,
    )


def _chances(found: Any, panels: list[list[str]]) -> dict[str, int]:
    """On how many of the 1,000 panels each name of the list stands; the names outlive who had them."""
    places = range(1, queries.volunteer_count(db(), found.id) + 1)
    return dict(lottery_from(panels, "", map(name_on_list, places)).chances)


def _span(found: Any, panels: list[list[str]]) -> tuple[int, int]:
    """The smallest and the largest chance, in 1,000; of nobody by name."""
    chances = _chances(found, panels).values()
    return min(chances), max(chances)


def _around(panels: list[list[str]], thrown: int | None) -> list[tuple[int, list[str]]]:
    """Lines of the list with their numbers: the thrown one first, then those beside it; before the throw the first."""
    first = 0 if thrown is None else max(0, min(thrown - 2, len(panels) - 5))
    lines = list(enumerate(panels))[first : first + 5]
    return sorted(lines, key=lambda line: line[0] != thrown)


@bp.get("/vacatures/<int:procedure_id>/loting.json")
@public
def lottery_file(procedure_id: int) -> ResponseReturnValue:
    """The list as a file, for the checking script and `coop draw verify`."""
    found = load(procedure_id)
    panels = queries.lottery_of(db(), district().id, found.id)
    if not panels:
        raise ConflictError(mark("The list for this draw is not published yet."))
    chances = {name: chance / len(panels) for name, chance in _chances(found, panels).items()}
    content = {
        "panels": panels,
        "sha256": found.lottery_sha256,
        "chances": chances,
        "min_chance": min(chances.values()),
        "algorithm": found.algorithm,
        "quotas": found.quotas,
    }
    return download(json.dumps(content), f"loting-{found.id}.json", "application/json")


@bp.route("/vacatures/<int:procedure_id>/dobbelstenen", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def dice(procedure_id: int) -> ResponseReturnValue:
    """Enter the public throw."""
    found = load(procedure_id)
    if request.method == "GET" and found.draw is not Draw.LIST_PUBLISHED:
        require_state(found)
    form = DiceForm()
    done = accepted(
        form,
        lambda: actions.record_dice(
            db(),
            actor(),
            district().id,
            found.id,
            dice=form.dice.data,
            place=form.place.data,
            witnesses=form.witnesses.data,
            at=now(),
        ),
    )
    if done:
        tell(_("The panel is drawn. Everybody who was drawn gets a message and can say yes or no."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Enter the dice")),
        _("Three ten-sided dice name one of the 1,000 panels. Throw them in public."),
        button=_("Record this throw"),
    )
