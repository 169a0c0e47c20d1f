"""Questions about items in lists: which, how many, how much support."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Label,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from coop.agenda.models import Comment, Item, Offer, Support
from coop.agenda.policy import OPEN_STATES, Domain, ItemState, Kind, Origin
from coop.agenda.queries.searching import asked_for, matches, words_in
from coop.kernel.db import Session, rows_of

PAGE_SIZE = 30


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


@dataclass(frozen=True, slots=True)
class FullItem:
    """An item in full, for print and for an edition. `is_reworded`: its words are newer than the edition."""

    id: int
    kind: Kind
    domain: Domain
    origin: Origin
    title: str
    in_short: str
    details: str
    place: str
    supporters: int
    is_reworded: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items a filter shows, and how many each other choice of kind, domain or state would show."""

    total: int
    by_kind: dict[Kind, int]
    by_domain: dict[Domain, int]
    by_state: dict[ItemState, int]

    @property
    def open(self) -> int:
        """How many that are new or on the agenda the other choices would show."""
        return sum(self.by_state[state] for state in OPEN_STATES)

    def __hash__(self) -> int:
        return hash((self.total, *self.by_kind.values(), *self.by_domain.values(), *self.by_state.values()))


def group_of(item_id: BindParameter[int]) -> CompoundSelect[Any]:
    """The numbers of an item of the neighbourhood `:district_id` and of all that was merged into it.

    Asked by `column.in_(group_of(…))`, without the neighbourhood of the column itself: SQLite would read all that is of
    the neighbourhood to find the few rows of this item.
    """
    head, part = aliased(Item), aliased(Item)
    this = (head.id == item_id, head.district_id == bindparam("district_id"))
    return union_all(select(head.id).where(*this), select(part.id).join(head, head.id == part.head_id).where(*this))


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
    chosen = chosen or Filter()
    # Everything but the words of a search has few values: a statement is built once for each number of words.
    query = _listing(replace(chosen, text=""), len(words_in(chosen.text)), sort)
    rows = rows_of(db, query, {"district_id": district_id, "skip": offset, "most": limit, **asked_for(chosen.text)})
    return [ItemRow(*row) for row in rows]


@lru_cache(maxsize=512)
def _listing(chosen: Filter, words: int, sort: str) -> Any:
    supporters = supporters_of_item()
    newest = (Item.created_at.desc(), Item.id.desc())
    shown = (
        rows_of_items(supporters)
        .where(*conditions(bindparam("district_id"), chosen, words))
        .order_by(*(newest if sort == "newest" else (supporters.desc(), *newest)))
        .offset(bindparam("skip", type_=Integer))
        .limit(bindparam("most", type_=Integer))
        .subquery()
    )
    # Comments and offers are counted for the rows of this page alone.
    counts = [select(func.count()).where(table.item_id == shown.c.id).scalar_subquery() for table in (Comment, Offer)]
    newest = (shown.c.created_at.desc(), shown.c.id.desc())
    return select(*shown.c, *counts).order_by(*(newest if sort == "newest" else (shown.c.supporters.desc(), *newest)))


def newest_items(db: Session, district_id: int, limit: int = 5) -> list[ItemRow]:
    """The newest open items."""
    query = (
        rows_of_items()
        .where(Item.district_id == district_id, Item.state.in_(OPEN_STATES))
        .order_by(Item.created_at.desc(), Item.id.desc())
        .limit(limit)
    )
    return [ItemRow(*row) for row in db.execute(query)]


def agenda_choices(db: Session, district_id: int) -> list[tuple[int, str]]:
    """(id, title) of the items on the agenda, by title."""
    rows = db.execute(
        select(Item.id, Item.title)
        .where(Item.district_id == district_id, Item.state == ItemState.ON_AGENDA)
        .order_by(Item.title, Item.id)
    )
    return [(item_id, title) for item_id, title in rows]


def merge_choices(db: Session, district_id: int, item_id: int = 0) -> list[tuple[int, str]]:
    """(id, title) of the open items into which this item, or what is no item yet, can be merged; by title."""
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
    query = _counting(len(words_in(chosen.text)))
    rows = rows_of(db, query, {"district_id": district_id, **asked_for(chosen.text)})
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


@lru_cache(maxsize=64)
def _counting(words: int) -> Any:
    district_id: Any = bindparam("district_id")
    return (
        select(Item.kind, Item.domain, Item.state, func.count())
        .where(Item.district_id == district_id, *matches(district_id, words))
        .group_by(Item.kind, Item.domain, Item.state)
    )


def rows_of_items(supporters: ColumnElement[int] | None = None) -> Any:
    """A statement for the columns of `ItemRow`, of every neighbourhood still."""
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
        supporters_of_item() if supporters is None else supporters,
    )


def conditions(district_id: Any, chosen: Filter, words: int) -> list[ColumnElement[bool]]:
    """What an item must be to be shown by the filter, with so many words of its search (values: `asked_for`)."""
    wanted = [Item.district_id == district_id, Item.state.in_(chosen.states), *matches(district_id, words)]
    if chosen.kind:
        wanted.append(Item.kind == chosen.kind)
    if chosen.domain:
        wanted.append(Item.domain == chosen.domain)
    return wanted
