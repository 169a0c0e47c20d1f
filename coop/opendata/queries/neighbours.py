"""What neighbours have: another neighbourhood on this site, or a list that was read in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from coop.agenda.models import ItemSource
from coop.agenda.policy import OPEN_STATES, Domain, ItemState, Kind
from coop.agenda.queries import Filter, commitment_of, commitments_of, item_of, items_of
from coop.districts.queries import all_districts
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.opendata.models import NeighbourList

MOST_SHOWN = 60
# What a neighbourhood has on its agenda or has finished; what it refused is nothing to take over.
_STATES = (*OPEN_STATES, ItemState.CLOSED)
_UNKNOWN = mark("We do not know this here any more. Read the list in again.")


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """An item or a commitment of another co-operative. `url` is empty where the page has to be filled in."""

    cooperative: str
    collection: str
    id: int
    title: str
    text: str
    url: str = ""
    kind: Kind | None = None
    domain: Domain | None = None
    details: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A list that was read in."""

    id: int
    cooperative: str
    collection: str
    count: int
    read_at: datetime


def other_districts(db: Session, district_id: int) -> list[tuple[str, str, str]]:
    """(slug, name, co-operative) of the other neighbourhoods on this site, by name."""
    return [(one.slug, one.name, one.cooperative) for one in all_districts(db) if one.id != district_id]


def lists_of(db: Session, district_id: int) -> list[ListRow]:
    """The lists that were read in here, newest first."""
    rows = db.scalars(
        select(NeighbourList).where(NeighbourList.district_id == district_id).order_by(NeighbourList.id.desc())
    )
    return [ListRow(one.id, one.cooperative, one.collection, len(json.loads(one.rows)), one.read_at) for one in rows]


def rows_of_list(db: Session, district_id: int, list_id: int) -> list[NeighbourRow]:
    """Everything in a list. Raises `NotFoundError`, also for one of another neighbourhood."""
    found = db.scalar(
        select(NeighbourList).where(NeighbourList.id == list_id, NeighbourList.district_id == district_id)
    )
    if found is None:
        raise NotFoundError(_UNKNOWN)
    rows = json.loads(found.rows)
    if found.collection == "agenda":
        return [_item(found.cooperative, row) for row in rows if row["state"] in _STATES]
    return [_commitment(found.cooperative, row) for row in rows]


def rows_of_district(db: Session, district_id: int, cooperative: str, text: str) -> list[NeighbourRow]:
    """What a neighbourhood on this site has, as far as it fits the search."""
    items = items_of(db, district_id, Filter(states=_STATES, text=text), limit=MOST_SHOWN)
    promises = [_promise(cooperative, one) for one in commitments_of(db, district_id)]
    found = [
        NeighbourRow(cooperative, "agenda", one.id, one.title, one.in_short, "", one.kind, one.domain) for one in items
    ]
    return [*found, *matching(promises, text)]


def row_of_district(db: Session, district_id: int, cooperative: str, collection: str, number: int) -> NeighbourRow:
    """One item or commitment of a neighbourhood on this site. Raises `NotFoundError`."""
    if collection == "commitments":
        return _promise(cooperative, commitment_of(db, district_id, number))
    one = item_of(db, district_id, number)
    made = NeighbourRow(cooperative, "agenda", one.id, one.title, one.in_short, "", one.kind, one.domain)
    return replace(made, details=one.details, place=one.place)


def matching(rows: Sequence[NeighbourRow], text: str) -> list[NeighbourRow]:
    """The rows in which every word of a search stands; capitals do not matter."""
    words = text.casefold().split()
    return [one for one in rows if all(word in f"{one.title} {one.text} {one.details}".casefold() for word in words)]


def taken_over(db: Session, district_id: int, source: NeighbourRow) -> int | None:
    """The item here that was taken over from this already."""
    return db.scalar(
        select(ItemSource.item_id)
        .where(ItemSource.district_id == district_id, ItemSource.cooperative == source.cooperative)
        .where(ItemSource.number == f"{source.collection}/{source.id}")
        .limit(1)
    )


def _item(cooperative: str, row: dict[str, Any]) -> NeighbourRow:
    kind, domain = Kind(row["kind"]), Domain(row["domain"])
    made = NeighbourRow(cooperative, "agenda", row["id"], row["title"], row["in_short"], row["url"], kind, domain)
    return replace(made, details=row["details"], place=row["place"])


def _commitment(cooperative: str, row: dict[str, Any]) -> NeighbourRow:
    return NeighbourRow(cooperative, "commitments", row["id"], row["title"], row["how_noticed"], row["url"])


def _promise(cooperative: str, one: Any) -> NeighbourRow:
    return NeighbourRow(cooperative, "commitments", one.id, one.title, one.how_noticed)
