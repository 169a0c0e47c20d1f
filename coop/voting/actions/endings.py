"""Open votes follow the register: with a membership end its proxies and the code of its letter."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from coop.kernel.clock import local_day
from coop.members.models import Membership
from coop.members.queries import suspended
from coop.voting.models import BallotLetter, Poll, Proxy
from coop.voting.policy import PollState


def follow_endings(db: Session, *, at: datetime) -> int:
    """End proxies to and of former members in open votes, and void their letters; returns how many of both.

    Who is suspended votes for nobody either: those proxies end, so that their givers can vote themselves.
    The roll stands still, and what was cast before keeps counting. Source: Civil Code 3:72 (a proxy ends with death).
    """
    open_polls = select(Poll.id).where(Poll.state == PollState.OPEN)
    gone = select(Membership.id).where(Membership.ended_on <= local_day(at))
    resting = select(Membership.id).where(suspended(local_day(at)))
    ended = db.execute(
        update(Proxy)
        .where(Proxy.poll_id.in_(open_polls), Proxy.revoked_at.is_(None))
        .where(or_(Proxy.giver_id.in_(gone), Proxy.holder_id.in_(gone), Proxy.holder_id.in_(resting)))
        .values(revoked_at=at)
        .returning(Proxy.id)
    ).all()
    void = db.execute(
        delete(BallotLetter)
        .where(BallotLetter.poll_id.in_(open_polls), BallotLetter.membership_id.in_(gone))
        .returning(BallotLetter.id)
    ).all()
    return len(ended) + len(void)
