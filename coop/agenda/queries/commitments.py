"""Questions about commitments of the team."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, select

from coop.agenda.models import Commitment, CommitmentNote, Item
from coop.agenda.policy import FINAL, CommitmentState
from coop.agenda.policy.answering import REMIND_BEFORE_PROMISED
from coop.identity.models import Account
from coop.kernel.db import Session, rows_of
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.models import TeamMember


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment as a list shows it."""

    id: int
    title: str
    who: str
    how_noticed: str
    minutes_week: int
    source: str
    state: CommitmentState
    made_on: date
    due_on: date
    item_id: int | None
    item_title: str | None

    def is_late(self, today: date) -> bool:
        """Whether the day has passed while the team has not said that it is done or stopped."""
        return self.state in (CommitmentState.OPEN, CommitmentState.PARTLY) and today > self.due_on


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One report of progress."""

    state: CommitmentState
    text: str
    name: str
    at: datetime
    due_before: date | None = None
    due_after: date | None = None
    who_before: str = ""
    who_after: str = ""


_COLUMNS = (
    Commitment.id,
    Commitment.title,
    Commitment.who,
    Commitment.how_noticed,
    Commitment.minutes_week,
    Commitment.source,
    Commitment.state,
    Commitment.made_on,
    Commitment.due_on,
    Commitment.item_id,
    Item.title.label("item_title"),
)


def commitments_of(
    db: Session, district_id: int, state: CommitmentState | None = None, *, item_id: int | None = None
) -> list[CommitmentRow]:
    """Commitments of the team, soonest due first; all of them, or those in `state` or about one item."""
    query = _listing(state, of_item=item_id is not None)
    rows = rows_of(db, query, {"district_id": district_id, "item_id": item_id})
    return [CommitmentRow(*row) for row in rows]


@lru_cache(maxsize=32)
def _listing(state: CommitmentState | None, *, of_item: bool) -> Any:
    query = (
        select(*_COLUMNS)
        .outerjoin(Item, Item.id == Commitment.item_id)
        .where(Commitment.district_id == bindparam("district_id"))
        .order_by(Commitment.due_on, Commitment.id)
    )
    if state is not None:
        query = query.where(Commitment.state == state)
    return query.where(Commitment.item_id == bindparam("item_id")) if of_item else query


def promises_to_tell_of(db: Session, district_id: int, account_id: int, today: date) -> list[CommitmentRow]:
    """What this member of the team promised and must soon, or should already, tell of; soonest due first."""
    rows = db.execute(
        select(*_COLUMNS)
        .join(TeamMember, TeamMember.id == Commitment.team_member_id)
        .outerjoin(Item, Item.id == Commitment.item_id)
        .where(Commitment.district_id == district_id, TeamMember.account_id == account_id)
        .where(Commitment.state.not_in(FINAL), Commitment.due_on <= today + REMIND_BEFORE_PROMISED)
        .order_by(Commitment.due_on, Commitment.id)
    )
    return [CommitmentRow(*row) for row in rows]


def commitment_of(db: Session, district_id: int, commitment_id: int) -> CommitmentRow:
    """One commitment. Raises `NotFoundError`, also for one of another neighbourhood."""
    row = db.execute(
        select(*_COLUMNS)
        .outerjoin(Item, Item.id == Commitment.item_id)
        .where(Commitment.district_id == district_id, Commitment.id == commitment_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(mark("There is no such commitment in this neighbourhood."))
    return CommitmentRow(*row)


def notes_of(db: Session, district_id: int, commitment_id: int) -> list[NoteRow]:
    """Reports of progress on one commitment, newest first."""
    rows = db.execute(
        select(
            *(CommitmentNote.state, CommitmentNote.text, Account.name, CommitmentNote.at),
            *(CommitmentNote.due_before, CommitmentNote.due_after, CommitmentNote.who_before, CommitmentNote.who_after),
        )
        .join(Account, Account.id == CommitmentNote.account_id)
        .where(CommitmentNote.district_id == district_id, CommitmentNote.commitment_id == commitment_id)
        .order_by(CommitmentNote.at.desc(), CommitmentNote.id.desc())
    )
    return [NoteRow(*row) for row in rows]


def commitment_counts(db: Session, district_id: int) -> dict[CommitmentState, int]:
    """How many commitments are in each state; every state is named."""
    counts = dict.fromkeys(CommitmentState, 0)
    rows = db.execute(
        select(Commitment.state, func.count()).where(Commitment.district_id == district_id).group_by(Commitment.state)
    )
    for state, number in rows:
        counts[state] = number
    return counts
