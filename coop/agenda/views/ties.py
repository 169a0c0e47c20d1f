"""Screens on which the board says who takes no part in an item."""

from flask.typing import ResponseReturnValue

from coop.agenda import actions, queries
from coop.agenda.views.blueprint import bp
from coop.kernel.access import Permission
from coop.ties.policy import Matter
from coop.ties.views import tie_page, told_ended
from coop.web.address import district
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.session import db, now


@bp.route("/agenda/<int:item_id>/belang", methods=["GET", "POST"])
@allow(Permission.CURATE_AGENDA)
@posting
def item_ties(item_id: int) -> ResponseReturnValue:
    """Who of the board takes no part in an item."""
    return tie_page(
        Matter.ITEM,
        {"item_id": item_id},
        queries.item_of(db(), district().id, item_id).title,
        room="agenda.item",
        declare=lambda who: actions.declare_tie(db(), actor(), district().id, item_id, who, at=now()),
    )


@bp.post("/agenda/<int:item_id>/belang/<int:tie_id>/einde")
@allow(Permission.CURATE_AGENDA)
@posting
def item_tie_end(item_id: int, tie_id: int) -> ResponseReturnValue:
    """Let a board member take part again."""
    actions.end_tie(db(), actor(), district().id, item_id, tie_id, at=now())
    return told_ended("agenda.item", {"item_id": item_id})
