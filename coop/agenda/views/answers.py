"""Screens about answers: what waits for one, who sees to it, and passing on to others."""

from datetime import timedelta

from flask.typing import ResponseReturnValue

from coop.agenda import actions, policy, queries
from coop.agenda.forms import HandOverForm, PassOnForm
from coop.agenda.policy import ItemState
from coop.agenda.policy.answering import ANSWER_DAYS
from coop.agenda.views.blueprint import bp
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _

_YEAR = timedelta(days=365)


@bp.get("/agenda/antwoorden")
@public
def answers() -> ResponseReturnValue:
    """What waits for an answer of the board, and how often it was in time in the last year."""
    today = local_day(now())
    return page(
        "agenda/answers.html",
        waiting=queries.items_waiting(db(), district().id),
        kept=queries.answers_between(db(), district().id, today - _YEAR, today, now()),
        today=today,
        days=ANSWER_DAYS,
    )


@bp.route("/agenda/<int:item_id>/overdragen", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def hand_over(item_id: int) -> ResponseReturnValue:
    """Choose who of the board sees to an item."""
    found = queries.item_of(db(), district().id, item_id)
    form = HandOverForm()
    form.offer(queries.owner_choices(db(), district().id, item_id, local_day(now())))
    done = accepted(
        form, lambda: actions.hand_over(db(), actor(), district().id, item_id, int(form.owner.data), at=now())
    )
    if done:
        mine = done.value.owner_id == actor().account_id
        tell(
            _("You see to this item from now on. Its page says so. You get a reminder before the answer is due.")
            if mine
            else _("Somebody else of the board sees to this item from now on, and gets mail about it now.")
        )
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/hand_over.html", form=form, item=found)


@bp.route("/agenda/<int:item_id>/doorgeven", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def pass_on(item_id: int) -> ResponseReturnValue:
    """Pass an item on to others, by name."""
    found = queries.item_of(db(), district().id, item_id)
    form = PassOnForm()
    before_asking(form, lambda: policy.require_move(found.state, ItemState.PASSED_ON))
    done = accepted(
        form,
        lambda: actions.pass_on(
            db(), actor(), district().id, item_id, to_whom=form.to_whom.data, reason=form.reason.data, at=now()
        ),
    )
    if done:
        tell(
            _(
                "The item is passed on. Everybody can read to whom, and who brought it in gets mail. "
                "When you get an answer, close the item here and say what came of it."
            )
        )
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/pass_on.html", form=form, item=found)
