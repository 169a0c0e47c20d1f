"""Somebody of the panel told what should have stayed inside: the record of it, and who hears of it.

Sources: domain notes, E28; GDPR articles 33 (authority within 72 hours, record) and 34 (whom it is about).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission, Role
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import locked
from coop.panels.actions.messages import once, tell_candidate, tell_office
from coop.panels.actions.seats import remove_member
from coop.panels.models import Breach, Procedure
from coop.panels.policy import ACTIVE, BREACHES_KEPT, REPORT_SOON, SeatState, State, is_late, report_before
from coop.panels.queries import applications_of, breach_of, seat_of

_KNOWN = mark("Something about candidates became known. Decide within 72 hours whether to report it")
_SOON = mark("One day left to report what became known about candidates")
_PASSED = mark("The 72 hours to report what became known about candidates have passed")
_YOURS = mark("Something about your application became known that should not have")
_REASON = mark("A member of the panel did not keep silent.")
JUDGES = (Role.PRIVACY_OFFICER, Role.BOARD)


def note_breach(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    seat_id: int,
    known_at: datetime,
    place: str,
    text: str,
    application_ids: Sequence[int],
    at: datetime,
) -> Breach:
    """Write it in the record, take the member off the panel, and tell candidates, privacy officer and board."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    seat = seat_of(db, district_id, procedure_id, seat_id)
    if procedure.state is State.ERASED:
        raise ConflictError(mark("This procedure is finished."))
    _require_told(clean_line(place), clean_text(text), known_at, at)
    whom = [one for one in applications_of(db, procedure_id) if one.id in application_ids]
    if not whom:
        raise InvalidError(mark("Choose at least one candidate whom it is about."), field="whom")
    row = Breach(
        district_id=district_id,
        procedure_id=procedure_id,
        seat_id=seat.id,
        known_at=known_at,
        noted_at=at,
        place=clean_line(place),
        text=clean_text(text),
        numbers=[one.number for one in whom],
    )
    db.add(row)
    db.flush()
    for one in whom:
        tell_candidate(db, procedure, one, _YOURS, at=at)
    for role in JUDGES:
        tell_office(db, procedure, role, _KNOWN, at=at)
    is_running = procedure.state in ACTIVE or procedure.state is State.SUSPENDED
    if is_running and seat.answer in (SeatState.ACCEPTED, SeatState.WAITING):
        remove_member(db, actor, district_id, procedure_id, seat_id=seat.id, reason=_REASON, at=at)
    return row


def _require_told(place: str, text: str, known_at: datetime, at: datetime) -> None:
    for field, value in (("place", place), ("text", text)):
        if not value:
            raise InvalidError(mark("Fill this in."), field=field)
    if known_at > at:
        raise InvalidError(mark("This moment has yet to come."), field="day")


def judge_breach(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    breach_id: int,
    reported: bool,
    grounds: str,
    at: datetime,
) -> Breach:
    """Say whether the authority was told, and why (not). It can be said once."""
    actor.require(Permission.JUDGE_BREACH)
    locked(db, district_id, procedure_id)
    row = breach_of(db, district_id, procedure_id, breach_id)
    if row.judged_at is not None:
        raise ConflictError(mark("This was decided already."))
    if not clean_text(grounds):
        raise InvalidError(mark("Fill this in."), field="grounds")
    row.reported, row.grounds, row.judged_at = reported, clean_text(grounds), at
    db.flush()
    return row


def remind_of_breaches(db: Session, *, at: datetime) -> int:
    """One day before the 72 hours are over, and when they are, as long as nothing was decided."""
    sent = 0
    for row in db.scalars(select(Breach).where(Breach.judged_at.is_(None)).order_by(Breach.id)).all():
        late = is_late(row.known_at, at)
        if not late and at < report_before(row.known_at) - REPORT_SOON:
            continue
        procedure = db.get_one(Procedure, row.procedure_id)
        if once(db, procedure, f"breach {row.id} {'late' if late else 'soon'}", at):
            for role in JUDGES:
                tell_office(db, procedure, role, _PASSED if late else _SOON, at=at)
            sent += 1
    return sent


def forget_breaches(db: Session, *, at: datetime) -> int:
    """The record is kept for three years."""
    rows = db.scalars(select(Breach).where(Breach.noted_at <= at - BREACHES_KEPT)).all()
    for row in rows:
        db.delete(row)
    db.flush()
    return len(rows)
