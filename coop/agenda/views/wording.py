"""Other words for an item, and how they changed."""

from flask.typing import ResponseReturnValue

from coop.agenda import actions, policy, queries
from coop.agenda.forms import RewordForm
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
@allow(Permission.CURATE_AGENDA)
@posting
def reword(item_id: int) -> ResponseReturnValue:
    """Give an item other words."""
    found = queries.item_of(db(), district().id, item_id)
    form = RewordForm(obj=found)
    before_asking(form, lambda: policy.require_open(found.state))
    texts = {name: form[name].data or "" for name in (*FIELD_WORDS, "reason")}
    done = accepted(
        form,
        lambda: actions.reword(
            db(), actor(), district().id, item_id, **texts, erases_old=form.erases_old.data, at=now()
        ),
    )
    if done:
        tell(_("The new words stand here from now on. Everybody who takes part gets mail today, with your reason."))
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/reword.html", form=form, item=found)
