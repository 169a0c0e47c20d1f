"""Screens of votes for everybody: the list, one vote, how we count."""

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.voting import queries
from coop.voting.policy import grouped
from coop.voting.views.blueprint import bp
from coop.voting.views.voice import mandate_of, may_write, voice_in
from coop.web.address import district
from coop.web.guard import actor, public
from coop.web.pages import page
from coop.web.session import db, now


def sees_drafts() -> bool:
    """Whether this reader works on votes that have not opened yet."""
    return actor().may(Permission.WRITE_BALLOT)


@bp.get("/stemmen")
@public
def polls() -> ResponseReturnValue:
    """Every vote: what is open first, then what is prepared or counted, then results."""
    rows = queries.poll_list(db(), district().id, drafts=sees_drafts())
    return page(
        "voting/polls.html",
        groups=grouped(rows, now()),
        rows=rows,
        now_at=now(),
        voted=queries.voted_in(db(), district().id, actor().membership_id),
        may_vote=actor().may(Permission.CAST_BALLOT),
    )


@bp.get("/stemmen/hoe-wij-tellen")
@public
def how_we_count() -> ResponseReturnValue:
    """Every way of counting in plain words, with an example."""
    return page("voting/how_we_count.html")


@bp.get("/stemmen/<int:poll_id>")
@public
def poll(poll_id: int) -> ResponseReturnValue:
    """One vote: rules, what happens with the outcome, the proposals, and whether I can vote."""
    found = queries.poll_of(db(), district().id, poll_id, drafts=sees_drafts())
    return page(
        "voting/poll.html",
        poll=found,
        mandate=mandate_of(found),
        proposals=queries.proposals_of(db(), district().id, poll_id),
        may_write=may_write(actor(), found),
        voice=voice_in(found),
        voted=queries.ballot_count(db(), district().id, poll_id) if found.opened_at else 0,
    )
