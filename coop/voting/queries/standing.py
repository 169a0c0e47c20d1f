"""Where a member stands in the votes that are open now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.members.policy import Hindrance
from coop.members.queries import Membership, my_hindrances
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


def has_voted_before(db: Session, district_id: int) -> bool:
    """Whether a vote of this neighbourhood was ever opened; one that was imported is not its own."""
    opened = Poll.district_id == district_id, Poll.opened_at.is_not(None), Poll.source_digest.is_(None)
    return db.scalar(select(Poll.id).where(*opened).limit(1)) is not None


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A vote that is open, for one reader. `against`: why not on the roll, as the register says now."""

    id: int
    title: str
    closes_at: datetime
    roll_on: date
    on_roll: bool
    has_voted: bool
    against: Sequence[Hindrance]


def open_votes_for(db: Session, district_id: int, mine: Membership | None, at: datetime) -> list[OpenVote]:
    """Every vote that is open at `at`, soonest closing first, and where a member (None: no member) stands in it."""
    on_roll, voted = open_standing(db, district_id, mine.id) if mine else (frozenset[int](), frozenset[int]())
    rows = db.execute(
        select(Poll.id, Poll.title, Poll.closes_at, Poll.opened_at)
        .where(Poll.district_id == district_id, Poll.state == PollState.OPEN, Poll.closes_at > at)
        .order_by(Poll.closes_at, Poll.id)
    )
    found = []
    for poll_id, title, closes_at, opened_at in rows.all():
        day = local_day(opened_at or at)
        against = my_hindrances(db, mine, day) if mine and poll_id not in on_roll else []
        found.append(OpenVote(poll_id, title, closes_at, day, poll_id in on_roll, poll_id in voted, against))
    return found
