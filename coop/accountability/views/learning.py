"""Cases in which a team member did something else than the rule: to learn from, without personal data."""

from flask.typing import ResponseReturnValue

from coop.accountability import actions, policy, queries
from coop.accountability.forms import LearningForm
from coop.accountability.views.blueprint import bp
from coop.accountability.views.checking import accepted_checked, review_of_fields
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/verslagen/leergevallen", methods=["GET", "POST"])
@allow(Permission.WRITE_REPORT)
@posting
def learning_cases() -> ResponseReturnValue:
    """All cases of the team, and a new one."""
    form = LearningForm()
    longest = {"rule": policy.SENTENCE_LENGTH, "did": policy.TEXT_LENGTH, "why": policy.TEXT_LENGTH}
    review = review_of_fields(form, longest)
    done = accepted_checked(
        form,
        review,
        lambda: actions.note_learning_case(
            db(),
            actor(),
            district().id,
            rule=form.rule.data,
            did=form.did.data,
            why=form.why.data,
            at=now(),
        ),
    )
    if done:
        tell(_("The case is kept for the team. Talk about it together; what you learn can go into the next report."))
        return see_other("accountability.learning_cases")
    return page(
        "accountability/learning_cases.html",
        form=form,
        review=review,
        cases=queries.learning_cases_of(db(), district().id),
    )
