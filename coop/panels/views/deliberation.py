"""Deliberating, changing scores once, voting, and minority opinions."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission, Role
from coop.kernel.errors import ConflictError, NotAllowedError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import TextForm, amend_form, vote_form
from coop.panels.policy import SeatState, State, item_of
from coop.panels.views.base import act_page, bp, load, require_state, shown
from coop.panels.views.member import own_seat
from coop.panels.views.scoring import fill_in, sheet_from
from coop.web.address import district, url_for
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _


@bp.get("/vacatures/<int:procedure_id>/beraad")
@allow(Permission.SEE_MY_PAGE)
def deliberation(procedure_id: int) -> ResponseReturnValue:
    """All scores beside each other once they are open, where members differ most first."""
    found = load(procedure_id)
    seat = queries.my_seat(db(), found.id, actor().account_id)
    on_panel = seat is not None and seat.answer is SeatState.ACCEPTED
    is_secretary = actor().has(Role.SECRETARY)
    if not on_panel and not is_secretary:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    rows = queries.opened(db(), found)
    voters = queries.voters_of(db(), found) if found.state is State.DELIBERATION else []
    placed = {one["number"] for one in found.earlier or ()}
    mine = {number for number, _sheet in _my_open_sheets(found, seat)} - placed if on_panel else set()
    everybody = queries.applications_of(db(), found.id)
    return page(
        "panels/deliberation.html",
        opened=rows,
        agreement=queries.agreement_of(rows),
        item_of=item_of,
        is_secretary=is_secretary,
        may_vote=on_panel and seat is not None and seat.id in {one.id for one in voters},
        has_voted=seat is not None and seat.voted_round >= found.rounds,
        deliberating=found.state is State.DELIBERATION,
        can_write=found.state in (State.DELIBERATION, State.PANEL_DECIDED) and on_panel,
        mine=mine,
        placed=placed,
        ids={one.number: one.id for one in everybody},
        names={one.number: one.name for one in everybody if one.erased_at is None},
        **shown(found),
    )


def heard_names(found: Any) -> dict[int, str]:
    """Who can be voted for, as members and the secretary read it: by number, with the name that they know by now."""
    names = {one.number: one.name for one in queries.applications_of(db(), found.id)}
    return {
        number: _("Candidate %(number)s: %(name)s", number=number, name=names[number])
        for number in actions.heard(db(), found)
    }


def _beside(found: Any, form: Any, title: str, *lead: str, button: str) -> ResponseReturnValue:
    """A page with one form, from which one goes back to the scores beside each other."""
    back = url_for("panels.deliberation", procedure_id=found.id), _("The scores beside each other")
    return act_page(found, form, title, *lead, button=button, back=back)


def _my_open_sheets(found: Any, seat: Any) -> list[tuple[int, Any]]:
    numbers = {one.id: one.number for one in queries.applications_of(db(), found.id)}
    sheets = queries.my_sheets(db(), found.id, seat.id, queries.INTERVIEW)
    return [
        (numbers[key], sheet)
        for key, sheet in sheets.items()
        if sheet.amended is None and not sheet.stepped_back and not sheet.struck
    ]


@bp.route("/vacatures/<int:procedure_id>/beraad/<int:application_id>/aanpassen", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def amend(procedure_id: int, application_id: int) -> ResponseReturnValue:
    """Change one's own scores once, after the opening."""
    found = load(procedure_id)
    seat = own_seat(found)
    candidate = queries.application_of(db(), district().id, found.id, application_id)
    require_state(found, State.DELIBERATION)
    sheet = queries.my_sheets(db(), found.id, seat.id, queries.INTERVIEW).get(candidate.id)
    form: Any = amend_form(found.items)
    if sheet is None or sheet.amended is not None or sheet.stepped_back:
        raise ConflictError(mark("Scores can change once only. Ask the secretary to write your remark down."))
    if not form.is_submitted():
        fill_in(form, sheet.scores)
    if accepted(
        form,
        lambda: actions.amend_scores(
            *(db(), actor(), district().id, found.id, candidate.id),
            sheet=sheet_from(form, found.items),
            reason=form.reason.data,
            at=now(),
        ),
    ):
        tell(_("Your new scores stand beside the first ones. They cannot change any more."))
        return see_other("panels.deliberation", procedure_id=found.id)
    return _beside(
        *(found, form, _("Change your scores for candidate %(number)s", number=candidate.number)),
        _("You can do this once. The panel sees both versions and your reason."),
        button=_("Save my new scores"),
    )


@bp.route("/vacatures/<int:procedure_id>/stem", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def vote(procedure_id: int) -> ResponseReturnValue:
    """The secret vote of a member."""
    found = load(procedure_id)
    seat = own_seat(found)
    require_state(found, State.DELIBERATION)
    if request.method == "GET" and seat.voted_round >= found.rounds:
        raise ConflictError(mark("You have voted already. A vote is kept as a count, so it cannot change."))
    form: Any = vote_form(heard_names(found))
    if accepted(
        form,
        lambda: actions.vote(
            *(db(), actor(), district().id, found.id),
            approved=[int(one) for one in form.approved.data or []],
            first=None if form.first.data == "none" else int(form.first.data),
            at=now(),
        ),
    ):
        tell(_("Your vote is counted. Only counts are kept: no page shows who chose whom. Your vote cannot change."))
        return see_other("panels.deliberation", procedure_id=found.id)
    return _beside(
        *(found, form, _("Vote on the candidates")),
        _(
            "No page shows who chose whom, also not later. Who has a majority behind them and most first choices is "
            "chosen. Only who manages the server could see the counts change at the moment that you vote."
        ),
        _("You vote once. After that your vote cannot change."),
        button=_("Cast my vote"),
    )


@bp.route("/vacatures/<int:procedure_id>/mening", methods=["GET", "POST"])
@allow(Permission.SCORE_CANDIDATES)
@posting
def opinion(procedure_id: int) -> ResponseReturnValue:
    """Write a minority opinion."""
    found = load(procedure_id)
    own_seat(found)
    require_state(found, State.DELIBERATION, State.PANEL_DECIDED)
    form = TextForm()
    if accepted(
        form,
        lambda: actions.write_opinion(db(), actor(), district().id, found.id, text=form.text.data, at=now()),
    ):
        tell(_("Your opinion is published with the decision, without your name."))
        warn_of_marks(form.text.data)
        return see_other("panels.deliberation", procedure_id=found.id)
    return _beside(
        *(found, form, _("Write down another opinion")),
        _("Do you see it differently from the majority? Everybody can read it beside the decision, without your name."),
        _("Write nothing that points to a person."),
        button=_("Save my opinion"),
    )
