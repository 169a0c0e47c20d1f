"""Screens of paper: tellers type every ballot twice, see what differs, and who runs the vote settles it."""

from flask.typing import ResponseReturnValue

from coop.kernel.access import Permission
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.voting import actions, queries
from coop.voting.forms import EmptyForm, PaperForm
from coop.voting.policy import PollState
from coop.voting.policy.roll import PaperState, Typed
from coop.voting.queries import Poll
from coop.voting.views.blueprint import bp
from coop.web.address import district
from coop.web.forms import accepted
from coop.web.guard import actor, allow
from coop.web.limits import posting
from coop.web.pages import page, see_other, tell
from coop.web.session import db, now
from coop.web.words import _


@bp.get("/stemmen/<int:poll_id>/papier")
@allow(Permission.MANAGE_POLL)
def paper(poll_id: int) -> ResponseReturnValue:
    """How far the paper is, for who runs the vote. What is on it is not shown here."""
    return paper_page(queries.poll_of(db(), district().id, poll_id))


def paper_page(poll: Poll) -> ResponseReturnValue:
    """The page about the paper of a vote."""
    mistakes = queries.paper_mistakes_of(db(), poll)
    people = {name for one in mistakes for name in (one.said_by, one.signed_by, one.left_by) if name}
    return page(
        "voting/paper.html",
        poll=poll,
        state=queries.paper_state(db(), poll),
        settled=queries.paper_count_of(db(), poll),
        form=EmptyForm(formdata=None),
        mistakes=mistakes,
        members=queries.names_of_members(db(), district().id, [one.membership_id for one in mistakes]),
        names=queries.names_of(db(), people),
        is_open=poll.state is PollState.OPEN and now() < poll.closes_at,
    )


@bp.post("/stemmen/<int:poll_id>/papier/vaststellen")
@allow(Permission.MANAGE_POLL)
@posting
def settle_paper(poll_id: int) -> ResponseReturnValue:
    """Fix the paper ballots and put them with the others."""
    if accepted(EmptyForm(), lambda: actions.settle_paper(db(), actor(), district().id, poll_id, at=now())):
        tell(_("The paper ballots are settled and lie with the others. Now the lot can be thrown in public."))
        return see_other("voting.manage", poll_id=poll_id)
    return paper_page(queries.poll_of(db(), district().id, poll_id))


@bp.get("/stemmen/<int:poll_id>/papier/typen")
@allow(Permission.HELP_VOTERS)
def tally_paper(poll_id: int) -> ResponseReturnValue:
    """What a teller has to type, and afterwards what both typed differently."""
    poll = queries.poll_of(db(), district().id, poll_id)
    actions.require_teller(db(), actor(), poll, at=now())
    state, turn = queries.paper_state(db(), poll), queries.turn_of(db(), poll, actor().account_id)
    return page(
        "voting/tally_paper.html",
        poll=poll,
        state=state,
        turn=turn,
        next=_next(state, turn) if turn else None,
        settled=queries.paper_count_of(db(), poll),
        titles=titles_of(poll),
        typed=(state.first, state.second),
    )


def _next(state: PaperState, turn: int) -> int | None:
    typed = state.first if turn == 1 else state.second
    return next((number for number in range(1, state.registered + 1) if number not in typed), None)


def titles_of(poll: Poll) -> dict[str, str]:
    """What keys on a ballot stand for."""
    return {option["key"]: option["title"] for option in (poll.terms or {})["options"]}


@bp.route("/stemmen/<int:poll_id>/papier/typen/<int:turn>/<int:number>", methods=["GET", "POST"])
@allow(Permission.HELP_VOTERS)
@posting
def type_paper(poll_id: int, turn: int, number: int) -> ResponseReturnValue:
    """Type one paper ballot. What the other teller typed is not shown here."""
    poll = queries.poll_of(db(), district().id, poll_id)
    actions.require_teller(db(), actor(), poll, at=now())
    state = queries.paper_state(db(), poll)
    if turn not in (1, 2) or number > state.registered:
        raise NotFoundError(mark("There is no such paper ballot."))
    mine = queries.turn_of(db(), poll, actor().account_id) == turn
    before = ((state.first if turn == 1 else state.second).get(number) if mine else None) or Typed()
    form = PaperForm(data={"choices": list(before.choices), "code": before.code, "unreadable": before.unreadable})
    done = accepted(
        form,
        lambda: actions.type_paper(
            db(),
            actor(),
            district().id,
            poll_id,
            turn=turn,
            number=number,
            choices=form.choices.data or (),
            code=form.code.data or "",
            unreadable=form.unreadable.data,
            at=now(),
        ),
    )
    if not done:
        return _typing(poll, form, turn, number, state)
    following = _next(queries.paper_state(db(), poll), turn)
    tell(_("Ballot %(number)s is in.", number=number))
    if following is None:
        return see_other("voting.tally_paper", poll_id=poll_id)
    return see_other("voting.type_paper", poll_id=poll_id, turn=turn, number=following)


def _typing(poll: Poll, form: PaperForm, turn: int, number: int, state: PaperState) -> ResponseReturnValue:
    proposals = queries.proposals_of(db(), district().id, poll.id)
    return page(
        "voting/type_paper.html",
        poll=poll,
        form=form,
        turn=turn,
        number=number,
        state=state,
        proposals=proposals,
        titles=titles_of(poll),
        places=min(poll.rules.most_ranks, len(proposals)),
    )
