"""Screens of following an item, and of closing and opening the conversation below it."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from coop.agenda import actions, queries
from coop.agenda.forms import EmptyForm, ReopenTalkForm, SummaryForm
from coop.agenda.policy import talk
from coop.agenda.policy.talk import TalkState
from coop.agenda.views.blueprint import bp
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/agenda/wat-ik-volg")
@allow(Permission.SEE_MY_PAGE)
def followed() -> ResponseReturnValue:
    """The items I follow."""
    account_id = actor().account_id
    assert account_id is not None
    return page("agenda/followed.html", rows=queries.followed_items(db(), district().id, account_id), form=EmptyForm())


@bp.post("/agenda/<int:item_id>/volgen")
@allow(Permission.COMMENT)
@posting
def follow(item_id: int) -> ResponseReturnValue:
    """Hear in my news what happens with an item."""
    actions.follow(db(), actor(), district().id, item_id, at=now())
    tell(
        _(
            "You follow this item. What others write about it, and what the board decides, stands in your next news. "
            "How often you get news, you choose on “My page”."
        )
    )
    return see_other("agenda.item", item_id=item_id)


@bp.post("/agenda/<int:item_id>/niet-meer-volgen")
@allow(Permission.SEE_MY_PAGE)
@posting
def stop_following(item_id: int) -> ResponseReturnValue:
    """Hear no more about it."""
    actions.stop_following(db(), actor(), district().id, item_id)
    tell(_("You do not follow this item any more. From now on your news says nothing about it."))
    return see_other("agenda.item", item_id=item_id)


@bp.route("/agenda/<int:item_id>/gesprek-afsluiten", methods=["GET", "POST"])
@allow(Permission.SUM_UP_TALK)
@posting
def sum_up(item_id: int) -> ResponseReturnValue:
    """Close a conversation with a summary of what was said."""
    told = _(
        "The conversation is closed. Your summary stands above it, with your name. Everybody can still read all of it. "
        "Who follows the item hears it in the next news."
    )
    return _step(item_id, SummaryForm(), TalkState.CLOSED, actions.sum_up, told)


@bp.route("/agenda/<int:item_id>/gesprek-openen", methods=["GET", "POST"])
@allow(Permission.SUM_UP_TALK)
@posting
def reopen_talk(item_id: int) -> ResponseReturnValue:
    """Open a closed conversation again."""
    told = _(
        "The conversation is open again. From now on people can add to it. Your reason and the summary stand above it."
    )
    return _step(item_id, ReopenTalkForm(), TalkState.REOPENED, actions.reopen_talk, told)


def _step(
    item_id: int,
    form: SummaryForm | ReopenTalkForm,
    to: TalkState,
    act: Callable[..., object],
    told: str,
) -> ResponseReturnValue:
    found = queries.item_of(db(), district().id, item_id)
    before_asking(form, lambda: talk.require_step(found.state, found.talk, to))
    if accepted(form, lambda: act(db(), actor(), district().id, item_id, form.text.data, at=now())):
        tell(told)
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/sum_up.html" if to is TalkState.CLOSED else "agenda/reopen_talk.html", form=form, item=found)
