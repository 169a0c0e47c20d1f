"""Taking the second step away from who lost phone and paper, by two people."""

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.identity.gateways import Post
from coop.kernel.access import Permission
from coop.members import actions, queries
from coop.members.forms import RescueForm
from coop.members.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def _post() -> Post:
    found: Post = current_app.extensions["coop.post"]
    return found


@bp.route("/functies/tweede-stap", methods=["GET", "POST"])
@allow(Permission.RESCUE_ACCOUNT)
@posting
def rescues() -> ResponseReturnValue:
    """What waits for a second person, and asking it for somebody."""
    form = RescueForm()
    done = accepted(
        form,
        lambda: actions.ask_second_step_off(
            db(),
            actor(),
            _post(),
            district().id,
            email=form.email.data or "",
            reason=form.reason.data or "",
            at=now(),
        ),
    )
    if done:
        tell(_("Asked. Nothing changes before a second person agrees, within seven days. The person gets a mail now."))
        return see_other("members.rescues")
    waiting = queries.rescues_waiting(db(), district().id, now())
    names = queries.names_of(db(), [number for one in waiting for number in (one.account_id, one.asked_by)])
    return page("members/rescues.html", form=form, waiting=waiting, names=names)


@bp.post("/functies/tweede-stap/<int:rescue_id>/instemmen")
@allow(Permission.RESCUE_ACCOUNT)
@posting
def confirm_rescue(rescue_id: int) -> ResponseReturnValue:
    """Agree as a second person."""
    actions.confirm_second_step_off(db(), actor(), _post(), district().id, rescue_id, at=now())
    tell(_("The second step is taken away. This person signs in with one step now, and gets a mail about it."))
    return see_other("members.rescues")


@bp.post("/functies/tweede-stap/<int:rescue_id>/terugnemen")
@allow(Permission.RESCUE_ACCOUNT)
@posting
def drop_rescue(rescue_id: int) -> ResponseReturnValue:
    """Put the request aside."""
    actions.drop_second_step_off(db(), actor(), district().id, rescue_id, at=now())
    tell(_("The request is put aside. The second step stays."))
    return see_other("members.rescues")
