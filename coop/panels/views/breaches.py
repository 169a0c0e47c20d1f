"""Somebody of the panel did not keep silent: the record, and the 72 hours of the data protection authority."""

from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import AMSTERDAM
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import JudgeForm, breach_form
from coop.panels.policy import ACTIVE, SeatState, State, is_late, report_before
from coop.panels.views.base import act_page, bp, load
from coop.web.address import district, url_for
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/vacatures/<int:procedure_id>/leden/<int:seat_id>/geheimhouding", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def note_breach(procedure_id: int, seat_id: int) -> ResponseReturnValue:
    """The secretary notes that a member told what should have stayed inside."""
    found = load(procedure_id)
    seat = queries.seat_of(db(), district().id, found.id, seat_id)
    if found.state is State.ERASED:
        raise ConflictError(mark("This procedure is finished."))
    rows = [(one.id, _("Candidate %(number)s", number=one.number)) for one in queries.applications_of(db(), found.id)]
    form: Any = breach_form(rows)
    # Of a panel that is finished, or a seat that is empty, nobody can go any more.
    is_running = found.state in ACTIVE or found.state is State.SUSPENDED
    leaves = is_running and seat.answer in (SeatState.ACCEPTED, SeatState.WAITING)
    if accepted(
        form,
        lambda: actions.note_breach(
            *(db(), actor(), district().id, found.id),
            seat_id=seat.id,
            known_at=datetime.combine(form.day.data, form.time.data, AMSTERDAM),
            place=form.place.data,
            text=form.text.data,
            application_ids=[int(one) for one in form.whom.data],
            at=now(),
        ),
    ):
        tell(
            _(
                "It is in the record. The candidates, the privacy officer and the board get a message now. Write or "
                "call candidates without e-mail."
            )
            + (" " + _("The member is off the panel.") if leaves else "")
        )
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Seat %(number)s did not keep silent", number=seat.rank)),
        _("First have it taken down where it stands. Then note it here, at once: 72 hours run from when we knew."),
        _("The member goes off the panel. Before the interviews a reserve is asked.")
        if leaves
        else _("Nobody leaves: this panel is finished, or this person is off it already."),
        _(
            "Each candidate whom it is about gets a message. Privacy officer and board decide whether the data "
            "protection authority is told."
        ),
        button=_("Put this in the record"),
    )


@bp.get("/vacatures/voorvallen")
@allow(Permission.JUDGE_BREACH)
def breaches() -> ResponseReturnValue:
    """The record of breaches of secrecy."""
    rows = [
        (one, queries.procedure_of(db(), district().id, one.procedure_id, drafts=True).title)
        for one in queries.breaches_of(db(), district().id)
    ]
    return page("panels/breaches.html", rows=rows, report_before=report_before, late=lambda at: is_late(at, now()))


@bp.route("/vacatures/<int:procedure_id>/voorvallen/<int:breach_id>", methods=["GET", "POST"])
@allow(Permission.JUDGE_BREACH)
@posting
def breach(procedure_id: int, breach_id: int) -> ResponseReturnValue:
    """One breach, with its clock and the question whether the authority is told."""
    found = load(procedure_id)
    row = queries.breach_of(db(), district().id, found.id, breach_id)
    form = JudgeForm()
    if accepted(
        form,
        lambda: actions.judge_breach(
            *(db(), actor(), district().id, found.id),
            breach_id=row.id,
            reported=form.reported.data == "yes",
            grounds=form.grounds.data,
            at=now(),
        ),
    ):
        tell(_("It is in the record, with your reasons. Nobody is asked about it any more."))
        return see_other("panels.breaches")
    until, at = report_before(row.known_at), now()
    return page(
        "panels/breach.html",
        form=form,
        procedure=found,
        one=row,
        until=until,
        late=is_late(row.known_at, at),
        hours_left=int((until - at).total_seconds() // 3600),
        back=url_for("panels.breaches"),
    )
