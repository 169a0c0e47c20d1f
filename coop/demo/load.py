"""Many agenda items at once, to measure speed. Not part of the demo that people see."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.actions import words_of
from coop.agenda.models import Comment, HistoryRow, Item, Support
from coop.agenda.policy import Domain, ItemState, Kind, Origin
from coop.districts.queries import district_of
from coop.kernel.access import Role
from coop.kernel.errors import ConflictError
from coop.kernel.words import mark
from coop.members.models import Membership


def add_load(db: Session, slug: str, *, items: int, comments: int, at: datetime) -> int:
    """Add `items` on the agenda with up to 20 supporters each, `comments` on the first. Returns the first item's id."""
    place = district_of(db, slug).id
    members = db.scalars(
        select(Membership.account_id).where(Membership.district_id == place, Membership.account_id.is_not(None))
    ).all()
    people = [account_id for account_id in members if account_id is not None]
    if not people:
        raise ConflictError(mark("This neighbourhood has no members with an account to bring things in."))
    rows = [_item(place, number, people[number % len(people)], at) for number in range(items)]
    db.add_all(rows)
    db.flush()
    for number, row in enumerate(rows):
        db.add_all(words_of(row))
        db.add(
            HistoryRow(
                district_id=place,
                item_id=row.id,
                state=ItemState.ON_AGENDA,
                role=Role.BOARD,
                account_id=people[0],
                reason="",
                at=row.created_at,
            )
        )
        for account_id in people[: min(number * 7 % 21, len(people))]:
            db.add(Support(district_id=place, item_id=row.id, account_id=account_id, at=row.created_at))
    for number in range(comments):
        db.add(
            Comment(
                district_id=place,
                item_id=rows[0].id,
                account_id=people[number % len(people)],
                role=Role.MEMBER,
                text=f"Reactie {number + 1}. Bij ons in de straat speelt dit ook. Ik denk graag mee.",
                at=at + timedelta(seconds=number),
            )
        )
    db.flush()
    return rows[0].id


def _item(place: int, number: int, account_id: int, at: datetime) -> Item:
    kinds, domains, origins = list(Kind), list(Domain), list(Origin)
    return Item(
        district_id=place,
        kind=kinds[number % len(kinds)],
        domain=domains[number % len(domains)],
        state=ItemState.ON_AGENDA,
        title=f"Punt {number + 1} voor de meting",
        in_short="Dit punt is gemaakt om te meten hoe snel de site is. Het zegt niets over de buurt.",
        details="Een langere tekst met **nadruk** en een lijst.\n\n- eerste\n- tweede\n",
        place="Overal",
        origin=origins[number % len(origins)],
        account_id=account_id,
        created_at=at - timedelta(minutes=number),
    )
