"""Stopping a procedure for a while or for good, and going on."""

from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.panels import actions, queries
from coop.panels.forms import ReasonForm, put_back_form
from coop.panels.policy import ACTIVE, READING, State
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


@bp.route("/vacatures/<int:procedure_id>/weer-mee", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def put_back(procedure_id: int) -> ResponseReturnValue:
    """Somebody who was refused early, and whose complaint is founded, takes part again."""
    found = load(procedure_id)
    if not actor().may(Permission.APPROVE_PROCEDURE):
        actor().require(Permission.MANAGE_PROCEDURE)
    require_state(found, State.SUSPENDED)
    rows = queries.wronged_of(db(), found.id)
    lead, more, told = _how_it_goes_on(found.suspended_from)
    form: Any = put_back_form([(one.id, _("Candidate %(number)s", number=one.number)) for one in rows])
    done = accepted(
        form,
        lambda: actions.put_back(
            *(db(), actor(), district().id, found.id),
            application_id=int(form.application.data),
            reason=form.reason.data,
            at=now(),
        ),
    )
    if done:
        tell(told)
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Let a candidate take part again")),
        *(lead, more),
        _("Everybody can read the reason. Name no person."),
        button=_("Let this candidate take part"),
    )


def _how_it_goes_on(since: str | None) -> tuple[str, str, str]:
    """Two sentences before it is done, and what is said after it."""
    if since in READING:
        return (
            _("The panel reads this application too. What it wrote about the others stays."),
            _("First you take out of the answers who it is. Then all members have 10 days to read."),
            _("Candidate and panel get a message. Take out of the answers who it is. Then let the panel read them."),
        )
    heard = _("The candidate is heard with the others, without being compared with them first.")
    if since == State.SHORTLIST_SET:
        told = _("The candidate is on the shortlist. Candidate and panel get a message. Show the panel the names next.")
        return heard, _("The others stay on the shortlist."), told
    told = _("Candidate and panel get a message. Members say whom they know. Then you plan the interviews.")
    if since == State.DELIBERATION:
        return heard, _("The scores of the others are open. So all candidates are heard again."), told
    return heard, _("Talks that were held stay. Talks that were planned get a new moment."), told
