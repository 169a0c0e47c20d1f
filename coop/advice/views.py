"""Pages about advice: the list and one advice for everybody; asking, giving, beginning and supporting."""

from datetime import timedelta

from flask import Blueprint
from flask.typing import ResponseReturnValue

from coop.advice import actions, policy, queries
from coop.advice.forms import USUAL_DAYS, AdviseForm, AskForm, BeginForm, PointsForm
from coop.advice.policy import AdviceState
from coop.advice.queries import AdviceRow
from coop.answers.policy import Source
from coop.answers.queries import answer_on
from coop.districts.policy import USUAL_ANSWER_DAYS
from coop.kernel.access import Permission, Role
from coop.kernel.clock import local_day
from coop.members.queries import rules_on
from coop.web.address import district
from coop.web.filters import day
from coop.web.forms import EmptyForm, accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.telltale import warn_of_marks
from coop.web.words import _

GATHERS = timedelta(days=policy.GATHER_DAYS)
bp = Blueprint("advice", __name__, url_prefix="/<district>/adviezen")


def _row(advice_id: int) -> AdviceRow:
    return queries.advice_of(db(), district().id, advice_id, local_day(now()), account_id=actor().account_id)


def _needed() -> int:
    return rules_on(db(), district().id, local_day(now())).advice_supporters


@bp.get("")
@public
def advices() -> ResponseReturnValue:
    """Every advice: what the council owes, what looks for supporters, what was handed over and what ended."""
    rows = queries.advice_rows(db(), district().id, local_day(now()), account_id=actor().account_id)
    return page(
        "advice/advices.html",
        asked=[one for one in rows if one.state is AdviceState.ASKED],
        gathering=[one for one in rows if one.gathers],
        handed_over=[one for one in rows if one.state is AdviceState.HANDED_OVER],
        ended=[one for one in rows if one.has_ended],
        needed=_needed(),
        gather_days=policy.GATHER_DAYS,
        answer_days=USUAL_ANSWER_DAYS,
    )


@bp.get("/<int:advice_id>")
@public
def advice(advice_id: int) -> ResponseReturnValue:
    """One advice: who asked or began it, its points, who supports it in number, and what came of it."""
    return _page(_row(advice_id))


def _page(found: AdviceRow) -> ResponseReturnValue:
    return page(
        "advice/advice.html",
        one=found,
        answer=answer_on(db(), district().id, Source.ADVICE, found.id, local_day(now())),
        supports=actor().may(Permission.BEGIN_ADVICE) and not actor().has(Role.BOARD),
        form=EmptyForm(formdata=None),
    )


@bp.route("/vragen", methods=["GET", "POST"])
@allow(Permission.ASK_ADVICE)
@posting
def ask() -> ResponseReturnValue:
    """Ask the council for advice."""
    form = AskForm(due_on=local_day(now()) + USUAL_DAYS)
    done = accepted(
        form,
        lambda: actions.ask_advice(
            db(),
            actor(),
            district().id,
            title=form.title.data,
            about=form.about.data,
            due_on=form.due_on.data,
            at=now(),
        ),
    )
    if done:
        tell(
            _(
                "Your question is public now. The advisory council got mail and advises at the latest on %(day)s. "
                "Then you answer every point.",
                day=day(form.due_on.data),
            )
        )
        return see_other("advice.advice", advice_id=done.value.id)
    return page("advice/ask.html", form=form)


@bp.route("/<int:advice_id>/geven", methods=["GET", "POST"])
@allow(Permission.GIVE_ADVICE)
@posting
def give(advice_id: int) -> ResponseReturnValue:
    """Give the advice that was asked."""
    found, form = _row(advice_id), PointsForm()
    before_asking(form, lambda: policy.require_asked(found.state))
    done = accepted(
        form,
        lambda: actions.give_advice(db(), actor(), district().id, advice_id, points=form.points.data, at=now()),
    )
    if done:
        return _handed_over(advice_id, form)
    return page("advice/give.html", form=form, one=found)


@bp.route("/geven", methods=["GET", "POST"])
@allow(Permission.GIVE_ADVICE)
@posting
def advise() -> ResponseReturnValue:
    """Advise as the council, of its own accord."""
    form = AdviseForm(decider="board")
    done = accepted(form, lambda: actions.advise(db(), actor(), district().id, form.draft, at=now()))
    if done:
        return _handed_over(done.value.id, form)
    return page("advice/advise.html", form=form, answer_days=USUAL_ANSWER_DAYS)


@bp.route("/beginnen", methods=["GET", "POST"])
@allow(Permission.BEGIN_ADVICE)
@posting
def begin() -> ResponseReturnValue:
    """Begin an advice and look for supporters."""
    form = BeginForm(decider="board")
    before_asking(form, lambda: policy.require_adviser(actor().roles))
    done = accepted(
        form,
        lambda: actions.begin_advice(
            db(), actor(), district().id, form.draft, shows_name=form.shows_name.data, at=now()
        ),
    )
    if done:
        tell(
            _(
                "Your advice is public now, and you are its first supporter. Ask other members to support it. "
                "With %(needed)s supporters it is handed over by itself, until %(day)s.",
                needed=done.value.needed,
                day=day(local_day(now()) + GATHERS),
            )
        )
        warn_of_marks(f"{form.title.data}\n{form.about.data}\n{form.points.data}")
        return see_other("advice.advice", advice_id=done.value.id)
    return page(
        "advice/begin.html",
        form=form,
        needed=_needed(),
        gather_days=policy.GATHER_DAYS,
        answer_days=USUAL_ANSWER_DAYS,
    )


def _handed_over(advice_id: int, form: PointsForm) -> ResponseReturnValue:
    owed = answer_on(db(), district().id, Source.ADVICE, advice_id, local_day(now()))
    assert owed is not None
    tell(
        _(
            "The advice is handed over. Everybody can read it. Every point is answered at the latest on %(day)s, with "
            "reasons for what is not adopted.",
            day=day(owed.due_on),
        )
    )
    warn_of_marks(form.points.data)
    return see_other("advice.advice", advice_id=advice_id)


@bp.post("/<int:advice_id>/steunen")
@allow(Permission.BEGIN_ADVICE)
@posting
def support(advice_id: int) -> ResponseReturnValue:
    """Support an advice."""
    form = EmptyForm()
    done = accepted(form, lambda: actions.support_advice(db(), actor(), district().id, advice_id, at=now()))
    if done is None:
        return _page(_row(advice_id))
    if done.value is None:
        tell(_("You supported this advice already. You count once. Nothing has changed."))
    elif done.value.state is AdviceState.HANDED_OVER:
        tell(_("Thank you. With you there are enough: the advice is handed over, and the term for the answer runs."))
    else:
        tell(
            _("Thank you. You count. Your name is shown to nobody. You read in your news what becomes of this advice.")
        )
    return see_other("advice.advice", advice_id=advice_id)


@bp.post("/<int:advice_id>/steun-intrekken")
@allow(Permission.SEE_MY_PAGE)
@posting
def withdraw_support(advice_id: int) -> ResponseReturnValue:
    """Support it no longer."""
    form = EmptyForm()
    done = accepted(form, lambda: actions.withdraw_support(db(), actor(), district().id, advice_id, at=now()))
    if done is None:
        return _page(_row(advice_id))
    tell(_("You do not count as a supporter of this advice any more. As long as it is open you can support it again."))
    return see_other("advice.advice", advice_id=advice_id)


@bp.post("/<int:advice_id>/intrekken")
@allow(Permission.SEE_MY_PAGE)
@posting
def take_back(advice_id: int) -> ResponseReturnValue:
    """Take back an advice that one began."""
    form = EmptyForm()
    done = accepted(form, lambda: actions.take_back(db(), actor(), district().id, advice_id, at=now()))
    if done is None:
        return _page(_row(advice_id))
    tell(_("You took your advice back. It stays readable, and nobody has to answer it."))
    return see_other("advice.advice", advice_id=advice_id)
