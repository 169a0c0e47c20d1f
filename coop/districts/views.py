"""Pages about the mandate of residents in a neighbourhood."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coop.districts import actions, queries
from coop.districts.forms import DECLINED, MandateForm
from coop.districts.policy import DECIDER_WORDS, DECLINED_WORDS, LEVEL_SENTENCES, SUBJECT_WORDS, Decider, Level, Subject
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

bp = Blueprint("districts", __name__, url_prefix="/<district>")


@bp.get("/zeggenschap")
@public
def mandates() -> ResponseReturnValue:
    """How far residents decide, per subject, now and before."""
    history = queries.mandate_history(db(), district().id)
    current = queries.mandates_on(db(), district().id, local_day(now()))
    return page(
        "districts/mandates.html",
        subjects=list(Subject),
        current=current,
        history=history,
        subject_text=lambda subject: _(SUBJECT_WORDS[subject]),
        decider_text=lambda one: _(DECIDER_WORDS[one.decider]),
        today=local_day(now()),
        level_text=lambda one: _(DECLINED_WORDS if one.declined else LEVEL_SENTENCES[one.level]),
    )


@bp.route("/zeggenschap/vaststellen", methods=["GET", "POST"])
@allow(Permission.MANAGE_DISTRICT)
@posting
def settle_mandate() -> ResponseReturnValue:
    """Enter a mandate that residents and municipality agreed on."""
    form = MandateForm()
    declined = form.level.data == DECLINED
    done = accepted(
        form,
        lambda: actions.settle_mandate(
            db(),
            actor(),
            district().id,
            subject=Subject(form.subject.data),
            level=Level.ADVISORY if declined else Level(form.level.data),
            declined=declined,
            basis=form.basis.data,
            starts_on=form.starts_on.data,
            ends_on=form.ends_on.data,
            review_on=form.review_on.data,
            decider=Decider(form.decider.data),
            answer_days=form.answer_days.data,
        ),
    )
    if done:
        tell(
            _(
                "The mandate is settled and counts from %(day)s. "
                "Votes and procedures that already run keep the mandate they began with.",
                day=day(done.value.starts_on),
            )
        )
        return see_other("districts.mandates")
    return page("districts/settle_mandate.html", form=form)
