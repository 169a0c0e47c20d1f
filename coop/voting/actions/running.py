"""Opening, and closing by the clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from coop.ballotbox.policy import Channel
from coop.districts.models import District
from coop.districts.policy import Subject
from coop.districts.queries import mandate_snapshot
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.members.queries import electoral_roll, rules_on
from coop.voting import policy
from coop.voting.actions.taken import taken
from coop.voting.actions.telling import tell_opened, tell_participation
from coop.voting.models import Poll, Proposal, RollRow
from coop.voting.policy import BallotKind, PollState
from coop.voting.queries import choices_of, ways_of


def open_poll(
    db: Session, actor: Actor, district_id: int, poll_id: int, *, at: datetime, key: str = "", sealed: str = ""
) -> Poll:
    """Open a draft: freeze its terms, its mandate and its electoral roll. `key` (random) hides the fingerprint.

    `sealed`: ballots are closed envelopes in the box of this name; use `open_sealed_poll`, which also makes the box.
    """
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.OPEN)
    options = db.execute(
        select(Proposal.key, Proposal.title, Proposal.amount)
        .where(Proposal.poll_id == poll_id)
        .order_by(Proposal.position)
    ).all()
    policy.require_openable(
        poll.vote_kind,
        len(options),
        poll.closes_at,
        at,
        ballot_kind=poll.ballot_kind,
        seats=poll.rules.seats,
    )
    today = local_day(at)
    # Judged by the statutes of today; a later change of member or statutes does not touch this vote.
    members = electoral_roll(db, district_id, today).entitled
    if not members:
        raise ConflictError(mark("There are no members yet who could vote."))
    subject = subject_of(poll)
    mandate = mandate_snapshot(db, district_id, subject, today) if subject else None
    policy.require_not_declined(mandate is not None and mandate.declined, poll.vote_kind)
    poll.mandate = mandate.as_json() if mandate else None
    proxies = rules_on(db, district_id, today).proxies_per_holder
    poll.terms = {**terms_of(poll, [(key, title, amount) for key, title, amount in options]), "proxies": proxies}
    if sealed:
        poll.terms |= {"secrecy": "sealed", "lot_name": sealed}
    poll.entitled = len(members)
    poll.inhabitants = db.scalar(select(District.inhabitants).where(District.id == district_id))
    poll.state, poll.opened_at, poll.fingerprint_key = PollState.OPEN, at, key
    db.flush()
    db.execute(
        insert(RollRow),
        [{"district_id": district_id, "poll_id": poll_id, "membership_id": member} for member in members],
    )
    tell_opened(db, poll, db.get_one(District, district_id).slug, at=at)
    return poll


def subject_of(poll: Poll) -> Subject | None:
    """On what the residents have a say here, None for the own affairs of the co-operative."""
    if poll.ballot_kind is BallotKind.PRIORITIES:
        return Subject.PRIORITIES
    if poll.ballot_kind is BallotKind.BUDGET:
        return Subject.BUDGET
    return Subject(poll.subject) if poll.subject else None


def terms_of(poll: Poll, options: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    """The copy of everything that stands still from the opening on; of a motion, options are for, against and blank."""
    on_ballot = [{"key": key, "title": title, "amount": amount} for key, title, amount in options]
    is_motion = poll.ballot_kind is BallotKind.MOTION
    return {
        "kind": poll.ballot_kind.value,
        "vote_kind": poll.vote_kind.value,
        "title": poll.title,
        "question": poll.question,
        "unit": poll.unit.value if poll.ballot_kind.divides else None,
        **({} if poll.currency == policy.EURO else {"currency": poll.currency}),
        "budget": poll.budget,
        "closes_at": poll.closes_at.isoformat(),
        "options": policy.motion_options() if is_motion else on_ballot,
        "rule": policy.rule_of(poll.ballot_kind, poll.rules),
        **({"motion": on_ballot} if is_motion else {}),
    }


def close_poll(db: Session, actor: Actor, district_id: int, poll_id: int, *, at: datetime) -> Poll:
    """Close a vote whose moment has come and publish the fingerprint of its ballots."""
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.CLOSED)
    policy.require_due(poll.closes_at, at)
    _close(db, poll, at)
    return poll


def close_due_polls(db: Session, *, at: datetime) -> list[Poll]:
    """Close every vote on the site whose moment has come: for the job that looks at the clock."""
    due = select(Poll.district_id, Poll.id).where(Poll.state == PollState.OPEN, Poll.closes_at <= at).order_by(Poll.id)
    polls = [taken(db, district_id, poll_id) for district_id, poll_id in db.execute(due).all()]
    still_open = [poll for poll in polls if poll.state is PollState.OPEN]
    for poll in still_open:
        _close(db, poll, at)
    return still_open


def _close(db: Session, poll: Poll, at: datetime) -> None:
    poll.fingerprint = policy.fingerprint_of(choices_of(db, poll.district_id, poll.id), poll.fingerprint_key)
    poll.state, poll.closed_at = PollState.CLOSED, at
    db.flush()
    if not poll.is_sealed:
        # Whoever voted on the website saw a receipt; for whom another paper or person spoke is told so now.
        ways = {member: way for member, way in ways_of(db, poll).items() if way not in (Channel.NONE, Channel.ONLINE)}
        tell_participation(db, poll, db.get_one(District, poll.district_id).slug, ways, at=at)
