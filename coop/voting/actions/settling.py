"""Turning what was chosen into commitments of the team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from coop.agenda.actions import make_commitment
from coop.kernel.access import Actor, Permission, visitor
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.voting import policy
from coop.voting.actions.following import polls_to_carry_out, require_effect
from coop.voting.actions.taken import taken
from coop.voting.models import Poll, Proposal
from coop.voting.policy import PollState, Unit

# What residents decided is the work of the team also when nobody says who does it; in the language of the place.
TEAM = "Het sociaal wijkteam"
TIME_TO_DO = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Promise:
    """Who answers for a chosen proposal, and by when."""

    who: str
    due_on: date


def make_commitments(
    db: Session, actor: Actor, district_id: int, poll_id: int, promises: Mapping[str, Promise], *, at: datetime
) -> int:
    """Make commitments of chosen proposals, by key; returns how many. One that has a commitment is left alone.

    Raises `InvalidError` for a proposal that was not chosen, or on the fields `who_KEY` and `due_KEY`.
    """
    actor.require(Permission.SETTLE_POLL)
    poll = taken(db, district_id, poll_id)
    if poll.state is not PollState.PUBLISHED:
        raise ConflictError(mark("Publish the result first."))
    if not poll.ballot_kind.becomes_commitment:
        raise ConflictError(mark("This vote is not about work of the team. No commitment follows from it."))
    winners = policy.winners_of(poll.record or {})
    if not set(promises) <= set(winners):
        raise InvalidError(mark("Only what was chosen becomes a commitment."))
    require_effect(db, actor, poll, list(promises), at=at)
    return _make(db, actor, poll, promises, at)


def carry_out_votes(db: Session, *, at: datetime) -> int:
    """Make commitments of the team of every outcome in effect that nobody took up in time; returns how many."""
    made = 0
    for found in polls_to_carry_out(db, at=at):
        poll = taken(db, found.district_id, found.id)
        promise = Promise(TEAM, local_day(at) + TIME_TO_DO)
        promises = dict.fromkeys(policy.winners_of(poll.record or {}), promise)
        made += _make(db, visitor(poll.district_id), poll, promises, at)
    return made


def _make(db: Session, actor: Actor, poll: Poll, promises: Mapping[str, Promise], at: datetime) -> int:
    rows = db.scalars(
        select(Proposal)
        .where(Proposal.poll_id == poll.id, Proposal.key.in_(list(promises)), Proposal.commitment_id.is_(None))
        .order_by(Proposal.position)
    ).all()
    for row in rows:
        promise = promises[row.key]
        try:
            made = make_commitment(
                db,
                actor,
                poll.district_id,
                title=row.title,
                who=promise.who,
                how_noticed=row.how_noticed or row.what,
                due_on=promise.due_on,
                minutes_week=row.amount if poll.ballot_kind.divides and poll.unit is Unit.HOURS else 0,
                item_id=row.item_id,
                source=poll.title,
                at=at,
            )
        except InvalidError as refusal:
            part = {"who": "who", "due_on": "due"}.get(refusal.field or "", "who")
            raise InvalidError(refusal.message, field=f"{part}_{row.key}", **refusal.params) from refusal
        row.commitment_id = made.id
    db.flush()
    return len(rows)
