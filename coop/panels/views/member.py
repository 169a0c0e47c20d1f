"""Pages for volunteers and panel members."""

from typing import Any

from flask.typing import ResponseReturnValue

from coop.districts.queries import clusters_of
from coop.kernel.access import Permission
from coop.kernel.errors import NotAllowedError, NotFoundError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import VolunteerForm, score_form
from coop.panels.policy import item_of
from coop.panels.views.base import bp, load, sees_drafts, shown
from coop.web.address import district
from coop.web.forms import EmptyForm, accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/vacatures/<int:procedure_id>/panel", methods=["GET", "POST"])
@allow(Permission.VOLUNTEER_FOR_PANEL)
@posting
def volunteer(procedure_id: int) -> ResponseReturnValue:
    """Join the pool for the draw."""
    found = load(procedure_id)
    mine = queries.my_volunteer(db(), found.id, actor().account_id)
    form = VolunteerForm(obj=mine)
    form.offer_clusters([one.name for one in clusters_of(db(), district().id)])
    done = accepted(
        form,
        lambda: actions.volunteer(
            db(),
            actor(),
            district().id,
            found.id,
            cluster=form.cluster.data or "",
            age_band=form.age_band.data or "",
            experience=form.experience.data or "",
            at=now(),
        ),
    )
    if done:
        tell(_("You are on the list for the draw. You get a message when you are drawn. Until then nothing is asked."))
        return see_other("panels.procedure", procedure_id=found.id)
    return page("panels/volunteer.html", form=form, mine=mine, empty_form=EmptyForm(), **shown(found))


@bp.post("/vacatures/<int:procedure_id>/panel/niet-meer")
@allow(Permission.VOLUNTEER_FOR_PANEL)
@posting
def stop_volunteering(procedure_id: int) -> ResponseReturnValue:
    """Leave the pool."""
    actions.withdraw_volunteer(db(), actor(), district().id, procedure_id)
    tell(_("You are no longer on the list. What you told us for the draw is removed."))
    return see_other("panels.procedure", procedure_id=procedure_id)


@bp.post("/vacatures/<int:procedure_id>/panel/antwoord/<answer>")
@allow(Permission.VOLUNTEER_FOR_PANEL)
@posting
def answer_seat(procedure_id: int, answer: str) -> ResponseReturnValue:
    """Say yes (`ja`) or no (`nee`) to a seat."""
    if answer not in ("ja", "nee"):
        raise NotFoundError(mark("There is no such step."))
    accepts = answer == "ja"
    actions.answer_seat(db(), actor(), district().id, procedure_id, accepts=accepts, at=now())
    tell(
        _("You are on the panel. You get a message when the candidates are known.")
        if accepts
        else _("You said no. Somebody else is asked. Thank you for telling us.")
    )
    return see_other("panels.procedure", procedure_id=procedure_id)


def _own_seat(found: Any) -> Any:
    seat = queries.my_seat(db(), found.id, actor().account_id)
    if seat is None or seat.answer != "accepted":
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    return seat


@bp.get("/vacatures/<int:procedure_id>/scoren")
@allow(Permission.SCORE_CANDIDATES)
def score(procedure_id: int) -> ResponseReturnValue:
    """The candidates by number, and which I have done."""
    found = load(procedure_id)
    seat = _own_seat(found)
    sheets = queries.my_sheets(db(), found.id, seat.id)
    return page(
        "panels/score.html",
        candidates=queries.applications_of(db(), found.id),
        sheets=sheets,
        **shown(found),
    )


@bp.route("/vacatures/<int:procedure_id>/scoren/<int:application_id>", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def score_candidate(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """One candidate: answers by question, my score and evidence per item."""
    found = load(procedure_id)
    seat = _own_seat(found)
    candidate = queries.application_of(db(), district().id, found.id, application_id)
    mine = queries.my_sheets(db(), found.id, seat.id).get(candidate.id)
    form: Any = score_form(found.items)
    if not form.is_submitted() and mine:
        _fill_in(form, mine)
    done = accepted(
        form,
        lambda: actions.submit_scores(
            db(), actor(), district().id, found.id, candidate.id, sheet=_sheet_of(form, found.items), at=now()
        ),
    )
    if done:
        tell(
            _(
                "Your scores for candidate %(number)s are in. Nobody sees them until everybody is ready.",
                number=candidate.number,
            )
        )
        return see_other("panels.score", procedure_id=found.id)
    blocks = [
        (item_of(code), candidate.answers.get(code, ""), form[f"score_{code}"], form[f"evidence_{code}"])
        for code in found.items
    ]
    return page("panels/score_candidate.html", form=form, blocks=blocks, candidate=candidate, mine=mine, **shown(found))


def _sheet_of(form: Any, codes: list[str]) -> dict[str, tuple[int | None, str]]:
    def score_for(code: str) -> int | None:
        given = form[f"score_{code}"].data
        return None if given == "none" else int(given)

    return {code: (score_for(code), form[f"evidence_{code}"].data or "") for code in codes}


def _fill_in(form: Any, sheet: Any) -> None:
    for code, value in sheet.scores.items():
        form[f"score_{code}"].data = "none" if value["score"] is None else str(value["score"])
        form[f"evidence_{code}"].data = value["evidence"]


@bp.post("/vacatures/<int:procedure_id>/scoren/<int:application_id>/terugtreden")
@allow(Permission.SCORE_CANDIDATES)
@posting
def step_back(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """Step back for one candidate, without a reason."""
    actions.step_back(db(), actor(), district().id, procedure_id, application_id, at=now())
    tell(_("You do not score this candidate. Nobody asks why."))
    return see_other("panels.score", procedure_id=procedure_id)


@bp.get("/vacatures/<int:procedure_id>/beraad")
@allow(Permission.SEE_MY_PAGE)
def deliberation(procedure_id: int) -> ResponseReturnValue:
    """All scores beside each other once they are open, where members differ most first."""
    found = load(procedure_id)
    seat = queries.my_seat(db(), found.id, actor().account_id)
    on_panel = seat is not None and seat.answer == "accepted"
    if not on_panel and not (sees_drafts() and actor().may(Permission.MANAGE_PROCEDURE)):
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    return page("panels/deliberation.html", opened=queries.opened(db(), found), item_of=item_of, **shown(found))
