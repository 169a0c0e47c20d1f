"""Questions about what changed: between two editions, and in the words of one item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from coop.agenda.models import Commitment, CommitmentNote, HistoryRow, Item, ItemWording
from coop.agenda.policy import CommitmentState, ItemState
from coop.agenda.policy.comparing import Comparison, Pair, Part, compare
from coop.agenda.queries.editions import EditionRow, edition_items, editions_of
from coop.agenda.queries.item import ItemDetails
from coop.agenda.queries.items import FullItem
from coop.kernel.db import Session


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that stood in the older edition alone; `state` and `reason` as they were when the newer one came out."""

    id: int
    title: str
    state: ItemState
    reason: str
    passed_to: str
    other_id: int | None
    other_title: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """The last the team told about a commitment between two editions."""

    id: int
    title: str
    state: CommitmentState
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """An edition beside the one before it."""

    before: EditionRow
    items: Comparison[FullItem]
    dropped: list[Gone]
    told: list[Told]


def edition_before(db: Session, edition: EditionRow, district_id: int) -> EditionRow | None:
    """The edition that came out before this one; None for the first."""
    return next((one for one in editions_of(db, district_id) if one.number < edition.number), None)


def since(db: Session, district_id: int, before: EditionRow, edition: EditionRow) -> Since:
    """What is new, changed, the same and gone, and what the team told of its promises in between."""
    items = compare(edition_items(db, district_id, before.id), edition_items(db, district_id, edition.id))
    dropped = _gone(db, district_id, [one.id for one in items.dropped], edition.published_at)
    told = _told(db, district_id, before.published_at, edition.published_at)
    titles = {one.id: one.title for one in items.dropped}
    return Since(before, items, [dropped[item_id] for item_id in titles if item_id in dropped], told)


def _gone(db: Session, district_id: int, item_ids: Sequence[int], at: datetime) -> dict[int, Gone]:
    """The last step of each item up to `at`."""
    last = (
        select(func.max(HistoryRow.id))
        .where(HistoryRow.district_id == district_id, HistoryRow.item_id.in_(item_ids), HistoryRow.at <= at)
        .group_by(HistoryRow.item_id)
    )
    own, other = Item.__table__.alias(), Item.__table__.alias()
    rows = db.execute(
        select(
            *(HistoryRow.item_id, own.c.title, HistoryRow.state, HistoryRow.reason, HistoryRow.passed_to),
            *(HistoryRow.other_item_id, other.c.title.label("other_title")),
        )
        .join(own, own.c.id == HistoryRow.item_id)
        .outerjoin(other, other.c.id == HistoryRow.other_item_id)
        .where(HistoryRow.id.in_(last))
    )
    return {row[0]: Gone(*row) for row in rows}


def _told(db: Session, district_id: int, after: datetime, until: datetime) -> list[Told]:
    newest = (
        select(func.max(CommitmentNote.id))
        .where(CommitmentNote.district_id == district_id, CommitmentNote.at > after, CommitmentNote.at <= until)
        .group_by(CommitmentNote.commitment_id)
    )
    rows = db.execute(
        select(Commitment.id, Commitment.title, CommitmentNote.state, CommitmentNote.text, CommitmentNote.at)
        .join(Commitment, Commitment.id == CommitmentNote.commitment_id)
        .where(CommitmentNote.id.in_(newest))
        .order_by(CommitmentNote.at, CommitmentNote.id)
    )
    return [Told(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Rewording:
    """One time that an item got other words: the marked words of each field that changed; None when erased."""

    at: datetime
    reason: str
    changes: dict[str, list[Part]] | None


def rewordings_of(db: Session, item: ItemDetails) -> list[Rewording]:
    """How the words of an item changed, newest first."""
    rows = db.scalars(
        select(ItemWording)
        .where(ItemWording.district_id == item.district_id, ItemWording.item_id == item.id)
        .order_by(ItemWording.id.desc())
    ).all()
    later: list[ItemDetails | ItemWording] = [item, *rows]
    return [
        Rewording(row.until_at, row.reason, None if row.is_erased else Pair(row, now).changes)
        for row, now in zip(rows, later, strict=False)
    ]
