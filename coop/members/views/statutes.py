"""What the statutes ask of members: for everybody to read, for the board to settle."""

from flask import request
from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.members import actions, queries
from coop.members.forms import StatutesForm
from coop.members.policy import ADMISSION_WORDS, Admission, StatuteRules
from coop.members.views.blueprint import bp
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, give_up, now
from coop.web.words import _


@bp.get("/statuten")
@public
def statutes() -> ResponseReturnValue:
    """The rules that count today, what will change, and what was before."""
    today = local_day(now())
    return page(
        "members/statutes.html",
        rules=queries.rules_on(db(), district().id, today),
        versions=queries.statute_versions(db(), district().id),
        today=today,
        admission_text=lambda one: _(ADMISSION_WORDS[one]),
    )


@bp.route("/statuten/vaststellen", methods=["GET", "POST"])
@allow(Permission.SETTLE_STATUTES)
@posting
def settle_statutes() -> ResponseReturnValue:
    """Enter what the members decided about membership."""
    today = local_day(now())
    present = queries.rules_on(db(), district().id, today)
    form = StatutesForm(obj=present, starts_on=today)
    if "change" in request.form:
        return page("members/settle_statutes.html", form=form)
    done = accepted(
        form,
        lambda: actions.settle_statutes(
            db(),
            actor(),
            district().id,
            StatuteRules(
                form.basis.data or "",
                form.minimum_age.data,
                form.minimum_membership_days.data,
                form.residents_only.data,
                Admission(form.admission.data),
                form.proxies_per_holder.data,
                form.vouches_per_year.data,
                form.notice_days.data,
                form.one_per_household.data,
                form.advice_supporters.data,
            ),
            starts_on=form.starts_on.data,
            at=now(),
        ),
    )
    if done and "checked" not in request.form:
        give_up()  # it would do; nothing is settled before this was looked at once more
        admission = _(ADMISSION_WORDS[Admission(form.admission.data)])
        return page("members/check_statutes.html", form=form, admission=admission)
    if done:
        tell(
            _(
                "The rules are settled and count from %(day)s. A vote that is open keeps its own list of voters.",
                day=day(done.value.starts_on),
            )
        )
        return see_other("members.statutes")
    return page("members/settle_statutes.html", form=form)
