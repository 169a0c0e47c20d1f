"""Questions about the calendar."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.events.models import Event
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark

# An event that goes on stands under what is to come; none is longer than a day.
_LONGEST = timedelta(days=1)
# What a calendar at home gets of the past.
FEED_BACK = timedelta(days=31)
PAGE_SIZE = 30


def event_of(db: Session, district_id: int, event_id: int, *, lock: bool = False) -> Event:
    """One event. Raises `NotFoundError`, also for one of another neighbourhood."""
    query = select(Event).where(Event.id == event_id, Event.district_id == district_id)
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFoundError(mark("This does not stand in the calendar of this neighbourhood."))
    return found


def event_like(
    db: Session, district_id: int, made_by: int | None, values: Mapping[str, object], *, since: datetime
) -> Event | None:
    """What the same person put in the calendar since a moment with the very same words, and was not cancelled."""
    query = select(Event).where(Event.district_id == district_id, Event.made_by == made_by, Event.made_at > since)
    return db.scalar(query.filter_by(**values).where(Event.cancelled_at.is_(None)).limit(1))


def events_to_come(db: Session, district_id: int, at: datetime, limit: int = 200) -> list[Event]:
    """What is to come or goes on, soonest first."""
    rows = db.scalars(
        select(Event)
        .where(Event.district_id == district_id, Event.starts_at > at - _LONGEST)
        .order_by(Event.starts_at, Event.id)
        .limit(limit)
    )
    return [one for one in rows if one.starts_at + timedelta(minutes=one.minutes) > at]


def events_past(db: Session, district_id: int, at: datetime, limit: int = PAGE_SIZE) -> list[Event]:
    """What is over, latest first."""
    rows = db.scalars(
        select(Event)
        .where(Event.district_id == district_id, Event.starts_at <= at)
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(limit + 10)
    )
    return [one for one in rows if one.starts_at + timedelta(minutes=one.minutes) <= at][:limit]


def events_since(db: Session, district_id: int, at: datetime) -> Sequence[Event]:
    """What a calendar at home shows: a month back and everything to come, cancelled ones too."""
    return db.scalars(
        select(Event)
        .where(Event.district_id == district_id, Event.starts_at > at - FEED_BACK)
        .order_by(Event.starts_at, Event.id)
    ).all()
