"""Questions about votes that are declared void by two people."""

from collections.abc import Sequence

from sqlalchemy import select

from coop.kernel.db import Session
from coop.voting.models import Poll, Voiding


def voidings_of(db: Session, poll: Poll) -> Sequence[Voiding]:
    """What was asked, signed or dropped, oldest first."""
    mine = Voiding.poll_id == poll.id, Voiding.district_id == poll.district_id
    return db.scalars(select(Voiding).where(*mine).order_by(Voiding.id)).all()


def waiting_voiding(db: Session, poll: Poll) -> Voiding | None:
    """What waits for a second signature."""
    return next((one for one in voidings_of(db, poll) if one.waits), None)
