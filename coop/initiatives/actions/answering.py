"""The team answers whether it comes, says so when that changes, and tells afterwards how it was."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.events.actions import Plan, plan_event
from coop.events.policy import EventKind
from coop.initiatives import policy
from coop.initiatives.actions.post import ask_the_team, held_visit, tell_who_asked
from coop.initiatives.models import Visit
from coop.initiatives.policy import VisitState
from coop.initiatives.queries import still_asked
from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.text import clean_text, require_filled, require_length
from coop.kernel.words import mark

_LATE = mark("Residents still wait to hear of you: %(title)s")
_ANSWERED = mark("The team answers: %(title)s")
_CHANGED = mark("The team answers otherwise: %(title)s")
_ANSWER_BODY = mark("%(answer_word)s.\n\n%(reason)s\n\n%(site)s%(path)s")


def answer_visit(
    db: Session,
    actor: Actor,
    district_id: int,
    visit_id: int,
    *,
    coming: bool,
    words: str,
    at: datetime,
    seen: int | None = None,
    erases_old: bool = False,
) -> Visit:
    """The team says who comes, or why nobody can; until it begins it can say so otherwise, and what it said stays.

    What is open to everybody then stands in the calendar. The same answer, sent again, changes nothing. `seen`: how
    often the team had spoken when this was written; `erases_old`: all it said before told about a person.
    """
    actor.require(Permission.ANSWER_VISIT)
    found = held_visit(db, district_id, visit_id)
    policy.require_to_answer(found.state, found.starts_at, at)
    words = require_length(clean_text(words), policy.REASON_LENGTH, "words")
    policy.require_reason(coming, words)
    state = VisitState.COMING if coming else VisitState.CANNOT
    if (state, words) == (found.state, found.words):
        return found
    policy.require_as_seen(seen, found.times_said)
    is_first = found.state is VisitState.ASKED
    if not is_first:
        _put_away(found, found.words, found.answered_at or at, erases_old=erases_old)
    found.state, found.words, found.answered_by, found.answered_at = state, words, actor.account_id, at
    if is_first and found.is_open and found.starts_at > at:
        plan = Plan(EventKind.ACTIVITY, found.title, found.text, found.place, found.starts_at, found.minutes)
        found.event_id = plan_event(db, actor, district_id, plan, at=at).id
    db.flush()
    subject = _ANSWERED if is_first else _CHANGED
    tell_who_asked(db, found, subject, _ANSWER_BODY, at, answer_word=state.words, reason=words)
    return found


def _put_away(found: Visit, words: str, at: datetime, *, erases_old: bool) -> None:
    """Keep what the team said until now, or only that it said something."""
    said = [*found.earlier, {"state": found.state.value, "words": words, "on": local_day(at).isoformat()}]
    found.earlier = [one | {"words": ""} for one in said] if erases_old else said


def tell_visit(
    db: Session,
    actor: Actor,
    district_id: int,
    visit_id: int,
    *,
    came: bool,
    told: str,
    at: datetime,
    seen: int | None = None,
    erases_old: bool = False,
) -> Visit:
    """The team tells in a sentence how a visit was, or why it was not there after all.

    Told again it is mended, and what was told before stays, unless that told about a person (`erases_old`).
    """
    actor.require(Permission.ANSWER_VISIT)
    found = held_visit(db, district_id, visit_id)
    policy.require_told(found.state, found.starts_at, at)
    told = require_filled(clean_text(told), policy.REASON_LENGTH, "told", mark("Tell it in a sentence."))
    state = VisitState.CAME if came else VisitState.MISSED
    if (state, told) == (found.state, found.told):
        return found
    policy.require_as_seen(seen, found.times_said)
    if found.told_at is not None:
        _put_away(found, found.told, found.told_at, erases_old=erases_old)
    if erases_old:
        # The words with which the team answered stand beside what it tells, and cannot be changed any more.
        found.words = ""
    found.state, found.told, found.told_at = state, told, at
    db.flush()
    return found


def remind_team(db: Session, *, at: datetime) -> int:
    """Tell teams once of each visit with which they are late, on the whole site; returns how many."""
    told = 0
    running = still_asked() | (Visit.state == VisitState.COMING)
    query = select(Visit).where(running).order_by(Visit.id).with_for_update()
    for found in db.scalars(query):
        last = found.answer_due_on if found.state is VisitState.ASKED else policy.tell_due_on(found.starts_at)
        late = policy.lateness(found.state, found.answer_due_on, found.starts_at, local_day(at)) > 0
        if late and (found.late_told_on is None or found.late_told_on <= last):
            found.late_told_on, told = local_day(at), told + 1
            ask_the_team(db, found, _LATE, at)
    db.flush()
    return told
