"""Asking the team to come to something, taking that back, and following what the calendar says of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.agenda.actions.entry import require_words
from coop.districts.queries import hold_district
from coop.events.actions import cancel_with
from coop.events.models import Event
from coop.events.policy import LONGEST, PLACE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, require_moment
from coop.events.policy import REASON_LENGTH as CALENDAR_REASON_LENGTH
from coop.initiatives import policy
from coop.initiatives.actions.post import ask_the_team, held_visit, tell_the_team, tell_who_asked
from coop.initiatives.models import Visit
from coop.initiatives.policy import VisitState
from coop.initiatives.queries import initiative_of, takes_part
from coop.kernel.access import Actor, Permission
from coop.kernel.errors import InvalidError, NotFoundError
from coop.kernel.text import clean_line, clean_text, require_filled, require_length
from coop.kernel.words import mark

_ASKED = mark("Residents ask the team to come: %(title)s")
_OFF = mark("It does not take place: %(title)s")
_OFF_BODY = mark(
    "Residents asked the team to come to this: %(title)s, %(starts_at)s. It does not take place, for this reason:\n\n"
    "%(reason)s\n\nNobody of the team need come, and there is nothing to tell afterwards.\n\n%(site)s%(path)s"
)
_OFF_BODY_ASKED = mark(
    "You asked the team to come to this: %(title)s, %(starts_at)s. It was cancelled in the calendar, for this reason:"
    "\n\n%(reason)s\n\nIs that not right? Ask the team again with another day.\n\n%(site)s%(path)s"
)
_MOVED = mark("It changed in the calendar: %(title)s")
_MOVED_BODY = mark(
    "The team was asked to come to this. In the calendar it now is: %(title)s, %(starts_at)s, %(place)s.\n\n"
    "What the team answered still stands. If it cannot come then, it says so on this page:\n%(site)s%(path)s"
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """To what the team is asked to come. `is_open`: everybody is welcome, so it may stand in the calendar."""

    title: str
    place: str
    text: str
    starts_at: datetime
    minutes: int
    is_open: bool


def ask_team(
    db: Session, actor: Actor, district_id: int, item_id: int, invitation: Invitation, *, at: datetime
) -> Visit:
    """Ask the team to come to something of an initiative. The same question, sent again, is kept once."""
    actor.require(Permission.ASK_TEAM)
    item = initiative_of(db, district_id, item_id)
    policy.require_initiative(item.kind, item.state)
    policy.require_part(takes_part(db, item, actor.account_id))
    title = require_filled(clean_line(invitation.title), TITLE_LENGTH, "title", mark("Say in a few words what it is."))
    place = require_filled(clean_line(invitation.place), PLACE_LENGTH, "place", mark("Say where it is."))
    text = require_length(clean_text(invitation.text), TEXT_LENGTH, "text")
    if not 1 <= invitation.minutes <= LONGEST:
        raise InvalidError(mark("It lasts at least a minute and at most a day."), field="minutes")
    require_moment(invitation.starts_at, at)
    require_words(db, actor, f"{title}\n{place}\n{text}", "text", at=at)
    hold_district(db, district_id)
    before = db.scalar(
        select(Visit).where(
            Visit.item_id == item_id,
            Visit.title == title,
            Visit.starts_at == invitation.starts_at,
            Visit.state != VisitState.WITHDRAWN,
        )
    )
    if before is not None:
        return before
    made = Visit(
        district_id=district_id,
        item_id=item_id,
        account_id=actor.account_id,
        title=title,
        place=place,
        text=text,
        starts_at=invitation.starts_at,
        minutes=invitation.minutes,
        is_open=invitation.is_open,
        asked_at=at,
        answer_due_on=policy.answer_due_on(at, invitation.starts_at),
    )
    db.add(made)
    db.flush()
    ask_the_team(db, made, _ASKED, at)
    return made


def withdraw_visit(db: Session, actor: Actor, district_id: int, visit_id: int) -> Visit:
    """Who asked takes the question back, as long as the team did not answer. Raises `NotFoundError` for others."""
    found = _asked_by(db, actor, district_id, visit_id)
    policy.require_asked(found.state)
    found.state = VisitState.WITHDRAWN
    db.flush()
    return found


def _asked_by(db: Session, actor: Actor, district_id: int, visit_id: int) -> Visit:
    """What this person asked, held; who is no resident any more keeps what they asked. Raises `NotFoundError`."""
    actor.require(Permission.SEE_MY_PAGE)
    found = held_visit(db, district_id, visit_id)
    if found.account_id != actor.account_id:
        raise NotFoundError(mark("You did not ask this. Only who asked can take it back."))
    return found


def call_off(db: Session, actor: Actor, district_id: int, visit_id: int, reason: str, *, at: datetime) -> Visit:
    """Who asked says that it does not take place after all; the team need not come, the calendar says so too.

    Raises `InvalidError` on `reason`, `ConflictError` before the team answered or once it has begun, `NotFoundError`
    for others.
    """
    found = _asked_by(db, actor, district_id, visit_id)
    policy.require_to_call_off(found.state, found.starts_at, at)
    missing = mark("Say why. Everybody who wanted to come reads it.")
    said = require_filled(clean_text(reason), CALENDAR_REASON_LENGTH, "reason", missing)
    require_words(db, actor, said, "reason", at=at)
    found.state, found.told = VisitState.WITHDRAWN, said
    db.flush()
    if found.event_id is not None:
        cancel_with(db, district_id, found.event_id, said, at=at)
    tell_the_team(db, found, _OFF, _OFF_BODY, at, reason=said)
    return found


def follow_calendar(db: Session, event: Event, *, at: datetime) -> None:
    """What was cancelled or changed in the calendar is so for the team too, which hears of it, as who asked does."""
    found = db.scalar(select(Visit).where(Visit.event_id == event.id).with_for_update())
    if found is None or found.state not in policy.ANSWERED:
        return
    if event.cancelled_at is not None:
        found.state, found.told = VisitState.WITHDRAWN, event.cancelled_because
        tell_the_team(db, found, _OFF, _OFF_BODY, at, reason=found.told)
        tell_who_asked(db, found, _OFF, _OFF_BODY_ASKED, at, reason=found.told)
    else:
        moved = (found.starts_at, found.place) != (event.starts_at, event.place)
        for name in ("title", "place", "text", "starts_at", "minutes"):
            setattr(found, name, getattr(event, name))
        if moved:
            tell_the_team(db, found, _MOVED, _MOVED_BODY, at, place=found.place)
            tell_who_asked(db, found, _MOVED, _MOVED_BODY, at, place=found.place)
    db.flush()
