"""Reminding once who did not vote yet, two days before closing. Nobody reads who was reminded."""

from datetime import datetime

from sqlalchemy import select

from coop.ballotbox.policy import Channel
from coop.districts.models import District
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.members.queries import running, suspended
from coop.notifications.actions import queue_mail_to_many
from coop.voting.actions.telling import TOPIC, about
from coop.voting.models import Poll, PollReminder
from coop.voting.policy.roll import REMIND_BEFORE
from coop.voting.policy.states import PollState
from coop.voting.queries.roll import ways_of

_SOON = mark("You can still vote: %(title)s")
_SOON_BODY = mark(
    "The vote about %(title)s closes on %(closes_at)s. We have no vote of you yet.\n\nVote on the website:\n"
    "%(site)s%(path)s\n\nDo you need help, or do you want to vote on paper? The same page says where. You do not want "
    "to vote? Then you need not do anything."
)


def remind_voters(db: Session, *, at: datetime) -> int:
    """Send the reminders that are due on the whole site; returns how many votes."""
    reminded = select(PollReminder.poll_id).where(PollReminder.poll_id == Poll.id).exists()
    due = select(Poll).where(
        Poll.state == PollState.OPEN, Poll.closes_at > at, Poll.closes_at <= at + REMIND_BEFORE, ~reminded
    )
    # Not where the vote opened only just now: the invitation is still fresh.
    polls = [poll for poll in db.scalars(due) if poll.opened_at and poll.opened_at <= at - REMIND_BEFORE]
    for poll in polls:
        waiting = [member for member, way in ways_of(db, poll).items() if way is Channel.NONE]
        accounts = db.scalars(
            select(Membership.account_id)
            .where(
                *(running(poll.district_id, local_day(at)), ~suspended(local_day(at))),
                *(Membership.id.in_(waiting), Membership.account_id.is_not(None)),
            )
            .order_by(Membership.account_id)
        )
        slug = db.get_one(District, poll.district_id).slug
        queue_mail_to_many(
            db,
            [one for one in accounts if one is not None],
            subject=_SOON,
            body=_SOON_BODY,
            topic=TOPIC,
            district_id=poll.district_id,
            at=at,
            params=about(poll, slug),
        )
        db.add(PollReminder(poll_id=poll.id, district_id=poll.district_id, sent_at=at))
    db.flush()
    return len(polls)
