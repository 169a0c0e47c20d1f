"""Preparing a vote: the draft and its proposals."""

from datetime import datetime

from sqlalchemy import func, select

from coop.agenda.queries import item_of
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import InvalidError, NotFoundError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.voting import policy
from coop.voting.actions.taken import taken
from coop.voting.models import Poll, Proposal
from coop.voting.policy import PollState, ProposalText, Unit, VoteKind


def make_poll(
    db: Session,
    actor: Actor,
    district_id: int,
    *,
    title: str,
    question: str,
    vote_kind: VoteKind,
    minutes_week: int,
    closes_at: datetime,
    at: datetime,
) -> Poll:
    """Begin a draft. Its title is unlike that of other drafts, so the same one sent twice is made once."""
    actor.require(Permission.MANAGE_POLL)
    poll = Poll(
        district_id=district_id,
        state=PollState.DRAFT,
        unit=Unit.HOURS,
        account_id=actor.account_id,
        created_at=at,
    )
    _write(poll, title=title, question=question, vote_kind=vote_kind, minutes_week=minutes_week)
    _set_closing(poll, closes_at, at)
    same = db.scalar(
        select(Poll).where(Poll.district_id == district_id, Poll.state == PollState.DRAFT, Poll.title == poll.title)
    )
    if same is not None:
        raise InvalidError(mark("There is a vote with this title in preparation already."), field="title")
    db.add(poll)
    db.flush()
    return poll


def change_poll(
    db: Session,
    actor: Actor,
    district_id: int,
    poll_id: int,
    *,
    title: str,
    question: str,
    vote_kind: VoteKind,
    minutes_week: int,
    closes_at: datetime,
    at: datetime,
) -> Poll:
    """Change a draft. Raises `ConflictError` once the vote has opened."""
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_draft(poll.state)
    _write(poll, title=title, question=question, vote_kind=vote_kind, minutes_week=minutes_week)
    _set_closing(poll, closes_at, at)
    dearest = db.scalar(select(func.max(Proposal.amount)).where(Proposal.poll_id == poll_id)) or 0
    if dearest > poll.budget:
        raise InvalidError(mark("One of the proposals asks more hours than this."), field="hours")
    db.flush()
    return poll


def _write(poll: Poll, *, title: str, question: str, vote_kind: VoteKind, minutes_week: int) -> None:
    poll.title = policy.require_filled(
        clean_line(title), policy.TITLE_LENGTH, "title", mark("Give the vote a short title.")
    )
    poll.question = policy.require_filled(
        clean_text(question), policy.QUESTION_LENGTH, "question", mark("Write the question to the members.")
    )
    poll.vote_kind = vote_kind
    poll.budget = policy.require_minutes(minutes_week, "hours")


def _set_closing(poll: Poll, closes_at: datetime, at: datetime) -> None:
    if closes_at <= at:
        raise InvalidError(mark("Choose a moment that has not passed yet."), field="closes_on")
    poll.closes_at = closes_at


def add_proposal(
    db: Session, actor: Actor, district_id: int, poll_id: int, text: ProposalText, *, item_id: int | None = None
) -> Proposal:
    """Put a proposal on the ballot of a draft. Raises `InvalidError` for a title that is on it already."""
    actor.require(Permission.PROPOSE_WORK)
    poll = taken(db, district_id, poll_id)
    policy.require_draft(poll.state)
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
    """Change a proposal of a draft."""
    actor.require(Permission.PROPOSE_WORK)
    poll = taken(db, district_id, poll_id)
    policy.require_draft(poll.state)
    proposal = _proposal(db, district_id, poll_id, proposal_id)
    _fill(db, poll, proposal, text, item_id)
    db.flush()
    return proposal


def remove_proposal(db: Session, actor: Actor, district_id: int, poll_id: int, proposal_id: int) -> None:
    """Take a proposal off the ballot of a draft."""
    actor.require(Permission.PROPOSE_WORK)
    poll = taken(db, district_id, poll_id)
    policy.require_draft(poll.state)
    db.delete(_proposal(db, district_id, poll_id, proposal_id))
    db.flush()


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
    said = text.checked(poll.budget)
    if item_id is not None:
        item_of(db, poll.district_id, item_id)
    same = db.scalar(
        select(Proposal.id).where(
            Proposal.poll_id == poll.id, Proposal.title == said.title, Proposal.position != proposal.position
        )
    )
    if same is not None:
        raise InvalidError(mark("There is a proposal with this title in this vote already."), field="title")
    proposal.title, proposal.what, proposal.amount = said.title, said.what, said.minutes_week
    proposal.expected, proposal.how_noticed, proposal.item_id = said.expected, said.how_noticed, item_id
