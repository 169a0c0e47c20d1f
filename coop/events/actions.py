"""Putting something in the calendar, changing and cancelling it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from coop.districts.queries import hold_district
from coop.events import policy
from coop.events.models import Event
from coop.events.policy import EventKind
from coop.events.queries import event_like, event_of
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import SAME_CLICK
from coop.kernel.errors import InvalidError, raise_all
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands in the calendar of one event."""

    kind: EventKind
    title: str
    text: str
    place: str
    starts_at: datetime
    minutes: int


def _checked(plan: Plan, at: datetime) -> Plan:
    """The plan with clean texts. Raises `InvalidError` with every fault."""
    clean = Plan(
        plan.kind, clean_line(plan.title), clean_text(plan.text), clean_line(plan.place), plan.starts_at, plan.minutes
    )
    faults = [
        InvalidError(words, field=name)
        for name, value, most, words in (
            ("title", clean.title, policy.TITLE_LENGTH, mark("Say in a few words what it is.")),
            ("place", clean.place, policy.PLACE_LENGTH, mark("Say where it is.")),
        )
        if not 0 < len(value) <= most
    ]
    if len(clean.text) > policy.TEXT_LENGTH:
        faults.append(InvalidError(mark("This is too long."), field="text"))
    if not 1 <= clean.minutes <= policy.LONGEST:
        faults.append(InvalidError(mark("It lasts at least a minute and at most a day."), field="minutes"))
    try:
        policy.require_moment(clean.starts_at, at)
    except InvalidError as fault:
        faults.append(fault)
    raise_all(faults)
    return clean


def plan_event(db: Session, actor: Actor, district_id: int, plan: Plan, *, at: datetime) -> Event:
    """Put something in the calendar of the neighbourhood. The same plan of one person, sent again, is kept once."""
    actor.require(Permission.KEEP_CALENDAR)
    values = asdict(_checked(plan, at))
    hold_district(db, district_id)
    before = event_like(db, district_id, actor.account_id, values, since=at - SAME_CLICK)
    if before is not None:
        return before
    event = Event(district_id=district_id, made_by=actor.account_id, made_at=at, changed_at=at, **values)
    db.add(event)
    db.flush()
    return event


def change_event(db: Session, actor: Actor, district_id: int, event_id: int, plan: Plan, *, at: datetime) -> Event:
    """Change what is still to come. Raises `TooLateError` for what has begun or was cancelled."""
    actor.require(Permission.KEEP_CALENDAR)
    event = event_of(db, district_id, event_id, lock=True)
    policy.require_to_come(event.starts_at, event.cancelled_at, at)
    values = asdict(_checked(plan, at))
    if values != {name: getattr(event, name) for name in values}:
        for name, value in values.items():
            setattr(event, name, value)
        event.changed_at, event.version = at, event.version + 1
        db.flush()
    return event


def cancel_event(db: Session, actor: Actor, district_id: int, event_id: int, reason: str, *, at: datetime) -> Event:
    """Cancel what is still to come; it stays in the calendar with the reason."""
    actor.require(Permission.KEEP_CALENDAR)
    event = event_of(db, district_id, event_id, lock=True)
    policy.require_to_come(event.starts_at, event.cancelled_at, at)
    reason = clean_text(reason)
    if not 0 < len(reason) <= policy.REASON_LENGTH:
        raise InvalidError(mark("Say why. Everybody who wanted to come reads it."), field="reason")
    _cancel(db, event, reason, at)
    return event


def _cancel(db: Session, event: Event, reason: str, at: datetime) -> None:
    event.cancelled_at, event.cancelled_because = at, reason
    event.changed_at, event.version = at, event.version + 1
    db.flush()


def cancel_with(db: Session, district_id: int, event_id: int, reason: str, *, at: datetime) -> None:
    """Cancel what another room put in the calendar, with a reason that is clean; nothing when it was cancelled before.

    The caller made sure who may do so, and that it has not begun.
    """
    event = event_of(db, district_id, event_id, lock=True)
    if event.cancelled_at is None:
        _cancel(db, event, reason, at)
