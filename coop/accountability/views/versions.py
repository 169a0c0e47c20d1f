"""A next version of a released report, and the meeting at which residents discussed it."""

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import DiscussionForm, VersionForm
from coop.accountability.views.blueprint import bp
from coop.accountability.views.checking import accepted_checked, review_of_fields
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/verslagen/<int:report_id>/nieuwe-versie", methods=["GET", "POST"])
@allow(Permission.WRITE_REPORT)
@posting
def new_version(report_id: int) -> ResponseReturnValue:
    """Begin a next version."""
    report = queries.report_of(db(), district().id, report_id)
    form = VersionForm()
    review = review_of_fields(form, {"text": policy.SENTENCE_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.begin_version(db(), actor(), district().id, report_id, reason=form.text.data, at=now()),
    )
    if done:
        tell(
            _(
                "A new version has begun, with everything that stands in the last one. Change what is wrong. "
                "Then it is checked and released again. The old version stays readable."
            )
        )
        return see_other("accountability.fill_in", report_id=done.value.id)
    return page("accountability/new_version.html", report=report, form=form, review=review)


@bp.route("/verslagen/<int:report_id>/bespreking", methods=["GET", "POST"])
@allow(Permission.RELEASE_REPORT)
@posting
def discussed(report_id: int) -> ResponseReturnValue:
    """Write down when and how residents discussed the report."""
    report = queries.report_of(db(), district().id, report_id)
    form = DiscussionForm()
    review = review_of_fields(form, {"text": policy.TEXT_LENGTH})
    done = accepted_checked(
        form,
        review,
        lambda: actions.note_discussion(
            db(), actor(), district().id, report_id, on=form.on.data, text=form.text.data, at=now()
        ),
    )
    if done:
        tell(_("Everybody can read in the report what was said at the meeting. Judging goes on until its last day."))
        return see_other("accountability.report", report_id=report_id)
    return page("accountability/discussed.html", report=report, form=form, review=review)
