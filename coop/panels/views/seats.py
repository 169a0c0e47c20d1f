"""Pages of the secretary about one member of the panel: taking somebody off, paper sheets, paper votes."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import ChosenForm, RemoveForm, paper_form, strike_form, vote_form
from coop.panels.policy import FINISHED, POOL_USED_UP, AppState, SeatState, State
from coop.panels.views.base import act_page, bp, load, require_state
from coop.panels.views.deliberation import heard_names
from coop.panels.views.scoring import sheet_from
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _


def _seat(found: Any, seat_id: int) -> Any:
    seat = queries.seat_of(db(), district().id, found.id, seat_id)
    if found.state in FINISHED:
        raise ConflictError(mark("This procedure is finished."))
    return seat


def _numbered(rows: list[Any]) -> list[tuple[int, str]]:
    return [(one.id, _("Candidate %(number)s", number=one.number)) for one in rows]


@bp.route("/vacatures/<int:procedure_id>/leden/gekozen", methods=["GET", "POST"])
@allow(Permission.APPROVE_PROCEDURE)
@posting
def choose_member(procedure_id: int) -> ResponseReturnValue:
    """The board writes down whom the members' meeting chose."""
    found = load(procedure_id)
    if request.method == "GET" and not actions.needs_meeting(queries.facts_of(db(), found), now()):
        raise ConflictError(POOL_USED_UP.refusal)
    form = ChosenForm()
    if accepted(
        form,
        lambda: actions.choose_member(
            *(db(), actor(), district().id, found.id),
            name=form.name.data,
            contact=form.contact.data,
            chosen_on=form.chosen_on.data,
            reason=form.reason.data,
            at=now(),
        ),
    ):
        tell(
            _(
                "Noted. With an account here this person gets a message and says yes or no; else the secretary writes "
                "or calls. Everybody can read that the meeting chose, and why."
            )
        )
        warn_of_marks(form.reason.data)
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Write down whom the members' meeting chose")),
        _("Everybody on the list was asked, and fewer than 4 people who were drawn are left."),
        _("Fill this in once for each person. Board, team and secretary cannot be on the panel."),
        button=_("Write this person down"),
    )


@bp.route("/vacatures/<int:procedure_id>/leden/<int:seat_id>", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def remove_member(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """Take somebody off the panel."""
    found = load(procedure_id)
    seat = _seat(found, seat_id)
    form = RemoveForm()
    if accepted(
        form,
        lambda: actions.remove_member(
            *(db(), actor(), district().id, found.id), seat_id=seat.id, reason=form.reason.data, at=now()
        ),
    ):
        tell(_("The seat is empty. Before the interviews the next reserve is asked by itself."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Take seat %(number)s off the panel", number=seat.rank)),
        _("For example: moved away, no answer, talked in public about a candidate. Name no person."),
        button=_("Take this member off the panel"),
    )


@bp.route("/vacatures/<int:procedure_id>/leden/<int:seat_id>/papier", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def paper_sheet(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """Type a score sheet from paper; a second person types it once more."""
    found = load(procedure_id)
    seat = _seat(found, seat_id)
    phase = actions.phase_of(found)
    rows = queries.applications_of(db(), found.id)
    if phase == queries.SCREENING:
        mine = [one for one in rows if one.state is AppState.ADMITTED]
    else:
        judges = queries.judges_of(db(), found)
        mine = [one for one in rows if seat.id in judges.get(one.id, set())]
    form: Any = paper_form(found.items, _numbered(mine))
    done = accepted(
        form,
        lambda: actions.type_paper_sheet(
            *(db(), actor(), district().id, found.id, int(form.application.data)),
            seat_id=seat.id,
            sheet=sheet_from(form, found.items),
            at=now(),
        ),
    )
    if done:
        tell(
            _("Both typed the same: it is handed in. Keep the paper in a closed envelope until all data are erased.")
            if done.value.checked_at
            else _("Typed. It counts when a second person has typed the same scores. You do not see it again.")
        )
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Type the paper sheet of seat %(number)s", number=seat.rank)),
        _("The member signed it. Another person types it once more, without seeing what you typed."),
        _("If this member hands in a sheet on the site too, that one counts. You do not see whether that is so."),
        button=_("Save this sheet"),
    )


@bp.route("/vacatures/<int:procedure_id>/leden/<int:seat_id>/doorhalen", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def strike(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """A conflict or an unlawful remark came out later."""
    found = load(procedure_id)
    seat = _seat(found, seat_id)
    require_state(found, State.INTERVIEWING, State.SCORING, State.DELIBERATION)
    rows = [
        one for one in queries.applications_of(db(), found.id) if one.state in (AppState.INVITED, AppState.INTERVIEWED)
    ]
    form: Any = strike_form(_numbered(rows))
    if accepted(
        form,
        lambda: actions.strike_sheet(
            *(db(), actor(), district().id, found.id, int(form.application.data)),
            seat_id=seat.id,
            reason=form.reason.data,
            tells=form.tells.data,
            at=now(),
        ),
    ):
        tell(
            _(
                "These scores count for nothing any more. Your reason is at what happened so far. The member gets a "
                "message. When fewer than 4 can vote the procedure stops by itself."
            )
        )
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Strike scores of seat %(number)s", number=seat.rank)),
        _("When a conflict or a remark against the law comes out after scoring. The scores stay in the file, struck."),
        _("Everybody can read the reason. Name no member and no candidate, and nothing that tells who gets help."),
        button=_("Strike these scores"),
        order=("application", "reason", "tells"),
    )


@bp.route("/vacatures/<int:procedure_id>/leden/<int:seat_id>/stem", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def paper_vote(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """Enter a vote from paper."""
    found = load(procedure_id)
    seat = _seat(found, seat_id)
    require_state(found, State.DELIBERATION)
    if seat.answer is not SeatState.ACCEPTED:
        raise ConflictError(mark("Only for somebody who is on the panel."))
    form: Any = vote_form(heard_names(found))
    if accepted(
        form,
        lambda: actions.vote(
            *(db(), actor(), district().id, found.id),
            approved=[int(one) for one in form.approved.data or []],
            first=None if form.first.data == "none" else int(form.first.data),
            seat_id=seat.id,
            at=now(),
        ),
    ):
        tell(_("The first vote of this member counts, and only that one. Destroy the paper now."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Enter the paper vote of seat %(number)s", number=seat.rank)),
        _("The member filled it in alone and folded it. It is kept as a count only."),
        _(
            "Did this member vote already? Then that first vote stays and this one does not count. "
            "You do not see which."
        ),
        button=_("Hand in this vote"),
    )
