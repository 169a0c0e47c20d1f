"""Counting a closed vote and publishing the result."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from coop.districts.models import District
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import ConflictError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.rules.counting import Ballot, EqualSharesRule, Instance, Lot, Project, equal_shares, explain
from coop.voting import policy
from coop.voting.actions.taken import taken
from coop.voting.actions.telling import tell_published
from coop.voting.models import Poll
from coop.voting.policy import PollState
from coop.voting.queries import choices_of


def count_poll(db: Session, actor: Actor, district_id: int, poll_id: int, seed: str, *, at: datetime) -> Poll:
    """Count a closed vote with the lot that was thrown in public after the fingerprint was known.

    Raises `ConflictError` when the ballots are not those of the fingerprint.
    """
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.COUNTED)
    ballots = choices_of(db, district_id, poll_id)
    if policy.fingerprint_of(ballots, poll.fingerprint_key) != poll.fingerprint:
        raise ConflictError(
            mark("The votes are not the same as when the vote closed. Do not count; ask who manages the server.")
        )
    poll.seed = policy.require_seed(clean_line(seed))
    poll.record = record_of(poll.id, poll.terms or {}, ballots, poll.seed, poll.fingerprint or "")
    poll.state, poll.counted_at = PollState.COUNTED, at
    db.flush()
    return poll


def record_of(
    poll_id: int, terms: Mapping[str, Any], ballots: Iterable[Sequence[str]], seed: str, fingerprint: str
) -> dict[str, Any]:
    """Count, and write down everything somebody needs to understand and to repeat it."""
    instance = Instance(
        budget=terms["budget"],
        projects={one["key"]: Project(one["amount"], one["title"]) for one in terms["options"]},
        ballots=tuple(Ballot(tuple(choices)) for choices in ballots),
    )
    lot, rule = Lot(seed=seed, vote=f"poll-{poll_id}"), EqualSharesRule()
    outcome = equal_shares(instance, rule, lot)
    return {
        "terms": dict(terms),
        "seed": seed,
        "lot_name": lot.vote,
        "fingerprint": fingerprint,
        "explanation": explain(instance, outcome, lot, rule).as_json(),
    }


def publish_poll(db: Session, actor: Actor, district_id: int, poll_id: int, *, at: datetime) -> Poll:
    """Show the result to everybody at the same moment. It never changes afterwards."""
    actor.require(Permission.MANAGE_POLL)
    poll = taken(db, district_id, poll_id)
    policy.require_step(poll.state, PollState.PUBLISHED)
    poll.state, poll.published_at = PollState.PUBLISHED, at
    db.flush()
    tell_published(db, poll, db.get_one(District, district_id).slug, at=at)
    return poll
