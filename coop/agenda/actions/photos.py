"""Photos with an item: added by who brought it in, taken away by them or, with a reason, by the board."""

import hashlib
from datetime import datetime

from sqlalchemy import select

from coop.agenda import policy
from coop.agenda.actions.steps import taken
from coop.agenda.models import Photo
from coop.agenda.policy.photos import may_add, may_take_away, require_room
from coop.audit.actions import note_erasure
from coop.kernel.access import Actor, Permission
from coop.kernel.db import Session
from coop.kernel.errors import InvalidError, NotAllowedError, NotFoundError
from coop.kernel.pictures import clean_picture
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.ties.actions import require_no_tie
from coop.ties.policy import Matter


def add_photo(
    db: Session, actor: Actor, district_id: int, item_id: int, *, sent: bytes, alt: str, at: datetime
) -> Photo:
    """Add a photo to an item; sent twice, the first one is returned.

    Raises `InvalidError` on `photo` or `alt`, `ConflictError` when the item is closed or has three.
    """
    item = taken(db, district_id, item_id)[item_id]
    require_may_add(actor, item.account_id)
    policy.require_open(item.state)
    alt = policy.require_filled(clean_line(alt), policy.ALT_LENGTH, "alt", mark("Say in a few words what is on it."))
    picture = clean_picture(sent, "photo")
    shown = db.scalars(select(Photo).where(Photo.item_id == item_id, Photo.content.is_not(None))).all()
    same = next((one for one in shown if one.content == picture.content), None)
    if same is not None:
        return same
    require_room(len(shown))
    _require_not_taken_away(db, item_id, picture.content)
    photo = Photo(
        district_id=district_id,
        item_id=item_id,
        account_id=actor.account_id,
        alt=alt,
        width=picture.width,
        height=picture.height,
        content=picture.content,
        at=at,
    )
    db.add(photo)
    db.flush()
    return photo


def _require_not_taken_away(db: Session, item_id: int, content: bytes) -> None:
    gone = select(Photo.id).where(Photo.item_id == item_id, Photo.gone_sha256 == _sha256(content)).limit(1)
    if db.scalar(gone) is not None:
        raise InvalidError(
            mark("The board took this photo away. Its reason stands with the item. Choose another photo."),
            field="photo",
        )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def require_may_add(actor: Actor, brought_in_by: int) -> None:
    """Raise `NotAllowedError` for who neither brought in the item nor brings in for others."""
    actor.require(Permission.BRING_IN_ITEM)
    if not may_add(actor, brought_in_by):
        raise NotAllowedError(mark("Only who brought in this item can add photos to it."))


def take_photo_away(
    db: Session, actor: Actor, district_id: int, item_id: int, photo_id: int, *, reason: str, at: datetime
) -> None:
    """Take a photo away: one's own without a trace, as the board with a reason that everybody reads.

    Taken away before, nothing changes. Raises `InvalidError` on `reason`, `NotFoundError`, `ConflictError` for a tie.
    """
    photo = db.scalar(
        select(Photo)
        .where(Photo.id == photo_id, Photo.item_id == item_id, Photo.district_id == district_id)
        .with_for_update()
    )
    if photo is None:
        raise NotFoundError(mark("There is no such photo with this item."))
    if not may_take_away(actor, photo.account_id):
        raise NotAllowedError(mark("Only who added this photo and the board can take it away."))
    if photo.content is None:
        return
    if photo.account_id == actor.account_id:
        db.delete(photo)
    else:
        require_no_tie(db, actor, district_id, Matter.ITEM, item_id)
        said = policy.require_filled(
            clean_text(reason), policy.REASON_LENGTH, "reason", mark("Say why. Everybody can read the reason.")
        )
        photo.gone_sha256 = _sha256(photo.content)
        withdraw(photo, at=at)
        photo.reason, photo.withdrawn_by = said, actor.account_id
    # A restored back-up must not bring it back.
    note_erasure(db, Photo.__tablename__, photo_id, district_id=district_id, at=at)
    db.flush()


def withdraw(photo: Photo, *, at: datetime) -> None:
    """Keep nothing to look at of a photo, but that it was there."""
    photo.content, photo.alt, photo.withdrawn_at = None, "", at
