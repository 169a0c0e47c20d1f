"""Screens of votes for everybody: the list, one vote, how we count."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.clock import local_day
from coop.voting import queries
from coop.voting.actions import most_proxies
from coop.voting.policy import PollState, grouped
from coop.voting.policy.roll import Task
from coop.voting.queries import Poll
from coop.voting.views.blueprint import bp
from coop.voting.views.voice import answer_to, mandate_of, may_write, voice_in
from coop.voting.views.voiding import voidings_on
from coop.web.address import district
from coop.web.guard import actor, public
from coop.web.pages import page
from coop.web.session import db, now


def sees_drafts() -> bool:
    """Whether this reader works on votes that have not opened yet."""
    return actor().may(Permission.WRITE_BALLOT)


@dataclass(frozen=True, slots=True)
class OtherWays:
    """Beside the website. `helpers`: (what they do, where); `number` of helpers; `mine`: whether the reader is one."""

    helpers: Sequence[tuple[Task, Sequence[str]]]
    number: int
    mine: bool
    proxies: int
    held: int


def other_ways(poll: Poll) -> OtherWays | None:
    """How one can vote besides the website, None when the vote is not open. Tellers still work after closing."""
    if poll.opened_at is None or poll.state not in (PollState.OPEN, PollState.CLOSED) or poll.source_digest:
        return None
    me = actor().membership_id
    grants = queries.grants_in_force(db(), poll, local_day(now()))
    mine = me is not None and any(one.helper_id == me for one in grants)
    if poll.state is PollState.CLOSED:
        return OtherWays((), len({one.helper_id for one in grants}), mine, 0, 0) if mine else None
    places: dict[Task, list[str]] = {}
    for one in grants:
        if one.task.casts and one.place not in places.setdefault(one.task, []):
            places[one.task].append(one.place)
    held = len(queries.proxies_of(db(), poll, holder_id=me)) if me else 0
    helpers = tuple(places.items())
    return OtherWays(helpers, len({one.helper_id for one in grants}), mine, most_proxies(poll), held)


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
        answer=answer_to(found),
        proposals=queries.proposals_of(db(), district().id, poll_id),
        may_write=may_write(actor(), found),
        voice=voice_in(found),
        voted=queries.ballot_count(db(), district().id, poll_id) if found.opened_at else 0,
        other=other_ways(found),
        sealed=queries.sealed_of(db(), district().id, poll_id) if found.is_sealed else None,
        **voidings_on(found),
    )
