"""Questions about items in lists: which, how many, how much support."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Label, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from coop.agenda.models import Comment, Item, Offer, Support
from coop.agenda.policy import OPEN_STATES, Domain, ItemState, Kind, Origin
from coop.kernel.db import Session

PAGE_SIZE = 30
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reader chose: None is "all"; without states, the open ones."""

    kind: Kind | None = None
    domain: Domain | None = None
    states: tuple[ItemState, ...] = OPEN_STATES
    text: str = ""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item as a list shows it. `supporters`: different people over it and everything merged into it."""

    id: int
    kind: Kind
    domain: Domain
    state: ItemState
    title: str
    in_short: str
    place: str
    origin: Origin
    created_at: datetime
    supporters: int
    comments: int = 0
    offers: int = 0

    @property
    def state_words(self) -> str:
        """The marked msgid of its state."""
        return self.state.words

    @property
    def state_tone(self) -> str:
        """How a tag with its state looks."""
        return self.state.tone


@dataclass(frozen=True, slots=True)
class FullItem:
    """An item in full, for print and for an edition."""

    id: int
    kind: Kind
    domain: Domain
    origin: Origin
    title: str
    in_short: str
    details: str
    place: str
    supporters: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items a filter shows, and how many each other choice of kind, domain or state would show."""

    total: int
    by_kind: dict[Kind, int]
    by_domain: dict[Domain, int]
    by_state: dict[ItemState, int]


def supporters_of_item() -> Label[int]:
    """Different supporters over an item and all that was merged into it, as a column.

    Each count is one look in an index; only items with duplicates need the dearer count over the group.
    """
    part = aliased(Item)
    alone = select(func.count()).where(Support.item_id == Item.id).correlate(Item).scalar_subquery()
    together = (
        select(func.count(Support.account_id.distinct()))
        .join(part, part.id == Support.item_id)
        .where(or_(part.id == Item.id, part.head_id == Item.id))
        .correlate(Item)
        .scalar_subquery()
    )
    has_duplicates = exists().where(part.head_id == Item.id).correlate(Item)
    return case((has_duplicates, together), else_=alone).label("supporters")


def items_of(
    db: Session,
    district_id: int,
    chosen: Filter | None = None,
    *,
    sort: str = "support",
    offset: int = 0,
    limit: int = PAGE_SIZE,
) -> list[ItemRow]:
    """Items the filter shows; most supported first, or `sort="newest"` first; newest first among equals."""
    supporters = supporters_of_item()
    newest = (Item.created_at.desc(), Item.id.desc())
    query = (
        _rows(supporters)
        .where(*_conditions(district_id, chosen or Filter()))
        .order_by(*(newest if sort == "newest" else (supporters.desc(), *newest)))
        .offset(offset)
        .limit(limit)
    )
    return _with_activity(db, db.execute(query).all())


def items_by(db: Session, district_id: int, account_id: int) -> list[ItemRow]:
    """Items somebody brought in, newest first, in every state."""
    return _newest(db, district_id, Item.account_id == account_id)


def newest_items(db: Session, district_id: int, limit: int = 5) -> list[ItemRow]:
    """The newest open items."""
    return _newest(db, district_id, Item.state.in_(OPEN_STATES), limit=limit)


def items_waiting(db: Session, district_id: int) -> list[ItemRow]:
    """New items on which the board must decide, oldest first: who waits longest is helped first."""
    return _newest(db, district_id, Item.state == ItemState.NEW)[::-1]


def agenda_choices(db: Session, district_id: int) -> list[tuple[int, str]]:
    """(id, title) of the items on the agenda, by title."""
    rows = db.execute(
        select(Item.id, Item.title)
        .where(Item.district_id == district_id, Item.state == ItemState.ON_AGENDA)
        .order_by(Item.title, Item.id)
    )
    return [(item_id, title) for item_id, title in rows]


def merge_choices(db: Session, district_id: int, item_id: int) -> list[tuple[int, str]]:
    """(id, title) of the open items into which this item can be merged, by title."""
    rows = db.execute(
        select(Item.id, Item.title)
        .where(Item.district_id == district_id, Item.state.in_(OPEN_STATES), Item.id != item_id)
        .order_by(Item.title, Item.id)
    )
    return [(other, title) for other, title in rows]


def full_agenda(db: Session, district_id: int) -> list[FullItem]:
    """Every item on the agenda in full, by domain and then most supported first."""
    supporters = supporters_of_item()
    rows = db.execute(
        select(
            Item.id,
            Item.kind,
            Item.domain,
            Item.origin,
            Item.title,
            Item.in_short,
            Item.details,
            Item.place,
            supporters,
        )
        .where(Item.district_id == district_id, Item.state == ItemState.ON_AGENDA)
        .order_by(supporters.desc(), Item.created_at, Item.id)
    )
    order = list(Domain)
    return sorted((FullItem(*row) for row in rows), key=lambda item: order.index(item.domain))


def agenda_counts(db: Session, district_id: int, chosen: Filter | None = None) -> Counts:
    """Counts for the list and for each choice beside it, in one grouped statement."""
    chosen = chosen or Filter()
    rows = db.execute(
        select(Item.kind, Item.domain, Item.state, func.count())
        .where(Item.district_id == district_id, *_matches(chosen.text))
        .group_by(Item.kind, Item.domain, Item.state)
    )
    kinds = dict.fromkeys(Kind, 0)
    domains = dict.fromkeys(Domain, 0)
    states = dict.fromkeys(ItemState, 0)
    total = 0
    for kind, domain, state, number in rows:
        right_kind = chosen.kind in (None, kind)
        right_domain = chosen.domain in (None, domain)
        right_state = state in chosen.states
        total += number * (right_kind and right_domain and right_state)
        kinds[kind] += number * (right_domain and right_state)
        domains[domain] += number * (right_kind and right_state)
        states[state] += number * (right_kind and right_domain)
    return Counts(total, kinds, domains, states)


def _rows(supporters: ColumnElement[int]) -> Any:
    return select(
        Item.id,
        Item.kind,
        Item.domain,
        Item.state,
        Item.title,
        Item.in_short,
        Item.place,
        Item.origin,
        Item.created_at,
        supporters,
    )


def _newest(
    db: Session, district_id: int, condition: ColumnElement[bool], *, limit: int | None = None
) -> list[ItemRow]:
    query = (
        _rows(supporters_of_item())
        .where(Item.district_id == district_id, condition)
        .order_by(Item.created_at.desc(), Item.id.desc())
        .limit(limit)
    )
    return [ItemRow(*row) for row in db.execute(query)]


def _conditions(district_id: int, chosen: Filter) -> list[ColumnElement[bool]]:
    conditions = [Item.district_id == district_id, Item.state.in_(chosen.states), *_matches(chosen.text)]
    if chosen.kind:
        conditions.append(Item.kind == chosen.kind)
    if chosen.domain:
        conditions.append(Item.domain == chosen.domain)
    return conditions


def _matches(text: str) -> list[ColumnElement[bool]]:
    """Every word must stand somewhere in the item; capitals do not matter."""
    fields = (Item.title, Item.in_short, Item.details, Item.place)
    return [
        or_(*(field.icontains(word, autoescape=True) for field in fields)) for word in text[:LONGEST_SEARCH].split()
    ]


def _with_activity(db: Session, rows: Sequence[Any]) -> list[ItemRow]:
    """Add comments and offers to the rows of one page, with one grouped count each."""
    ids = [row[0] for row in rows]
    if not ids:
        return []
    counted: list[dict[int, int]] = []
    for table in (Comment, Offer):
        numbers = db.execute(select(table.item_id, func.count()).where(table.item_id.in_(ids)).group_by(table.item_id))
        counted.append(dict(numbers.all()))
    comments, offers = counted
    full: list[tuple[Any, ...]] = [(*row, comments.get(row[0], 0), offers.get(row[0], 0)) for row in rows]
    return [ItemRow(*values) for values in full]
