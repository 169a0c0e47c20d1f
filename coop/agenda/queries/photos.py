"""Questions about photos with an item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from coop.agenda.models import Photo
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo without its bytes; with `withdrawn_at` the board took it away, for `reason`."""

    id: int
    account_id: int
    alt: str
    width: int
    height: int
    withdrawn_at: datetime | None
    reason: str


_COLUMNS = (Photo.id, Photo.account_id, Photo.alt, Photo.width, Photo.height, Photo.withdrawn_at, Photo.reason)


def photos_of(db: Session, district_id: int, item_id: int) -> Sequence[PhotoRow]:
    """The photos with an item, the oldest first, also those that were taken away."""
    mine = Photo.district_id == district_id, Photo.item_id == item_id
    return [PhotoRow(*row) for row in db.execute(select(*_COLUMNS).where(*mine).order_by(Photo.id))]


def photo_of(db: Session, district_id: int, item_id: int, photo_id: int) -> PhotoRow:
    """One photo. Raises `NotFoundError`, also for one of another item or neighbourhood."""
    found = next((one for one in photos_of(db, district_id, item_id) if one.id == photo_id), None)
    if found is None:
        raise NotFoundError(mark("There is no such photo with this item."))
    return found


def picture_of(db: Session, district_id: int, item_id: int, photo_id: int) -> bytes:
    """The JPEG of a photo. Raises `NotFoundError`, also when it was taken away."""
    mine = Photo.id == photo_id, Photo.item_id == item_id, Photo.district_id == district_id
    content = db.scalar(select(Photo.content).where(*mine))
    if content is None:
        raise NotFoundError(mark("There is no such photo with this item."))
    return content
