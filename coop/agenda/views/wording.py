"""Other words for an item, and how they changed."""

from flask import current_app
from flask.typing import ResponseReturnValue

from coop.agenda import actions, policy, queries
from coop.agenda.forms import ReasonForm, RewordForm
from coop.agenda.models import Item
from coop.agenda.policy import own
from coop.agenda.views.blueprint import bp
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.forms import accepted, before_asking
from coop.web.guard import actor, allow, public
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _, lazy

FIELD_WORDS = {
    "title": lazy("Title"),
    "in_short": lazy("In short"),
    "details": lazy("More about it"),
    "place": lazy("Where is it?"),
}


@bp.get("/agenda/<int:item_id>/woorden")
@public
def item_wordings(item_id: int) -> ResponseReturnValue:
    """How the words of an item changed."""
    found = queries.item_of(db(), district().id, item_id)
    return page("agenda/item_wordings.html", item=found, rows=queries.rewordings_of(db(), found), names=FIELD_WORDS)


@bp.route("/agenda/<int:item_id>/verwoorden", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def reword(item_id: int) -> ResponseReturnValue:
    """Give an item other words: the board, or who brought it in while it is theirs alone."""
    found = queries.item_of(db(), district().id, item_id, account_id=actor().account_id)
    form = RewordForm(obj=found)
    if not actor().may(Permission.CURATE_AGENDA):
        before_asking(form, lambda: _require_mine_alone(found))
    before_asking(form, lambda: policy.require_open(found.state))
    texts = {name: form[name].data or "" for name in (*FIELD_WORDS, "reason")}

    def act() -> Item:
        erases = form.erases_old.data
        item = actions.reword(db(), actor(), district().id, item_id, **texts, erases_old=erases, at=now())
        if erases:
            current_app.extensions["coop.replace_title"](db(), item.district_id, item.id, item.title)
        return item

    done = accepted(form, act)
    if done:
        tell(_("The new words stand here from now on. Everybody who takes part gets mail today, with your reason."))
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/reword.html", form=form, item=found)


@bp.route("/agenda/<int:item_id>/terugnemen", methods=["GET", "POST"])
@allow(Permission.SEE_MY_PAGE)
@posting
def take_item_back(item_id: int) -> ResponseReturnValue:
    """Who brought in a new item takes it back, with a reason."""
    found, form = queries.item_of(db(), district().id, item_id, account_id=actor().account_id), ReasonForm()
    before_asking(form, lambda: _require_mine_alone(found))
    done = accepted(
        form, lambda: actions.take_item_back(db(), actor(), district().id, item_id, form.reason.data, at=now())
    )
    if done:
        tell(_("Your item is taken back. It stays readable with your reason. Who talked about it gets mail today."))
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/take_item_back.html", form=form, item=found)


def _require_mine_alone(found: queries.ItemDetails) -> None:
    others = found.supporters - found.supported
    own.require_mine_alone(found.state, found.account_id, actor().account_id, others=others)
