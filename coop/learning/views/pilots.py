"""Screens of pilots in two unlike neighbourhoods."""

from flask.typing import ResponseReturnValue

from coop.districts.queries import all_districts
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.learning import actions, policy, queries
from coop.learning.actions import Plan
from coop.learning.forms import EndPilotForm, FindingForm, PilotForm
from coop.learning.views.base import WORKS, bp
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import accepted, options
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/proef/nieuw", methods=["GET", "POST"])
@allow(Permission.RELEASE_REPORT)
@posting
def start_pilot() -> ResponseReturnValue:
    """Start a pilot with another neighbourhood."""
    others = {one.slug: one for one in all_districts(db()) if one.id != district().id}
    form = PilotForm()
    form.other.choices = options((slug, one.name) for slug, one in others.items())
    done = accepted(
        form,
        lambda: actions.start_pilot(
            db(),
            actor(),
            district().id,
            others[form.other.data].id,
            plan=Plan(form.title.data, form.question.data, form.unlike.data, form.starts_on.data),
            at=now(),
        ),
    )
    if done:
        tell(_("The board of the other neighbourhood gets mail and says whether it takes part. You get mail then too."))
        return see_other("learning.pilot", pilot_id=done.value.id)
    return page("learning/start_pilot.html", form=form)


@bp.get("/proef/<int:pilot_id>")
@public
def pilot(pilot_id: int) -> ResponseReturnValue:
    """A pilot, and what both neighbourhoods found."""
    found = queries.pilot_of(db(), district().id, pilot_id)
    twin = queries.twin_of(db(), found)
    today = local_day(now())
    if found.agreed_at is None and not actor().may(WORKS):
        # What others ask of a neighbourhood is public there once it takes part.
        raise NotFoundError(mark("There is no such pilot in this neighbourhood."))
    return page(
        "learning/pilot.html",
        pilot=found,
        twin=twin,
        other=queries.name_of(db(), found.other_id),
        state=queries.state_of(found, twin, today),
        due_on=policy.finding_due_on(found.review_on),
        today=today,
    )


@bp.post("/proef/<int:pilot_id>/meedoen")
@allow(Permission.RELEASE_REPORT)
@posting
def agree_to_pilot(pilot_id: int) -> ResponseReturnValue:
    """The neighbourhood that was asked takes part."""
    found = actions.agree_to_pilot(db(), actor(), district().id, pilot_id, at=now())
    tell(
        _(
            "Your neighbourhood takes part. Both teams get mail. On %(day)s both write what they found.",
            day=day(found.review_on),
        )
    )
    return see_other("learning.pilot", pilot_id=pilot_id)


@bp.route("/proef/<int:pilot_id>/stoppen", methods=["GET", "POST"])
@allow(Permission.RELEASE_REPORT)
@posting
def end_pilot(pilot_id: int) -> ResponseReturnValue:
    """Say no, take the question back, or end a pilot early."""
    found, form = queries.pilot_of(db(), district().id, pilot_id), EndPilotForm()
    done = accepted(
        form,
        lambda: actions.end_pilot(db(), actor(), district().id, pilot_id, reason=form.reason.data, at=now()),
    )
    if done:
        tell(_("The pilot has ended. The other neighbourhood gets mail. Your reason stands on its page."))
        return see_other("learning.pilot", pilot_id=pilot_id)
    return page("learning/end_pilot.html", form=form, pilot=found)


@bp.route("/proef/<int:pilot_id>/bevinding", methods=["GET", "POST"])
@allow(WORKS)
@posting
def finding(pilot_id: int) -> ResponseReturnValue:
    """What this neighbourhood found."""
    found = queries.pilot_of(db(), district().id, pilot_id)
    form = FindingForm(data={"finding": found.finding, "keeps": found.keeps})
    done = accepted(
        form,
        lambda: actions.write_finding(
            db(), actor(), district().id, pilot_id, finding=form.finding.data, keeps=form.keeps.data, at=now()
        ),
    )
    if done:
        tell(
            _(
                "Your finding is kept. Everybody reads it when the other neighbourhood wrote its own, and after "
                "%(day)s in any case.",
                day=day(policy.finding_due_on(found.review_on)),
            )
        )
        return see_other("learning.pilot", pilot_id=pilot_id)
    return page("learning/finding.html", form=form, pilot=found)
