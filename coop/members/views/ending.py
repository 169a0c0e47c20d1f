"""Ending a membership, also by death, putting such a note right, and suspending a member."""

from datetime import date

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.identity.gateways import Post
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.members import actions, queries
from coop.members.forms import EndingForm, SuspensionForm
from coop.members.policy import Ending
from coop.members.views.blueprint import bp
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def _post() -> Post:
    found: Post = current_app.extensions["coop.post"]
    return found


@bp.route("/leden/<int:membership_id>/beeindigen", methods=["GET", "POST"])
@allow(Permission.KEEP_REGISTER)
@posting
def end(membership_id: int) -> ResponseReturnValue:
    """End a membership with its reason."""
    found = queries.membership_in(db(), district().id, membership_id)
    form = EndingForm(on=local_day(now()))
    done = accepted(
        form,
        lambda: actions.end_with_reason(
            db(), actor(), district().id, membership_id, Ending(form.because.data), on=form.on.data, at=now()
        ),
    )
    if done:
        actions.tell_ended(db(), _post(), actor(), done.value, at=now())
        current_app.extensions["coop.follow_endings"](db(), at=now())
        _tell_ended(done.value, form.on.data)
        return see_other("members.member", membership_id=membership_id)
    return page("members/end.html", member=found, form=form)


@bp.post("/leden/<int:membership_id>/leeft")
@allow(Permission.KEEP_REGISTER)
@posting
def undo_death(membership_id: int) -> ResponseReturnValue:
    """A death was noted by mistake."""
    found = actions.undo_death(db(), actor(), district().id, membership_id, at=now())
    tell(_("%(name)s is a member again, and can sign in and get mail from now on.", name=found.name))
    return see_other("members.member", membership_id=membership_id)


@bp.route("/leden/<int:membership_id>/schorsen", methods=["GET", "POST"])
@allow(Permission.ADMIT_MEMBER)
@posting
def suspend(membership_id: int) -> ResponseReturnValue:
    """Suspend a member until a day, or change until when."""
    found, today = queries.membership_in(db(), district().id, membership_id), local_day(now())
    running = queries.suspension_of(db(), found.id, today)
    form = SuspensionForm(until=running.ends_on if running else None, reason=running.reason if running else None)
    done = accepted(
        form,
        lambda: actions.suspend_member(
            db(),
            actor(),
            _post(),
            district().id,
            membership_id,
            until=form.until.data,
            reason=form.reason.data or "",
            at=now(),
        ),
    )
    if done:
        current_app.extensions["coop.follow_endings"](db(), at=now())
        tell(
            _(
                "%(name)s is suspended until %(day)s. Who has an account gets a mail now; send the others a letter.",
                name=found.name,
                day=day(done.value.ends_on),
            )
        )
        return see_other("members.member", membership_id=membership_id)
    return page("members/suspend.html", member=found, form=form, suspension=running)


@bp.post("/leden/<int:membership_id>/schorsing-opheffen")
@allow(Permission.ADMIT_MEMBER)
@posting
def lift_suspension(membership_id: int) -> ResponseReturnValue:
    """This member has every right of a member again."""
    found = actions.lift_suspension(db(), actor(), _post(), district().id, membership_id, at=now())
    tell(_("%(name)s is no longer suspended, and can vote again from today.", name=found.name))
    return see_other("members.member", membership_id=membership_id)


def _tell_ended(member: queries.Membership, on: date) -> None:
    if member.ended_because is Ending.DIED:
        tell(
            _(
                "It is noted that %(name)s died. No mail and no letters go out any more, and nobody can sign in with "
                "the account. Is it a mistake? The board can put it right within 30 days.",
                name=member.name,
            )
        )
        return
    tell(_("The membership of %(name)s ends on %(day)s.", name=member.name, day=day(on)))
