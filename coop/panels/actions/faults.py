"""A fault in the work of a panel that comes out after the placement: noting it, objecting, ruling on that.

The placement stands: the contract is the employer's. Source: domain notes, E5.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import locked
from coop.panels.actions.messages import tell_accounts, tell_office
from coop.panels.models import Fault, Procedure, Volunteer
from coop.panels.policy import AFTER_PLACEMENT, EXCLUDED_MONTHS, MONTH, OBJECTION_TIME, Draw, FaultKind, SeatState
from coop.panels.queries import excluded_until, fault_of, seat_of

_NOTED = mark("A fault in your work on a panel was noted")
_NOTED_BODY = mark(
    "It is about: %(title)s. Sign in and look at My page to read what was noted and what follows. You can object until "
    "28 days from now; the board then looks at it."
)
_OBJECTED = mark("A member of a panel objects to a note")
_RULED = mark("The board has looked at your objection")
_TOOK_PART = (SeatState.ACCEPTED, SeatState.LEFT, SeatState.REMOVED)


def note_fault(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    seat_id: int,
    kind: FaultKind,
    text: str,
    months: int,
    at: datetime,
) -> Fault:
    """Note a fault of a member, in public and without a name; `months` says how long no draw can name this person."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    seat = seat_of(db, district_id, procedure_id, seat_id)
    if procedure.state not in AFTER_PLACEMENT:
        raise ConflictError(mark("This is for after the placement. Before it you strike scores, or suspend."))
    if seat.answer not in _TOOK_PART:
        raise ConflictError(mark("Only for somebody who was on the panel."))
    if db.scalar(select(Fault.id).where(Fault.seat_id == seat_id)) is not None:
        raise ConflictError(mark("A fault of this member was noted already."))
    if not clean_text(text):
        raise InvalidError(mark("Fill this in."), field="text")
    if months not in EXCLUDED_MONTHS:
        raise InvalidError(mark("Choose one of the options."), field="months")
    row = Fault(
        district_id=district_id,
        procedure_id=procedure_id,
        seat_id=seat_id,
        account_id=seat.account_id,
        name="" if seat.account_id else db.get_one(Volunteer, seat.volunteer_id).name,
        kind=kind,
        text=clean_text(text),
        noted_at=at,
        excluded_until_on=local_day(at + months * MONTH) if months else None,
    )
    db.add(row)
    db.flush()
    if months:
        _leave_open_lists(db, row)
    tell_accounts(db, procedure, [seat.account_id], _NOTED, _NOTED_BODY, at=at)
    return row


def _leave_open_lists(db: Session, row: Fault) -> None:
    """Whoever is on a list that is still open goes off it; a draw that was computed stands."""
    waiting = (
        select(Volunteer)
        .join(Procedure, Procedure.id == Volunteer.procedure_id)
        .where(Procedure.district_id == row.district_id, Procedure.draw == Draw.POOL_OPEN)
    )
    for one in db.scalars(waiting).all():
        if one.account_id == row.account_id if row.account_id else row.name and one.name.lower() == row.name.lower():
            db.delete(one)
    db.flush()


def require_not_excluded(
    db: Session, district_id: int, at: datetime, *, account_id: int | None, name: str = "", field: str | None = None
) -> None:
    """Raise for who is kept out of draws after a fault, with the day until which."""
    until: date | None = excluded_until(db, district_id, local_day(at), account_id=account_id, name=name)
    if until is None:
        return
    said: Any = {"day": f"{until:%d-%m-%Y}"}
    words = mark("After a fault in a panel you cannot be on one until %(day)s.")
    raise InvalidError(words, field=field, **said) if field else ConflictError(words, **said)


def object_to_fault(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, fault_id: int, text: str, at: datetime
) -> Fault:
    """The member objects, once and within 28 days; the secretary writes down what came on paper."""
    procedure = locked(db, district_id, procedure_id)
    row = fault_of(db, district_id, procedure_id, fault_id)
    on_paper = row.account_id is None and actor.may(Permission.MANAGE_PROCEDURE)
    if not on_paper and (row.account_id is None or row.account_id != actor.account_id):
        raise NotAllowedError(mark("Only whom this note is about can object to it."))
    if row.objected_at is not None:
        raise ConflictError(mark("You have objected already. The board looks at it."))
    if at > row.noted_at + OBJECTION_TIME:
        raise ConflictError(mark("You could object until 28 days after the note."))
    if not clean_text(text):
        raise InvalidError(mark("Fill this in."), field="text")
    row.objection, row.objected_at = clean_text(text), at
    db.flush()
    tell_office(db, procedure, Role.BOARD, _OBJECTED, at=at)
    return row


def rule_on_fault(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    fault_id: int,
    stands: bool,
    ruling: str,
    at: datetime,
) -> Fault:
    """The board says whether the note stands; a note that falls is counted nowhere and keeps nobody out of a draw."""
    actor.require(Permission.APPROVE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    row = fault_of(db, district_id, procedure_id, fault_id)
    if row.account_id is not None and row.account_id == actor.account_id:
        raise ConflictError(mark("This is about yourself. Let another board member do it."))
    if row.objected_at is None or row.ruled_at is not None:
        raise ConflictError(mark("No objection waits for the board."))
    if not clean_text(ruling):
        raise InvalidError(mark("Fill this in."), field="ruling")
    row.stands, row.ruling, row.ruled_at = stands, clean_text(ruling), at
    db.flush()
    tell_accounts(db, procedure, [row.account_id], _RULED, at=at)
    return row


def forget_faulty(db: Session, *, at: datetime) -> int:
    """Whose fault it was is forgotten when nobody is kept out of draws any more and no objection waits."""
    done = 0
    known = select(Fault).where((Fault.account_id.is_not(None)) | (Fault.name != ""))
    for row in db.scalars(known).all():
        runs = row.excluded_until_on is not None and row.excluded_until_on > local_day(at) and row.stands is not False
        waits = at <= row.noted_at + OBJECTION_TIME + timedelta(days=1) or (
            row.objected_at is not None and row.ruled_at is None
        )
        if not runs and not waits:
            row.account_id, row.name, row.objection = None, "", ""
            done += 1
    db.flush()
    return done
