"""The screen on which a second person looks at words that were typed for a resident."""

from flask.typing import ResponseReturnValue

from coop.agenda import actions, queries
from coop.agenda.forms import EmptyForm
from coop.agenda.policy.checking import require_second, require_to_check
from coop.agenda.views.blueprint import bp
from coop.kernel.access import Permission
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.route("/agenda/<int:item_id>/nakijken", methods=["GET", "POST"])
@allow(Permission.BRING_IN_FOR_OTHERS)
@posting
def check_words(item_id: int) -> ResponseReturnValue:
    """Say that the words are right."""
    found = queries.item_of(db(), district().id, item_id)
    require_second(found.account_id, actor().account_id)
    if found.checked_at is None:
        require_to_check(found.origin, found.state)
    form = EmptyForm()
    if accepted(form, lambda: actions.check_words(db(), actor(), district().id, item_id, at=now())):
        tell(_("The words are right. Your name stands with the item. The board can now put it on the agenda."))
        return see_other("agenda.item", item_id=item_id)
    return page("agenda/check_words.html", form=form, item=found)
