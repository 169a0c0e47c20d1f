"""Questions about items on the map: how many in each part of the neighbourhood, and which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from coop.agenda.models import Item
from coop.agenda.policy import ItemState, Kind
from coop.agenda.queries.items import Filter, conditions
from coop.agenda.queries.searching import asked_for, words_in
from coop.kernel.db import Session


@dataclass(frozen=True, slots=True)
class MappedItem:
    """An item in the list beside the map; `number` is the one that stands on the map."""

    number: int
    id: int
    kind: Kind
    state: ItemState
    title: str
    place: str
    area: str


def counts_by_area(db: Session, district_id: int, chosen: Filter) -> dict[str, int]:
    """How many items the filter shows in each part or place, by name; "" for the whole neighbourhood."""
    shown = conditions(district_id, chosen, len(words_in(chosen.text)))
    query: Any = select(Item.area, func.count()).where(*shown).group_by(Item.area)
    return {row[0]: row[1] for row in db.execute(query, asked_for(chosen.text))}


def items_in_areas(
    db: Session, district_id: int, chosen: Filter, areas: Sequence[str], *, offset: int, limit: int
) -> list[MappedItem]:
    """Items the filter shows in these areas, in the order of the areas and the newest first, numbered from 1."""
    if not areas:
        return []
    order = case({name: at for at, name in enumerate(areas)}, value=Item.area)
    query: Any = (
        select(Item.id, Item.kind, Item.state, Item.title, Item.place, Item.area)
        .where(*conditions(district_id, chosen, len(words_in(chosen.text))), Item.area.in_(areas))
        .order_by(order, Item.created_at.desc(), Item.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        MappedItem(number, *row) for number, row in enumerate(db.execute(query, asked_for(chosen.text)), offset + 1)
    ]
