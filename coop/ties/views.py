"""The page on which the board says who takes no part; the rooms of items and of answers give it an address."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue

from coop.kernel.clock import local_day
from coop.ties import queries
from coop.ties.forms import TieForm
from coop.ties.models import Tie
from coop.ties.policy import Matter
from coop.web.address import district, url_for
from coop.web.forms import accepted
from coop.web.guard import actor
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


def tie_page(
    matter: Matter, number: dict[str, Any], title: str, *, room: str, declare: Callable[[int], Tie]
) -> ResponseReturnValue:
    """Note who takes no part in a matter. `number`: the name of its number in addresses, with that number.

    `room`: the endpoint of the page of the matter is `room`, those about ties are `room_ties` and `room_tie_end`.
    """
    ties = queries.ties_on(db(), district().id, matter, *number.values())
    running = {one.account_id for one in ties if one.runs}
    board = queries.board_of(db(), district().id, local_day(now()))
    form = TieForm()
    form.offer([one for one in board if one[0] not in running], me=actor().account_id)
    done = accepted(form, lambda: declare(int(form.who.data)))
    if done:
        mine = done.value.account_id == actor().account_id
        tell(
            _("You take no part in this from now on. Everybody can read so. The others of the board decide.")
            if mine
            else _(
                "%(name)s takes no part in this from now on and gets mail about it. Everybody can read so. "
                "The others of the board decide.",
                name=dict(board)[done.value.account_id],
            )
        )
        return see_other(room, **number)
    return page(
        "ties/ties.html",
        form=form,
        title=title,
        running=[one for one in ties if one.runs],
        free=len(board) - len(running & dict(board).keys()),
        back=url_for(room, **number),
        end_url=lambda tie: url_for(f"{room}_tie_end", tie_id=tie.id, **number),
    )


def told_ended(room: str, number: dict[str, Any]) -> ResponseReturnValue:
    """Back to the matter after somebody was let in again."""
    tell(_("This board member takes part again and gets mail about it. The days without them stay readable."))
    return see_other(room, **number)
