"""Reading a list of another co-operative in, and taking over from it."""

import json
from datetime import datetime

from sqlalchemy import delete, select

from coop.agenda.actions import bring_in
from coop.agenda.models import Item, ItemSource
from coop.agenda.policy import Domain, Kind
from coop.districts.queries import hold_district
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.db import Session
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.opendata.models import NeighbourList
from coop.opendata.policy.reading import read_export
from coop.opendata.queries import NeighbourRow

# So many lists are kept in a neighbourhood; the oldest makes room.
MOST_LISTS = 10


def read_list(db: Session, actor: Actor, district_id: int, content: bytes, *, at: datetime) -> NeighbourList:
    """Check a file of open data and keep it. Raises `InvalidError` on `file`, naming the place of the fault."""
    actor.require(Permission.BRING_IN_FOR_OTHERS)
    return keep_list(db, district_id, content, at=at)


def keep_list(db: Session, district_id: int, content: bytes, *, at: datetime) -> NeighbourList:
    """The same without asking who acts, for the command line. The same list again takes the place of the older one."""
    found = read_export(content)
    # Two who bring the same list at once: the second one takes the place of the first.
    hold_district(db, district_id)
    db.execute(
        delete(NeighbourList).where(
            NeighbourList.district_id == district_id,
            NeighbourList.cooperative == found.cooperative,
            NeighbourList.collection == found.collection,
        )
    )
    made = NeighbourList(
        district_id=district_id,
        cooperative=found.cooperative,
        collection=found.collection,
        rows=json.dumps(found.rows, ensure_ascii=False),
        read_at=at,
    )
    db.add(made)
    db.flush()
    kept = select(NeighbourList.id).where(NeighbourList.district_id == district_id)
    newest = db.scalars(kept.order_by(NeighbourList.id.desc()).limit(MOST_LISTS)).all()
    db.execute(delete(NeighbourList).where(NeighbourList.district_id == district_id, NeighbourList.id.not_in(newest)))
    return made


def throw_away_list(db: Session, actor: Actor, district_id: int, list_id: int) -> None:
    """Throw away a list that was read in; what was taken over from it stays. Raises `NotFoundError`."""
    actor.require(Permission.BRING_IN_FOR_OTHERS)
    mine = NeighbourList.id == list_id, NeighbourList.district_id == district_id
    if not db.execute(delete(NeighbourList).where(*mine).returning(NeighbourList.id)).all():
        raise NotFoundError(mark("This list is not here (any more)."))


def take_over(
    db: Session,
    actor: Actor,
    district_id: int,
    source: NeighbourRow,
    url: str,
    *,
    kind: Kind,
    domain: Domain,
    title: str,
    in_short: str,
    details: str,
    place: str,
    at: datetime,
) -> Item:
    """Bring in an item after one of another co-operative, and name where it comes from (its page is `url`).

    Sent twice, it is one item.
    """
    item = bring_in(
        db,
        actor,
        district_id,
        kind=kind,
        domain=domain,
        title=title,
        in_short=in_short,
        details=details,
        place=place,
        at=at,
    )
    if db.get(ItemSource, item.id) is None:
        db.add(
            ItemSource(
                item_id=item.id,
                district_id=district_id,
                cooperative=source.cooperative,
                number=f"{source.collection}/{source.id}",
                url=url,
                dated_on=local_day(at),
            )
        )
        db.flush()
    return item
