"""Questions about paper ballots and how far they are counted, and about notes of paper that were mistakes."""

from collections.abc import Sequence

from sqlalchemy import select

from coop.kernel.db import Session
from coop.voting.models import PaperCount, PaperEntry, PaperMistake, Poll
from coop.voting.policy.roll import PaperState, Typed
from coop.voting.queries.roll import paper_registered


def paper_count_of(db: Session, poll: Poll) -> PaperCount | None:
    """The settled paper of a vote, None before."""
    return db.scalar(
        select(PaperCount).where(PaperCount.poll_id == poll.id, PaperCount.district_id == poll.district_id)
    )


def paper_state(db: Session, poll: Poll) -> PaperState:
    """What was typed so far, both times, beside how many handed in paper."""
    turns: dict[int, dict[int, Typed]] = {1: {}, 2: {}}
    mine = PaperEntry.poll_id == poll.id, PaperEntry.district_id == poll.district_id
    for row in db.scalars(select(PaperEntry).where(*mine)):
        turns[row.turn][row.number] = Typed(tuple(row.choices), row.code, row.unreadable)
    return PaperState(paper_registered(db, poll), turns[1], turns[2])


def turn_of(db: Session, poll: Poll, account_id: int | None) -> int | None:
    """The turn in which this teller types, None before their first ballot."""
    mine = PaperEntry.poll_id == poll.id, PaperEntry.teller_id == account_id
    return db.scalar(select(PaperEntry.turn).where(*mine).limit(1))


def paper_mistakes_of(db: Session, poll: Poll) -> Sequence[PaperMistake]:
    """Notes of paper that were said to be mistakes, signed or not, oldest first."""
    mine = PaperMistake.poll_id == poll.id, PaperMistake.district_id == poll.district_id
    return db.scalars(select(PaperMistake).where(*mine).order_by(PaperMistake.id)).all()


def open_mistake(db: Session, poll: Poll, membership_id: int) -> PaperMistake | None:
    """What waits for a second signature about this member."""
    mine = PaperMistake.poll_id == poll.id, PaperMistake.membership_id == membership_id
    return db.scalar(select(PaperMistake).where(*mine, PaperMistake.signed_at.is_(None)))
