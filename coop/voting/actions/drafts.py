"""Preparing a vote: the draft and what is on its ballot."""

from datetime import datetime

from sqlalchemy import func, select

from coop.agenda.queries import item_of
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import InvalidError, NotAllowedError, NotFoundError, require_each
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.voting import policy
from coop.voting.actions.taken import taken
from coop.voting.models import Poll, Proposal
from coop.voting.policy import BallotKind, PollPlan, PollState, ProposalText, Unit


def make_poll(db: Session, actor: Actor, district_id: int, plan: PollPlan, *, at: datetime) -> Poll:
    """Begin a draft. Its title is unlike that of other drafts, so the same one sent twice is made once."""
    actor.require(Permission.MANAGE_POLL)
    require_each(lambda: plan.checked(at), lambda: _require_new_title(db, district_id, plan.title))
    poll = Poll(district_id=district_id, state=PollState.DRAFT, account_id=actor.account_id, created_at=at)
    _write(poll, plan.checked(at))
    db.add(poll)
    db.flush()
    return poll


def _require_new_title(db: Session, district_id: int, title: str) -> None:
    same = select(Poll.id).where(
        Poll.district_id == district_id, Poll.state == PollState.DRAFT, Poll.title == clean_line(title)
    )
    if db.scalar(same.limit(1)) is not None:
        raise InvalidError(mark("There is a vote with this title in preparation already."), field="title")


def change_poll(db: Session, actor: Actor, district_id: int, poll_id: int, plan: PollPlan, *, at: datetime) -> Poll:
    """Change a draft; its kind of ballot stays. Raises `ConflictError` once the vote has opened."""
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_draft(poll.state)
    if plan.ballot_kind is not poll.ballot_kind:
        raise InvalidError(mark("The kind of ballot stays as it is. Make another vote for another kind."))
    require_each(lambda: plan.checked(at), lambda: _require_room(db, poll, plan.budget))
    _write(poll, plan.checked(at))
    db.flush()
    return poll


def _require_room(db: Session, poll: Poll, budget: int) -> None:
    """Nothing on the ballot asks more than there is."""
    dearest = db.scalar(select(func.max(Proposal.amount)).where(Proposal.poll_id == poll.id)) or 0
    if poll.ballot_kind.divides and 0 < budget < dearest:
        if poll.unit is Unit.HOURS:
            raise InvalidError(mark("One of the proposals asks more hours than this."), field="hours")
        raise InvalidError(mark("One of the plans asks more euros than this."), field="euros")


def _write(poll: Poll, plan: PollPlan) -> None:
    poll.title, poll.question, poll.closes_at = plan.title, plan.question, plan.closes_at
    poll.vote_kind, poll.ballot_kind, poll.unit = plan.vote_kind, plan.ballot_kind, plan.ballot_kind.unit
    poll.budget, poll.subject, poll.settings = plan.budget, plan.subject, plan.settings.as_json()


def require_may_write(actor: Actor, kind: BallotKind) -> None:
    """Board and team propose work and plans; who runs the vote writes motions, candidates and options."""
    if kind.divides and not actor.may(Permission.PROPOSE_WORK):
        raise NotAllowedError(mark("Only the team and the board write what is on this ballot."))
    if not kind.divides and not actor.may(Permission.MANAGE_POLL):
        raise NotAllowedError(mark("Only the secretary and the board write what is on this ballot."))


def add_proposal(
    db: Session, actor: Actor, district_id: int, poll_id: int, text: ProposalText, *, item_id: int | None = None
) -> Proposal:
    """Put something on the ballot of a draft. Raises `InvalidError` for a title that is on it already."""
    poll = _draft(db, actor, district_id, poll_id)
    last = db.scalar(select(func.max(Proposal.position)).where(Proposal.poll_id == poll_id)) or 0
    proposal = Proposal(
        district_id=district_id, poll_id=poll_id, key=str(last + 1), position=last + 1, account_id=actor.account_id
    )
    _fill(db, poll, proposal, text, item_id)
    db.add(proposal)
    db.flush()
    return proposal


def change_proposal(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    proposal_id: int,
    *,
    text: ProposalText,
    item_id: int | None = None,
) -> Proposal:
    """Change what is on the ballot of a draft."""
    poll = _draft(db, actor, district_id, poll_id)
    proposal = _proposal(db, district_id, poll_id, proposal_id)
    _fill(db, poll, proposal, text, item_id)
    db.flush()
    return proposal


def remove_proposal(db: Session, actor: Actor, district_id: int, poll_id: int, proposal_id: int) -> None:
    """Take something off the ballot of a draft."""
    _draft(db, actor, district_id, poll_id)
    db.delete(_proposal(db, district_id, poll_id, proposal_id))
    db.flush()


def _draft(db: Session, actor: Actor, district_id: int, poll_id: int) -> Poll:
    poll = taken(db, district_id, poll_id)
    require_may_write(actor, poll.ballot_kind)
    policy.require_draft(poll.state)
    return poll


def _proposal(db: Session, district_id: int, poll_id: int, proposal_id: int) -> Proposal:
    found = db.scalar(
        select(Proposal).where(
            Proposal.id == proposal_id, Proposal.poll_id == poll_id, Proposal.district_id == district_id
        )
    )
    if found is None:
        raise NotFoundError(mark("There is no such proposal in this vote."))
    return found


def _fill(db: Session, poll: Poll, proposal: Proposal, text: ProposalText, item_id: int | None) -> None:
    """Write checked values into a proposal; everything is checked before anything is written."""
    if item_id is not None:
        item_of(db, poll.district_id, item_id)
    require_each(
        lambda: text.checked(poll.ballot_kind, poll.budget), lambda: _require_new_on_ballot(db, poll, proposal, text)
    )
    said = text.checked(poll.ballot_kind, poll.budget)
    proposal.title, proposal.what, proposal.amount = said.title, said.what, said.amount
    proposal.expected, proposal.how_noticed, proposal.item_id = said.expected, said.how_noticed, item_id
    proposal.pro, proposal.contra = said.pro, said.contra


def _require_new_on_ballot(db: Session, poll: Poll, proposal: Proposal, text: ProposalText) -> None:
    same = select(Proposal.id).where(
        Proposal.poll_id == poll.id,
        Proposal.title == clean_line(text.title),
        Proposal.position != proposal.position,
    )
    if db.scalar(same.limit(1)) is not None:
        raise InvalidError(mark("There is a proposal with this title in this vote already."), field="title")
