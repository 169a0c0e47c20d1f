"""Other neighbourhoods beside this one, and the way to sheets and pilots."""

from flask.typing import ResponseReturnValue

from coop.accountability.policy.catalogue import CATALOGUE
from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.learning import actions, policy, queries
from coop.learning.forms import AnswerForm
from coop.learning.views.base import WORKS, bp
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("")
@public
def fence() -> ResponseReturnValue:
    """Other neighbourhoods, costs and benefits, pilots."""
    return page(
        "learning/fence.html",
        others=queries.others_with_reports(db(), district().id),
        has_report=queries.side_of(db(), district().id) is not None,
        sheets=queries.sheets_of(db(), district().id, drafts=actor().may(WORKS)),
        pilots=queries.pilots_of(db(), district().id, local_day(now()), asked=actor().may(WORKS)),
    )


@bp.get("/buurt/<other>")
@public
def beside(other: str) -> ResponseReturnValue:
    """Two neighbourhoods side by side."""
    there = queries.other_of(db(), district().id, other)
    mine, theirs = queries.side_of(db(), district().id), queries.side_of(db(), there.id)
    pairs = policy.side_by_side(mine[1], theirs[1]) if mine and theirs else []
    return page(
        "learning/beside.html",
        other=there,
        reports=(mine[0], theirs[0]) if mine and theirs else None,
        pairs=pairs,
        left_out=policy.left_out(mine[1], theirs[1]) if mine and theirs else [],
        answers=queries.answers_between(db(), district().id, there.id),
        catalogue=CATALOGUE,
        per_thousand=policy.is_per_thousand,
    )


@bp.route("/buurt/<other>/antwoord/<code>", methods=["GET", "POST"])
@allow(WORKS)
@posting
def answer(other: str, code: str) -> ResponseReturnValue:
    """Why a figure differs here from there."""
    there = queries.other_of(db(), district().id, other)
    if code not in CATALOGUE:
        raise NotFoundError(mark("We do not know this figure."))
    form = AnswerForm()
    done = accepted(
        form,
        lambda: actions.answer_difference(
            db(), actor(), district().id, there.id, code=code, text=form.text.data, at=now()
        ),
    )
    if done:
        tell(_("Your answer stands beside the figure. Everybody can read it, in both neighbourhoods."))
        return see_other("learning.beside", other=other)
    return page("learning/answer.html", form=form, other=there, indicator=CATALOGUE[code])
