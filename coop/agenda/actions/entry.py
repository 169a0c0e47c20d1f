"""Before a text of a resident is kept: how often they wrote, and whether it looks like spam."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from coop.agenda.models import Comment, Item
from coop.agenda.policy import NAMED_TO_ALL, entry
from coop.identity.models import Account
from coop.kernel.access import Actor
from coop.kernel.db import Session

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def is_new(db: Session, actor: Actor, at: datetime) -> bool:
    """Whether nobody knows the account of this person yet."""
    return entry.is_new(actor.roles, db.get_one(Account, actor.account_id).created_at, at)


def require_entry(
    db: Session, actor: Actor, district_id: int, table: type[Comment | Item], text: str, *, field: str, at: datetime
) -> None:
    """Raise `InvalidError` on `field` for what looks like spam, `TooOftenError` for a flood of rows in `table`.

    People in an office answer for what they write with their name; they are not slowed.
    """
    require_words(db, actor, text, field, at=at)
    if set(NAMED_TO_ALL) & actor.roles:
        return
    moment = Comment.at if table is Comment else Item.created_at
    in_an_hour, in_a_day = db.execute(
        select(func.count().filter(moment > at - HOUR), func.count()).where(
            table.account_id == actor.account_id, table.district_id == district_id, moment > at - DAY, moment <= at
        )
    ).one()
    entry.require_pace(in_an_hour, in_a_day, new=is_new(db, actor, at))


def require_words(db: Session, actor: Actor, text: str, field: str, *, at: datetime) -> None:
    """Raise `InvalidError` on `field` for what looks like spam."""
    entry.require_own_letters(text, field)
    if not set(NAMED_TO_ALL) & actor.roles:
        entry.require_few_links(text, field, new=is_new(db, actor, at))
