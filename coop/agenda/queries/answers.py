"""Questions about answers: what waits for one, what became of one's own items, how often the board was in time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from coop.agenda.models import HistoryRow, Item
from coop.agenda.policy import ItemState, Kind, Origin, answering
from coop.agenda.policy.answering import Answers
from coop.agenda.policy.checking import ONLY_HEARD, waits_for_check
from coop.agenda.queries.items import supporters_of_item
from coop.identity.models import Account
from coop.kernel.clock import local_day
from coop.kernel.db import Session, UtcDateTime
from coop.ties.policy import Matter
from coop.ties.queries import board_of, tied_accounts


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A new item on which the board must decide. `owner`: the board member who sees to it, None without a board."""

    id: int
    kind: Kind
    title: str
    created_at: datetime
    due_on: date
    owner_id: int | None
    owner: str | None
    supporters: int
    account_id: int
    origin: Origin
    checked_at: datetime | None

    def is_overdue(self, today: date) -> bool:
        """Whether the last day for the answer has passed."""
        return answering.is_overdue(self.due_on, today)

    @property
    def waits_for_check(self) -> bool:
        """Whether a second person has to look at the words first."""
        return waits_for_check(self.origin, ItemState.NEW, self.checked_at)


@dataclass(frozen=True, slots=True)
class OwnItem:
    """What somebody brought in, and what happened with it last: since when, with which reason, to or into what."""

    id: int
    title: str
    state: ItemState
    due_on: date | None
    owner: str | None
    at: datetime
    reason: str
    passed_to: str
    other_id: int | None
    other_title: str | None

    def is_overdue(self, today: date) -> bool:
        """Whether the answer should have been there."""
        return self.due_on is not None and answering.is_overdue(self.due_on, today)


def items_waiting(db: Session, district_id: int) -> list[WaitingItem]:
    """New items, those with the soonest last day first: who waits longest is helped first."""
    query: Any = (
        select(
            *(Item.id, Item.kind, Item.title, Item.created_at, Item.answer_due_on, Item.owner_id, Account.name),
            supporters_of_item(),
            *(Item.account_id, Item.origin, Item.checked_at),
        )
        .outerjoin(Account, Account.id == Item.owner_id)
        .where(Item.district_id == district_id, Item.state == ItemState.NEW)
        .order_by(Item.answer_due_on, Item.id)
    )
    return [WaitingItem(*row) for row in db.execute(query)]


def items_to_check(db: Session, district_id: int, account_id: int) -> list[tuple[int, str]]:
    """The number and the title of new items that somebody else typed for a resident and nobody has checked."""
    rows = db.execute(
        select(Item.id, Item.title)
        .where(Item.district_id == district_id, Item.state == ItemState.NEW, Item.account_id != account_id)
        .where(Item.origin.in_(ONLY_HEARD), Item.checked_at.is_(None))
        .order_by(Item.answer_due_on, Item.id)
    )
    return [(row.id, row.title) for row in rows]


def items_by(db: Session, district_id: int, account_id: int) -> list[OwnItem]:
    """Items somebody brought in, newest first, in every state, with the last row of the history of each."""
    other = aliased(Item)
    last = select(func.max(HistoryRow.id)).where(HistoryRow.item_id == Item.id).correlate(Item).scalar_subquery()
    query: Any = (
        select(
            *(Item.id, Item.title, Item.state, Item.answer_due_on, Account.name, HistoryRow.at, HistoryRow.reason),
            *(HistoryRow.passed_to, HistoryRow.other_item_id, other.title),
        )
        .join(HistoryRow, HistoryRow.id == last)
        .outerjoin(Account, Account.id == Item.owner_id)
        .outerjoin(other, other.id == HistoryRow.other_item_id)
        .where(Item.district_id == district_id, Item.account_id == account_id)
        .order_by(Item.created_at.desc(), Item.id.desc())
    )
    return [OwnItem(*row) for row in db.execute(query)]


def answers_between(db: Session, district_id: int, starts_on: date, ends_on: date, at: datetime) -> Answers:
    """How the board kept its time, of the answers whose last day fell from `starts_on` to `ends_on`."""
    following = func.lead(HistoryRow.at, type_=UtcDateTime).over(
        partition_by=HistoryRow.item_id, order_by=HistoryRow.id
    )
    steps = (
        select(HistoryRow.state, HistoryRow.at, following.label("answered_at"))
        .where(HistoryRow.district_id == district_id)
        .subquery()
    )
    rows = db.execute(select(steps.c.at, steps.c.answered_at).where(steps.c.state == ItemState.NEW))
    return answering.answers_due_between([(row[0], row[1]) for row in rows], starts_on, ends_on, local_day(at))


def owner_choices(db: Session, district_id: int, item_id: int, on: date) -> list[tuple[int, str]]:
    """(account id, name) of who is on the board on a day and can see to this item, by name."""
    tied = tied_accounts(db, district_id, Matter.ITEM, item_id)
    return [one for one in board_of(db, district_id, on) if one[0] not in tied]
