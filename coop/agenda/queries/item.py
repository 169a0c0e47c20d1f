"""Questions about one item: everything its page shows, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from coop.agenda.models import Comment, HistoryRow, Item, Offer, Support
from coop.agenda.policy import OPEN_STATES, Domain, ItemState, Kind, Origin
from coop.identity.models import Account
from coop.kernel.access import Role
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark


@dataclass(frozen=True, slots=True)
class Relative:
    """An item to which this one is tied by a merge, with its own supporters."""

    id: int
    title: str
    supporters: int


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """An item in full.

    `supporters`: different people over it and everything merged into it; `own_supporters`: of this item alone;
    `supported`: whether the reader supports it.
    """

    id: int
    district_id: int
    kind: Kind
    domain: Domain
    state: ItemState
    title: str
    in_short: str
    details: str
    place: str
    origin: Origin
    account_id: int
    created_at: datetime
    supporters: int
    own_supporters: int
    supported: bool
    merged_into: Relative | None
    duplicates: tuple[Relative, ...]

    @property
    def is_open(self) -> bool:
        """Whether support, help and comments can be added."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the history of an item."""

    state: ItemState
    role: Role
    name: str
    reason: str
    other_id: int | None
    other_title: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Voice:
    """A comment."""

    id: int
    role: Role
    name: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Help:
    """An offer of help."""

    id: int
    account_id: int
    name: str
    text: str
    at: datetime


def item_of(db: Session, district_id: int, item_id: int, *, account_id: int | None = None) -> ItemDetails:
    """One item, as seen by `account_id`. Raises `NotFoundError`, also for one of another neighbourhood."""
    family = _family(db, district_id, item_id)
    item = family.get(item_id)
    if item is None:
        raise NotFoundError(mark("There is no such item on the agenda of this neighbourhood."))
    own, total, supported = _supports(db, district_id, item, account_id)
    relatives = {other.id: Relative(other.id, other.title, own.get(other.id, 0)) for other in family.values()}
    return ItemDetails(
        id=item.id,
        district_id=item.district_id,
        kind=item.kind,
        domain=item.domain,
        state=item.state,
        title=item.title,
        in_short=item.in_short,
        details=item.details,
        place=item.place,
        origin=item.origin,
        account_id=item.account_id,
        created_at=item.created_at,
        supporters=total,
        own_supporters=own.get(item.id, 0),
        supported=supported,
        merged_into=relatives[item.merged_into_id] if item.merged_into_id else None,
        duplicates=tuple(relatives[other.id] for other in family.values() if other.merged_into_id == item.id),
    )


def _family(db: Session, district_id: int, item_id: int) -> dict[int, Item]:
    """The item, the one it was merged into, and those merged into it; by id."""
    above = select(Item.merged_into_id).where(Item.id == item_id).scalar_subquery()
    rows = db.scalars(
        select(Item)
        .where(
            Item.district_id == district_id,
            or_(Item.id == item_id, Item.merged_into_id == item_id, Item.id == above),
        )
        .order_by(Item.id)
    )
    return {item.id: item for item in rows}


def _supports(db: Session, district_id: int, item: Item, account_id: int | None) -> tuple[dict[int, int], int, bool]:
    """Supporters per item of the group, different supporters of the whole group, and whether the reader is one."""
    head = item.head_id or item.id
    in_group = (Support.district_id == district_id, or_(Item.id == head, Item.head_id == head))
    everybody = (
        select(func.count(Support.account_id.distinct()))
        .join(Item, Item.id == Support.item_id)
        .where(*in_group)
        .scalar_subquery()
    )
    rows = db.execute(
        select(
            Support.item_id,
            func.count(),
            func.count().filter(Support.account_id == (account_id or 0)),
            everybody,
        )
        .join(Item, Item.id == Support.item_id)
        .where(*in_group)
        .group_by(Support.item_id)
    ).all()
    own = {row[0]: row[1] for row in rows}
    # Of a merged item the page shows its own supporters; of the others those of the whole group.
    total = own.get(item.id, 0) if item.state is ItemState.MERGED else (rows[0][3] if rows else 0)
    return own, total, any(row[0] == item.id and row[2] for row in rows)


def history_of(db: Session, district_id: int, item_id: int) -> list[Change]:
    """Every change of state of an item, oldest first."""
    rows = db.execute(
        select(
            HistoryRow.state,
            HistoryRow.role,
            Account.name,
            HistoryRow.reason,
            HistoryRow.other_item_id,
            Item.title,
            HistoryRow.at,
        )
        .join(Account, Account.id == HistoryRow.account_id)
        .outerjoin(Item, Item.id == HistoryRow.other_item_id)
        .where(HistoryRow.district_id == district_id, HistoryRow.item_id == item_id)
        .order_by(HistoryRow.at, HistoryRow.id)
    )
    return [Change(*row) for row in rows]


def comments_of(db: Session, district_id: int, item_id: int) -> list[Voice]:
    """Comments on an item, oldest first."""
    rows = db.execute(
        select(Comment.id, Comment.role, Account.name, Comment.text, Comment.at)
        .join(Account, Account.id == Comment.account_id)
        .where(Comment.district_id == district_id, Comment.item_id == item_id)
        .order_by(Comment.at, Comment.id)
    )
    return [Voice(*row) for row in rows]


def offers_of(db: Session, district_id: int, item_id: int) -> list[Help]:
    """Offers of help with an item, oldest first."""
    rows = db.execute(
        select(Offer.id, Offer.account_id, Account.name, Offer.text, Offer.at)
        .join(Account, Account.id == Offer.account_id)
        .where(Offer.district_id == district_id, Offer.item_id == item_id)
        .order_by(Offer.at, Offer.id)
    )
    return [Help(*row) for row in rows]
