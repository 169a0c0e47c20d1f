"""Screens with which the board keeps the agenda in order."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from coop.agenda import actions, policy, queries
from coop.agenda.forms import EmptyForm, MergeForm, OutcomeForm, ReasonForm
from coop.agenda.policy import ItemState
from coop.agenda.policy.checking import require_checked
from coop.agenda.views.blueprint import bp
from coop.agenda.views.editions import edition_hindrance
from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/agenda/beheer")
@allow(Permission.CURATE_AGENDA)
def manage() -> ResponseReturnValue:
    """What waits for the board."""
    editions = queries.editions_of(db(), district().id)
    return page(
        "agenda/manage.html",
        waiting=queries.items_waiting(db(), district().id),
        counts=queries.agenda_counts(db(), district().id),
        editions=editions,
        hindrance=edition_hindrance(editions),
        today=local_day(now()),
    )


@bp.route("/agenda/<int:item_id>/plaatsen", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def put_on_agenda(item_id: int) -> ResponseReturnValue:
    """Put a new item on the agenda."""
    found = queries.item_of(db(), district().id, item_id)
    policy.require_move(found.state, ItemState.ON_AGENDA)
    require_checked(found.origin, found.state, found.checked_at)
    form = EmptyForm()
    done = accepted(form, lambda: actions.put_on_agenda(db(), actor(), district().id, item_id, at=now()))
    if done:
        tell(
            _(
                "The item is on the agenda. Who brought it in gets mail. "
                "From now on the team and the board can make a proposal of it for the next vote."
            )
        )
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/put_on_agenda.html", form=form, item=found)


def _deciding(
    item_id: int,
    form: ReasonForm | OutcomeForm,
    to: ItemState,
    act: Callable[..., object],
    *,
    template: str,
    told: str,
) -> ResponseReturnValue:
    """A step of the board for which it gives a reason: the form, and once taken the item with what happens next."""
    found = queries.item_of(db(), district().id, item_id)
    before_asking(form, lambda: policy.require_move(found.state, to))
    if accepted(form, lambda: act(db(), actor(), district().id, item_id, form.reason.data, at=now())):
        tell(told)
        return see_other("agenda.item", item_id=item_id)
    return page(template, form=form, item=found)


@bp.route("/agenda/<int:item_id>/weigeren", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def refuse(item_id: int) -> ResponseReturnValue:
    """Keep an item off the agenda, with a reason."""
    told = _(
        "The item is not on the agenda. The reason stands on its page and goes by mail to who brought it in. "
        "You can take the item up again when something changes."
    )
    return _deciding(item_id, ReasonForm(), ItemState.REFUSED, actions.refuse, template="agenda/refuse.html", told=told)


@bp.route("/agenda/<int:item_id>/samenvoegen", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def merge(item_id: int) -> ResponseReturnValue:
    """Merge an item into another one."""
    found = queries.item_of(db(), district().id, item_id)
    form = MergeForm()
    before_asking(form, lambda: policy.require_move(found.state, ItemState.MERGED))
    likely = queries.likely_the_same(db(), district().id, f"{found.title} {found.in_short}", but=item_id)
    form.offer(queries.merge_choices(db(), district().id, item_id), [row.id for row in likely])
    done = accepted(
        form,
        lambda: actions.merge(
            db(), actor(), district().id, item_id, int(form.into.data), reason=form.reason.data, at=now()
        ),
    )
    if done:
        tell(
            _(
                "The items are merged and go on together here. Supporters count together from now on. "
                "Everybody who takes part in the other item gets mail. You can split them again."
            )
        )
        return see_other("agenda.item", item_id=done.value.merged_into_id)
    return page("agenda/merge.html", form=form, item=found)


@bp.route("/agenda/<int:item_id>/afsluiten", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def close(item_id: int) -> ResponseReturnValue:
    """Close an item and say what came of it."""
    told = _(
        "The item is closed. Everybody can read what came of it, and who brought it in gets it by mail. "
        "You can take the item up again later."
    )
    return _deciding(item_id, OutcomeForm(), ItemState.CLOSED, actions.close, template="agenda/close.html", told=told)


@bp.route("/agenda/<int:item_id>/heropenen", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def reopen(item_id: int) -> ResponseReturnValue:
    """Take an item up again."""
    told = _(
        "The item is new again and waits for a decision of the board. Who brought it in gets mail with your reason."
    )
    return _deciding(item_id, ReasonForm(), ItemState.NEW, actions.reopen, template="agenda/reopen.html", told=told)
