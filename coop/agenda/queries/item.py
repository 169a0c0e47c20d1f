"""Questions about one item: everything its page shows, in a fixed number of statements."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, exists, func, select, union
from sqlalchemy.orm import aliased

from coop.agenda.models import Follow, HistoryRow, Item, ItemSource, Offer, Photo, Support
from coop.agenda.policy import OPEN_STATES, Domain, ItemState, Kind, Origin
from coop.agenda.policy.answering import is_overdue
from coop.agenda.policy.checking import waits_for_check
from coop.agenda.policy.talk import TalkState
from coop.agenda.queries.items import group_of
from coop.identity.models import Account
from coop.kernel.access import Role
from coop.kernel.db import Session, rows_of
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.ties.models import Tie
from coop.ties.policy import Matter


@dataclass(frozen=True, slots=True)
class Relative:
    """An item to which this one is tied by a merge, with its own supporters."""

    id: int
    title: str
    supporters: int


@dataclass(frozen=True, slots=True)
class Origination:
    """Where an item was copied from; `number` is that of the thing there, like "agenda/12"."""

    cooperative: str
    number: str
    url: str
    dated_on: date


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """An item in full.

    `supporters`: different people over it and everything merged into it; `own_supporters`: of this item alone;
    `heard`: how often it was heard at doors, what was merged into it included;
    `supported`, `followed`: whether the reader supports it, or follows it; `owner`: the name of the board member who
    sees to it; `has_photos`, `has_ties`: whether there are any to ask for; `checker`: of who said that the typed words
    are right.
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
    area: str
    origin: Origin
    account_id: int
    created_at: datetime
    answer_due_on: date | None
    owner: str | None
    supporters: int
    own_supporters: int
    supported: bool
    followed: bool
    has_photos: bool
    has_ties: bool
    heard: int
    talk: TalkState
    reworded_at: datetime | None
    checked_at: datetime | None
    checker: str | None
    source: Origination | None
    merged_into: Relative | None
    duplicates: tuple[Relative, ...]

    @property
    def is_open(self) -> bool:
        """Whether support, help and comments can be added."""
        return self.state in OPEN_STATES

    @property
    def waits_for_check(self) -> bool:
        """Whether a second person has to look at the words first."""
        return waits_for_check(self.origin, self.state, self.checked_at)

    @property
    def talks(self) -> bool:
        """Whether something can be added to the conversation about it."""
        return self.is_open and self.talk is not TalkState.CLOSED

    def is_overdue(self, today: date) -> bool:
        """Whether the answer should have been there."""
        return self.answer_due_on is not None and is_overdue(self.answer_due_on, today)


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the history of an item."""

    state: ItemState
    role: Role
    name: str
    reason: str
    passed_to: str
    other_id: int | None
    other_title: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Help:
    """An offer of help."""

    id: int
    account_id: int
    name: str
    text: str
    at: datetime


# The statements do not depend on who asks what: each is built once.
_DISTRICT: BindParameter[int] = bindparam("district_id")
_ITEM: BindParameter[int] = bindparam("item_id")
_HEAD: BindParameter[int] = bindparam("head_id")


def _key(district_id: int, item_id: int) -> dict[str, int]:
    return {"district_id": district_id, "item_id": item_id}


def item_of(db: Session, district_id: int, item_id: int, *, account_id: int | None = None) -> ItemDetails:
    """One item, as seen by `account_id`. Raises `NotFoundError`, also for one of another neighbourhood."""
    family = _family(db, district_id, item_id, account_id)
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
        area=item.area,
        origin=item.origin,
        account_id=item.account_id,
        created_at=item.created_at,
        answer_due_on=item.answer_due_on,
        owner=item.owner,
        supporters=total,
        own_supporters=own.get(item.id, 0),
        supported=supported,
        followed=bool(item.followed),
        has_photos=bool(item.has_photos),
        has_ties=bool(item.has_ties),
        heard=item.heard + sum(one.heard for one in family.values() if one.merged_into_id == item.id),
        talk=item.talk,
        reworded_at=item.reworded_at,
        checked_at=item.checked_at,
        checker=item.checker,
        source=Origination(item.cooperative, item.number, item.url, item.dated_on) if item.cooperative else None,
        merged_into=relatives[item.merged_into_id] if item.merged_into_id else None,
        duplicates=tuple(relatives[other.id] for other in family.values() if other.merged_into_id == item.id),
    )


_FOLLOWED = exists().where(Follow.item_id == Item.id, Follow.account_id == bindparam("account_id")).correlate(Item)
_PHOTOS = exists().where(Photo.item_id == Item.id).correlate(Item)
_TIES = exists().where(Tie.matter == Matter.ITEM, Tie.matter_id == Item.id).correlate(Item)
_CHECKER = aliased(Account)
# The item, the one it was merged into, and those merged into it; UNION ALL would be taken apart again by SQLite.
_NUMBERS = union(
    select(Item.id).where(Item.id == _ITEM),
    select(Item.merged_into_id).where(Item.id == _ITEM),
    select(Item.id).where(Item.merged_into_id == _ITEM),
).subquery()
_FAMILY = (
    select(
        *(Item.id, Item.district_id, Item.kind, Item.domain, Item.state, Item.title, Item.in_short, Item.details),
        *(Item.place, Item.area, Item.origin, Item.account_id, Item.merged_into_id, Item.head_id, Item.created_at),
        *(Item.answer_due_on, Account.name.label("owner"), Item.heard, Item.talk, _FOLLOWED.label("followed")),
        *(_PHOTOS.label("has_photos"), _TIES.label("has_ties")),
        *(Item.reworded_at, Item.checked_at, _CHECKER.name.label("checker")),
        *(ItemSource.cooperative, ItemSource.number, ItemSource.url, ItemSource.dated_on),
    )
    .outerjoin(Account, Account.id == Item.owner_id)
    .outerjoin(_CHECKER, _CHECKER.id == Item.checked_by)
    .outerjoin(ItemSource, ItemSource.item_id == Item.id)
    .join(_NUMBERS, _NUMBERS.c.id == Item.id)
    .where(Item.district_id == _DISTRICT)
    .order_by(Item.id)
)


def _family(db: Session, district_id: int, item_id: int, account_id: int | None) -> dict[int, Any]:
    """The item, the one it was merged into, and those merged into it; by id."""
    asked = {**_key(district_id, item_id), "account_id": account_id or 0}
    return {item.id: item for item in rows_of(db, _FAMILY, asked)}


_EVERYBODY = select(func.count(Support.account_id.distinct())).where(Support.item_id.in_(group_of(_HEAD)))
_SUPPORTS = (
    select(
        Support.item_id,
        func.count(),
        func.count().filter(Support.account_id == bindparam("account_id")),
        _EVERYBODY.scalar_subquery(),
    )
    .where(Support.item_id.in_(group_of(_HEAD)))
    .group_by(Support.item_id)
)


def _supports(db: Session, district_id: int, item: Any, account_id: int | None) -> tuple[dict[int, int], int, bool]:
    """Supporters per item of the group, different supporters of the whole group, and whether the reader is one."""
    head = item.head_id or item.id
    asked = {"district_id": district_id, "head_id": head, "account_id": account_id or 0}
    rows = rows_of(db, _SUPPORTS, asked).all()
    own = {row[0]: row[1] for row in rows}
    # Of a merged item the page shows its own supporters; of the others those of the whole group.
    total = own.get(item.id, 0) if item.state is ItemState.MERGED else (rows[0][3] if rows else 0)
    return own, total, any(row[0] == item.id and row[2] for row in rows)


# Which neighbourhood is asked of the item: of two indexes on the rows themselves SQLite may take that of all of them.
_THIS = aliased(Item)
_HISTORY = (
    select(
        HistoryRow.state,
        HistoryRow.role,
        Account.name,
        HistoryRow.reason,
        HistoryRow.passed_to,
        HistoryRow.other_item_id,
        Item.title,
        HistoryRow.at,
    )
    .join(Account, Account.id == HistoryRow.account_id)
    .join(_THIS, _THIS.id == HistoryRow.item_id)
    .outerjoin(Item, Item.id == HistoryRow.other_item_id)
    .where(_THIS.id == _ITEM, _THIS.district_id == _DISTRICT)
    .order_by(HistoryRow.at, HistoryRow.id)
)


def history_of(db: Session, district_id: int, item_id: int) -> list[Change]:
    """Every change of state of an item, oldest first."""
    rows = rows_of(db, _HISTORY, _key(district_id, item_id))
    return [Change(*row) for row in rows]


_OFFERS = (
    select(Offer.id, Offer.account_id, Account.name, Offer.text, Offer.at)
    .join(Account, Account.id == Offer.account_id)
    .join(_THIS, _THIS.id == Offer.item_id)
    .where(_THIS.id == _ITEM, _THIS.district_id == _DISTRICT)
    .order_by(Offer.at, Offer.id)
)


def offers_of(db: Session, district_id: int, item_id: int) -> list[Help]:
    """Offers of help with an item, oldest first."""
    rows = rows_of(db, _OFFERS, _key(district_id, item_id))
    return [Help(*row) for row in rows]
