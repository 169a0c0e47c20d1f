"""Stopping a procedure for a while or for good, and going on."""

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.panels import actions
from coop.panels.forms import (
    ReasonForm,
)
from coop.panels.policy import ACTIVE, State
from coop.panels.views.base import act_page, bp, load, require_state
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/vacatures/<int:procedure_id>/intrekken", methods=["GET", "POST"])
@allow(Permission.APPROVE_PROCEDURE)
@posting
def cancel(procedure_id: int) -> ResponseReturnValue:
    """Call the procedure off, with a reason."""
    found = load(procedure_id)
    require_state(
        found,
        *(State.DRAFT, State.PROFILE_REVIEW, State.SUSPENDED),
        *ACTIVE[: ACTIVE.index(State.PANEL_DECIDED)],
    )
    form = ReasonForm()
    done = accepted(
        form, lambda: actions.cancel(db(), actor(), district().id, found.id, reason=form.reason.data, at=now())
    )
    if done:
        tell(_("The vacancy is called off. The reason is on its page. The secretary writes to the candidates."))
        return see_other("panels.procedure", procedure_id=found.id)
    return act_page(
        *(found, form, _("Call this vacancy off")),
        _("Everybody can read the reason."),
        button=_("Call the vacancy off"),
    )


@bp.route("/vacatures/<int:procedure_id>/opschorten", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def suspend(procedure_id: int) -> ResponseReturnValue:
    """Stop everything for a while."""
    found = load(procedure_id)
    if not actor().may(Permission.APPROVE_PROCEDURE):
        actor().require(Permission.MANAGE_PROCEDURE)
    require_state(found, State.SUSPENDED, *ACTIVE)
    form = ReasonForm()
    if accepted(
        form, lambda: actions.suspend(db(), actor(), district().id, found.id, reason=form.reason.data, at=now())
    ):
        tell(_("The procedure is suspended and all terms stop. Candidates get a message."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Suspend this procedure")),
        _("Everything stops for 14 days at most. Terms go on later with the time that was left."),
        button=_("Suspend this procedure"),
    )


@bp.route("/vacatures/<int:procedure_id>/hervatten", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def resume(procedure_id: int) -> ResponseReturnValue:
    """Go on."""
    found = load(procedure_id)
    require_state(found, State.SUSPENDED)
    form = ReasonForm()
    if accepted(
        form, lambda: actions.resume(db(), actor(), district().id, found.id, reason=form.reason.data, at=now())
    ):
        tell(_("The procedure goes on. Panel and candidates get a message."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Let the procedure go on")),
        _("Say how the cause was solved. All terms go on with the time that was left."),
        button=_("Let the procedure go on"),
    )


@bp.route("/vacatures/<int:procedure_id>/opnieuw-horen", methods=["GET", "POST"])
@allow(Permission.MANAGE_PROCEDURE)
@posting
def hear_again(procedure_id: int) -> ResponseReturnValue:
    """Too few can vote: all candidates are heard again."""
    found = load(procedure_id)
    require_state(found, State.SUSPENDED)
    form = ReasonForm()
    if accepted(
        form, lambda: actions.hear_again(db(), actor(), district().id, found.id, reason=form.reason.data, at=now())
    ):
        tell(
            _(
                "The first interviews count for nothing. Ask reserves for the empty seats below. Members say whom they "
                "know too well; then you plan the interviews. Panel and candidates get a message now."
            )
        )
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Have all candidates heard again")),
        _("All candidates are heard again, or none: that is fair. What was written of the first talks is erased."),
        _(
            "After that reserves can come in, and members say whom they know. Candidates get a message now, and an "
            "invitation at least 7 days ahead."
        ),
        _("Everybody can read the reason. Name no person."),
        button=_("Have all candidates heard again"),
    )
