"""Where a member stands in the votes that are open now."""

from sqlalchemy import select

from coop.kernel.db import Session
from coop.voting.models import Poll, RollRow
from coop.voting.policy import PollState
from coop.voting.queries.polls import voted_in


def open_standing(db: Session, district_id: int, membership_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """The open votes on whose roll a member stands, and those of them in which this member has voted."""
    on_roll = frozenset(
        db.scalars(
            select(RollRow.poll_id)
            .join(Poll, Poll.id == RollRow.poll_id)
            .where(
                RollRow.membership_id == membership_id,
                RollRow.district_id == district_id,
                Poll.state == PollState.OPEN,
            )
        )
    )
    return on_roll, on_roll & voted_in(db, district_id, membership_id)
