"""What is asked of the complaints committee: by secretary or board, on its private page, and on paper."""

import secrets
from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.panels import actions, queries
from coop.panels.forms import DecisionRulingForm, ReasonForm, RulingForm
from coop.panels.policy import ACTIVE, Event, State
from coop.panels.views.base import act_page, bp, load, require_state, shown
from coop.panels.views.paper import whole_address
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _, lazy

_RULED: Mapping[str, Any] = {
    Event.RESUME: lazy(
        "Your ruling is recorded and public. The decision stands. Board, panel and candidates hear it now."
    ),
    Event.DELIBERATE_AGAIN: lazy(
        "Your ruling is recorded and public. The panel deliberates and votes again. Panel and candidates hear it now."
    ),
    Event.ANNUL: lazy(
        "Your ruling is recorded and public. The procedure has ended. The secretary writes to every candidate."
    ),
}


@bp.route("/vacatures/<int:procedure_id>/aan-de-commissie", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def ask_committee(procedure_id: int) -> ResponseReturnValue:
    """Something came out after the decision: the complaints committee looks at it."""
    found = load(procedure_id)
    if not actor().may(Permission.APPROVE_PROCEDURE):
        actor().require(Permission.MANAGE_PROCEDURE)
    require_state(found, State.PANEL_DECIDED, State.RATIFICATION, State.EMPLOYER_CONFIRMATION, State.UNFILLED)
    form = ReasonForm()
    key = secrets.token_urlsafe(24)
    done = accepted(
        form,
        lambda: actions.ask_committee(
            *(db(), actor(), district().id, found.id), reason=form.reason.data, committee_token=key, at=now()
        ),
    )
    if done:
        tell(_("The committee rules within 10 days. Until then all terms stop. Panel and candidates get a message."))
        return see_other("panels.manage", procedure_id=found.id)
    return act_page(
        *(found, form, _("Ask the complaints committee to look")),
        _("The employer refused the candidate of the panel, and nobody is next. The committee tests that ground.")
        if found.state is State.UNFILLED
        else _(
            "For what came out after the panel decided. For example: a member of the panel knew a candidate too well."
        ),
        _(
            "Everything stops for 10 days at most. The committee says whether the decision stands, the panel "
            "deliberates again, or the procedure ends."
        ),
        _("Everybody can read the reason. Name no person."),
        button=_("Ask the committee"),
    )


@bp.route("/vacatures/<int:procedure_id>/commissie/<token>", methods=["GET", "POST"])
@public
@posting
def committee_page(procedure_id: int, token: str) -> ResponseReturnValue:
    """The private page of the committee: complaints, and the decision that it is asked to look at."""
    found = queries.procedure_by_key(db(), district().id, procedure_id, "committee", token)
    rows = queries.complaints_of(db(), found.id)
    waiting = next((one for one in rows if one.ruled_at is None), None)
    asked = queries.asked_of_committee(db(), found)
    form: Any = RulingForm() if waiting else DecisionRulingForm()
    if request.method == "POST" and not waiting and not asked:
        raise NotFoundError(mark("There is no such step."))
    if accepted(form, lambda: _rule(found, form, waiting)):
        told = _("Your ruling is recorded. Who complained, the panel and the secretary can read it.")
        tell(told if waiting else _RULED[form.ruling.data])
        return see_other("panels.committee_page", procedure_id=found.id, token=token)
    return page(
        "panels/committee.html",
        waiting=waiting,
        asked=asked,
        runs=found.state in ACTIVE,
        ruled=[one for one in rows if one.ruled_at is not None],
        form=form,
        **shown(found),
    )


def _rule(found: Any, form: Any, waiting: Any) -> Any:
    if waiting:
        return actions.rule_on_complaint(
            *(db(), district().id, found.id),
            complaint_id=waiting.id,
            founded=form.founded.data == "yes",
            ruling=form.ruling.data,
            at=now(),
        )
    ruling = Event(form.ruling.data)
    return actions.rule_on_decision(
        *(db(), district().id, found.id), ruling=ruling, reasons=form.reasons.data, at=now()
    )


@bp.get("/vacatures/<int:procedure_id>/brief/commissie")
@allow(Permission.MANAGE_PROCEDURE)
def committee_letter(procedure_id: int) -> ResponseReturnValue:
    """What waits for the complaints committee, to print, sign and send back."""
    found = load(procedure_id)
    if not found.committee_token:
        raise NotFoundError(mark("Nothing is asked of the complaints committee yet."))
    return page(
        "panels/committee_letter.html",
        waiting=next((one for one in queries.complaints_of(db(), found.id) if one.ruled_at is None), None),
        asked=queries.asked_of_committee(db(), found),
        choices=[one.label for one in DecisionRulingForm().ruling.choices],
        private=whole_address("panels.committee_page", found, found.committee_token),
        today=now(),
        **shown(found),
    )
