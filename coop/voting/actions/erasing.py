"""Taking the names off a vote when nobody can contest it any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from coop.ballotbox.policy import Channel
from coop.voting.models import BallotLetter, PaperMistake, Poll, Proxy, RollRow, StoredBallot
from coop.voting.policy import PollState


def votes_to_unname(db: Session, before: datetime) -> Sequence[Poll]:
    """Votes published before a moment, or void and due to close before it, that still hold names."""
    published = and_(Poll.state == PollState.PUBLISHED, Poll.published_at <= before)
    void = and_(Poll.state == PollState.VOID, Poll.closes_at <= before)
    named = or_(*(Poll.id.in_(select(table.poll_id)) for table in (RollRow, PaperMistake)))
    return db.scalars(select(Poll).where(or_(published, void), named).order_by(Poll.id)).all()


def unname_vote(db: Session, poll_id: int) -> None:
    """Take the names off its ballots and remove list of voters, letters, proxies and mistaken notes of paper.

    What is counted stays. Of a member on paper a row only says so, and goes; the paper itself is a row of nobody.
    """
    of_poll = StoredBallot.poll_id == poll_id
    db.execute(
        delete(StoredBallot).where(
            of_poll, StoredBallot.channel == Channel.PAPER, StoredBallot.membership_id.is_not(None)
        )
    )
    named = or_(StoredBallot.membership_id.is_not(None), StoredBallot.helper_id.is_not(None))
    db.execute(
        update(StoredBallot).where(of_poll, named).values(membership_id=None, helper_id=None, submission="", receipt="")
    )
    # Notes of paper last: the database keeps them as long as there is a list of voters.
    for table in (BallotLetter, Proxy, RollRow, PaperMistake):
        db.execute(delete(table).where(table.poll_id == poll_id))
