"""Following a neighbourhood in which one does not live: its news stands on "my page"."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.members.models import FollowedDistrict


def follow(db: Session, actor: Actor, district_id: int, *, at: datetime) -> None:
    """Follow a neighbourhood; a second time changes nothing."""
    actor.require(Permission.SEE_MY_PAGE)
    assert actor.account_id is not None
    hold_district(db, district_id)
    mine = select(FollowedDistrict.id).where(
        FollowedDistrict.account_id == actor.account_id, FollowedDistrict.district_id == district_id
    )
    if db.scalar(mine) is None:
        db.add(FollowedDistrict(account_id=actor.account_id, district_id=district_id, since_on=local_day(at)))
        db.flush()


def stop_following(db: Session, actor: Actor, district_id: int) -> None:
    """Follow it no longer."""
    actor.require(Permission.SEE_MY_PAGE)
    db.execute(
        delete(FollowedDistrict).where(
            FollowedDistrict.account_id == actor.account_id, FollowedDistrict.district_id == district_id
        )
    )
