"""Questions about what was noted at the door."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.agenda.models import Item
from coop.agenda.policy import Domain
from coop.districts.models import StreetCluster
from coop.doors.models import DoorNote, DoorSlip
from coop.doors.policy import SORT_WITHIN, Way
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark

MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Heard:
    """A note that waits; `place`: the streets together, empty for the whole neighbourhood."""

    id: int
    text: str
    way: Way
    domain: Domain | None
    place: str
    heard_on: date
    at: datetime


_HEARD = (
    select(
        *(DoorNote.id, DoorNote.text, DoorNote.way, DoorNote.domain),
        *(func.coalesce(StreetCluster.name, ""), DoorNote.heard_on, DoorNote.at),
    )
    .outerjoin(StreetCluster, StreetCluster.id == DoorNote.cluster_id)
    .where(DoorNote.sorted_at.is_(None))
)


def notes_waiting(db: Session, district_id: int) -> Sequence[Heard]:
    """Notes that wait to be sorted: the longest waiting, put together by part of daily life and by streets."""
    longest = _HEARD.where(DoorNote.district_id == district_id).order_by(DoorNote.at, DoorNote.id).limit(MOST_SHOWN)
    themes = list(Domain)
    found = [Heard(*row) for row in db.execute(longest)]
    return sorted(found, key=lambda one: (themes.index(one.domain) if one.domain else len(themes), one.place, one.id))


def notes_of(db: Session, district_id: int, ids: Collection[int]) -> Sequence[Heard]:
    """Notes that wait, by id. Raises `NotFoundError` when one is not there, of elsewhere, or sorted already."""
    mine = DoorNote.district_id == district_id, DoorNote.id.in_(ids)
    found = [Heard(*row) for row in db.execute(_HEARD.where(*mine).order_by(DoorNote.id))]
    if len(found) != len(set(ids)):
        raise NotFoundError(mark("One of these notes is not waiting any more. Somebody else may have sorted it."))
    return found


@dataclass(frozen=True, slots=True)
class Sorted:
    """A note that was sorted: to an item, or put away for `reason`."""

    id: int
    text: str
    sorted_at: datetime | None
    reason: str
    item_id: int | None
    item_title: str


def notes_sorted(db: Session, district_id: int) -> Sequence[Sorted]:
    """The notes that were sorted last, newest first, as long as they are kept."""
    title = func.coalesce(Item.title, "")
    query = (
        select(DoorNote.id, DoorNote.text, DoorNote.sorted_at, DoorNote.reason, DoorNote.item_id, title)
        .outerjoin(Item, Item.id == DoorNote.item_id)
        .where(DoorNote.district_id == district_id, DoorNote.sorted_at.is_not(None))
        .order_by(DoorNote.sorted_at.desc(), DoorNote.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Sorted(*row) for row in db.execute(query)]


def waiting_counts(db: Session, district_id: int, at: datetime) -> tuple[int, int]:
    """How many notes wait to be sorted, and how many of them for longer than two weeks."""
    late = func.count().filter(DoorNote.at < at - SORT_WITHIN)
    mine = DoorNote.district_id == district_id, DoorNote.sorted_at.is_(None)
    total, overdue = db.execute(select(func.count(), late).where(*mine)).one()
    return total, overdue


def kept_on(db: Session, district_id: int, account_id: int | None, since: datetime) -> int:
    """How many notes of somebody arrived since a moment."""
    mine = DoorNote.district_id == district_id, DoorNote.account_id == account_id, DoorNote.at >= since
    return db.scalar(select(func.count()).select_from(DoorNote).where(*mine)) or 0


def slip_with(db: Session, district_id: int, code: str) -> DoorSlip | None:
    """The slip with this hash, None when there is none (any more)."""
    return db.scalar(select(DoorSlip).where(DoorSlip.code == code, DoorSlip.district_id == district_id))


def note_behind(db: Session, slip: DoorSlip) -> DoorNote | None:
    """The note to which a slip was given."""
    return db.get(DoorNote, slip.note_id) if slip.note_id else None
