"""Destroying key and envelopes of a secret vote, once nobody can object any more to its outcome or to its end."""

from datetime import datetime

from sqlalchemy import select

from coop.ballotbox import actions as boxes
from coop.ballotbox.models import Box
from coop.ballotbox.policy import OUTCOME_KNOWABLE, BoxState, objections_over
from coop.ballotbox.queries import announced
from coop.kernel.db import Session
from coop.voting.actions.sealed import Hands
from coop.voting.actions.taken import taken
from coop.voting.models import Poll, SealedPoll
from coop.voting.policy import PollState


def boxes_to_destroy(db: Session, *, at: datetime) -> list[int]:
    """Boxes of published and void votes whose time to object is over.

    Of a vote that became void before anybody could know its outcome, at once: nobody misses what was never counted.
    """
    rows = db.execute(
        select(Box.id, Box.state, Poll.published_at, Poll.void_at)
        .join(SealedPoll, SealedPoll.box_id == Box.id)
        .join(Poll, Poll.id == SealedPoll.poll_id)
        .where(Box.state != BoxState.DESTROYED, Poll.state.in_((PollState.PUBLISHED, PollState.VOID)))
        .order_by(Box.id)
    )
    return [
        box_id
        for box_id, state, published_at, void_at in rows
        if (since := published_at or (void_at if state in OUTCOME_KNOWABLE else None)) is None
        or objections_over(since, at)
    ]


def destroy_box(db: Session, box_id: int, hands: Hands, *, at: datetime) -> None:
    """Destroy envelopes and key of one of `boxes_to_destroy`.

    The key goes before the commit: when that fails, this is done again, and a key that is gone stays gone.
    """
    poll = db.scalars(
        select(Poll).join(SealedPoll, SealedPoll.poll_id == Poll.id).where(SealedPoll.box_id == box_id)
    ).one()
    poll = taken(db, poll.district_id, poll.id)
    if poll.state is PollState.VOID:
        box = boxes.wipe_box(db, poll.district_id, box_id, site=hands.site, at=at)
    else:
        published_at = poll.published_at or at
        box = boxes.destroy_box(db, poll.district_id, box_id, site=hands.site, published_at=published_at, at=at)
    # Tellers destroy their own codes.
    if announced(box).facts["custody"]["kind"] == "vault":
        hands.keeper.destroy(box.name)


def destroy_void_box(db: Session, district_id: int, poll_id: int, hands: Hands, *, at: datetime) -> None:
    """Destroy envelopes and key of a vote that was declared void and kept so, when nobody needs them any more."""
    query = select(SealedPoll.box_id).join(Poll, Poll.id == SealedPoll.poll_id)
    void = query.where(Poll.id == poll_id, Poll.district_id == district_id, Poll.state == PollState.VOID)
    box_id = db.scalar(void)
    if box_id in boxes_to_destroy(db, at=at):
        destroy_box(db, box_id, hands, at=at)


def destroy_due_boxes(db: Session, hands: Hands, *, at: datetime) -> int:
    """Destroy every box whose moment has come, in one transaction; returns how many."""
    due = boxes_to_destroy(db, at=at)
    for box_id in due:
        destroy_box(db, box_id, hands, at=at)
    return len(due)
