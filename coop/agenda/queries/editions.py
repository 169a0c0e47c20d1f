"""Questions about the dated editions of the agenda."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from coop.agenda.models import Edition, EditionItem
from coop.agenda.queries.items import FullItem
from coop.identity.models import Account
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition as a list shows it; `items`: how many it holds."""

    id: int
    number: int
    foreword: str
    name: str
    published_at: datetime
    items: int


def _editions(district_id: int) -> Any:
    sizes = (
        select(EditionItem.edition_id, func.count().label("size"))
        .where(EditionItem.district_id == district_id)
        .group_by(EditionItem.edition_id)
        .subquery()
    )
    return (
        select(
            Edition.id,
            Edition.number,
            Edition.foreword,
            Account.name,
            Edition.published_at,
            func.coalesce(sizes.c.size, 0),
        )
        .join(Account, Account.id == Edition.account_id)
        .outerjoin(sizes, sizes.c.edition_id == Edition.id)
        .where(Edition.district_id == district_id)
        .order_by(Edition.number.desc())
    )


def editions_of(db: Session, district_id: int) -> list[EditionRow]:
    """All editions, newest first."""
    return [EditionRow(*row) for row in db.execute(_editions(district_id))]


def edition_of(db: Session, district_id: int, edition_id: int) -> EditionRow:
    """One edition. Raises `NotFoundError`, also for one of another neighbourhood."""
    row = db.execute(_editions(district_id).where(Edition.id == edition_id)).one_or_none()
    if row is None:
        raise NotFoundError(mark("There is no such edition in this neighbourhood."))
    return EditionRow(*row)


def edition_items(db: Session, district_id: int, edition_id: int) -> list[FullItem]:
    """The items as they were when the edition came out, in its order; `id` is that of the living item."""
    columns: tuple[Any, ...] = (
        *(EditionItem.item_id, EditionItem.kind, EditionItem.domain, EditionItem.origin, EditionItem.title),
        *(EditionItem.in_short, EditionItem.details, EditionItem.place, EditionItem.supporters),
        EditionItem.is_reworded,
    )
    rows = db.execute(
        select(*columns)
        .where(EditionItem.district_id == district_id, EditionItem.edition_id == edition_id)
        .order_by(EditionItem.position)
    )
    return [FullItem(*row) for row in rows]
