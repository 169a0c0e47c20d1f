"""From sealed reading to the interviews: the shortlist, names, stepping back, planning and presence."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.actions.messages import tell_accounts, tell_candidate
from coop.panels.models import Application, Declaration, Interview, Procedure, Seat
from coop.panels.policy import ON_SHORTLIST, QUORUM, AppState, Event, Part, SeatState, State
from coop.panels.policy.deadlines import LEAST_NOTICE, LONGEST_POSTPONEMENT
from coop.panels.queries import (
    INTERVIEW,
    application_of,
    declarations_of,
    facts_of,
    interviews_of,
    my_seat,
    seat_of,
    seats_of,
    sheet_of,
    voters_of,
)

_MEMBER = frozenset({Part.MEMBER})
_CLOCK = frozenset({Part.CLOCK})


def start_screening(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """All applications are sorted: the panel reads the answers without names, or it ends when nobody is left."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    empty = procedure.state is State.CLOSED and not facts_of(db, procedure).admitted
    event = Event.NONE_ADMITTED if empty else Event.START_SCREENING
    fire(db, procedure, event, parts_of(actor), at=at, account_id=actor.account_id)
    return procedure


def agree_on_invited(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, count: int, at: datetime
) -> Procedure:
    """Make the shortlist of the `count` highest means. The number is chosen while everything is still sealed."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    procedure.invited_count = count
    fire(db, procedure, Event.SET_SHORTLIST, parts_of(actor), at=at, account_id=actor.account_id, count=count)
    return procedure


def reveal_names(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """The shortlist cannot change any more: the panel sees the names on it, to say whom they know too well."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.REVEAL_NAMES, parts_of(actor), at=at, account_id=actor.account_id)
    return procedure


def declare(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    steps_back: Sequence[int],
    at: datetime,
    seat_id: int | None = None,
) -> None:
    """Say for every candidate on the shortlist whether to step back: `steps_back` are application ids. No reasons.

    With `seat_id` the secretary writes down what a member without e-mail said.
    """
    procedure = locked(db, district_id, procedure_id)
    if seat_id is not None:
        actor.require(Permission.MANAGE_PROCEDURE)
        seat: Seat | None = seat_of(db, district_id, procedure_id, seat_id)
    else:
        seat = my_seat(db, procedure.id, actor.account_id)
    if seat is None or seat.answer is not SeatState.ACCEPTED:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    fire(db, procedure, Event.DECLARE, _MEMBER, at=at)
    listed = db.scalars(
        select(Application).where(Application.procedure_id == procedure_id, Application.state.in_(ON_SHORTLIST))
    ).all()
    if not set(steps_back) <= {one.id for one in listed}:
        raise InvalidError(mark("Choose one of the options."), field="steps_back")
    known = {one.application_id: one for one in declarations_of(db, procedure_id) if one.seat_id == seat.id}
    for one in listed:
        row = known.get(one.id)
        if row is None:
            row = Declaration(
                district_id=district_id, procedure_id=procedure_id, seat_id=seat.id, application_id=one.id
            )
            db.add(row)
        row.steps_back, row.declared_at = one.id in steps_back, at
        sheet = sheet_of(db, seat.id, one.id, INTERVIEW)
        if sheet is not None and row.steps_back:
            # Somebody takes part again (E36) and this one was heard and scored before: what was given counts no more.
            sheet.scores, sheet.stepped_back, sheet.complete = {}, True, True
    db.flush()


def start_interviews(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """Everybody said whom they know; for each candidate at least four members are free to judge."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.START_INTERVIEWS, parts_of(actor), at=at, account_id=actor.account_id)
    return procedure


def plan_interview(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    application_id: int,
    starts_at: datetime,
    place: str,
    at: datetime,
    minutes: int = 60,
    arrangement: str = "",
) -> Interview:
    """Invite a candidate at least seven days ahead, or move an interview once by ten days at most."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    application = application_of(db, district_id, procedure_id, application_id)
    row = interviews_of(db, procedure_id).get(application_id)
    if application.state not in (AppState.SHORTLISTED, AppState.INVITED):
        raise ConflictError(mark("There is no interview to plan for this candidate."))
    if not clean_line(place):
        raise InvalidError(mark("Fill this in."), field="place")
    if not 15 <= minutes <= 180:
        raise InvalidError(mark("Fill in 15 to 180 minutes."), field="minutes")
    moved = row is not None and row.starts_at != starts_at
    _require_time(row, starts_at, at)
    fire(db, procedure, Event.POSTPONE if moved else Event.PLAN, parts_of(actor), at=at, account_id=actor.account_id)
    if row is None:
        row = Interview(district_id=district_id, procedure_id=procedure_id, application_id=application_id)
        row.postponed = False
        db.add(row)
    row.postponed = row.postponed or moved
    row.starts_at, row.minutes, row.place = starts_at, minutes, clean_line(place)
    row.arrangement = clean_line(arrangement)
    application.state = AppState.INVITED
    subject = mark("Your interview has another moment") if moved else mark("You are invited for an interview")
    tell_candidate(db, procedure, application, subject, at=at)
    db.flush()
    return row


def _require_time(planned: Interview | None, starts_at: datetime, at: datetime) -> None:
    if planned is None:
        if starts_at < at + LEAST_NOTICE:
            raise InvalidError(mark("Invite at least 7 days ahead."), field="day")
    elif planned.starts_at != starts_at:
        if planned.postponed:
            raise ConflictError(
                mark("This interview was moved once already. Suspend the procedure: when it goes on you plan it anew.")
            )
        if not at < starts_at <= planned.starts_at + LONGEST_POSTPONEMENT:
            raise InvalidError(mark("Move it by at most 10 days."), field="day")


def hold_interview(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    application_id: int,
    present: Sequence[int],
    at: datetime,
) -> Interview:
    """Write down which members (seat ids) were there from beginning to end; their score sheets open."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    application = application_of(db, district_id, procedure_id, application_id)
    row = _planned(db, procedure, application, at)
    declared = declarations_of(db, procedure_id)
    back = {one.seat_id for one in declared if one.steps_back and one.application_id == application_id}
    members = {one.id for one in seats_of(db, procedure_id) if one.answer is SeatState.ACCEPTED} - back
    if not set(present) <= members:
        raise InvalidError(mark("Choose members who did not step back for this candidate."), field="present")
    if len(set(present)) < QUORUM:
        raise InvalidError(
            mark("At least 4 members must be there the whole time. Stop, and choose another moment."), field="present"
        )
    heard_all = {seat.id for seat in voters_of(db, procedure)} & set(present)
    if len(heard_all) < QUORUM:
        raise InvalidError(
            mark(
                "Only %(count)s of these members were at all interviews before this one too, and at least 4 must hear "
                "every candidate: only they can vote. Stop, and choose another moment."
            ),
            field="present",
            count=len(heard_all),
        )
    fire(db, procedure, Event.HOLD, parts_of(actor), at=at, account_id=actor.account_id)
    row.held_at, row.present = at, sorted(set(present))
    application.state = AppState.INTERVIEWED
    there = [seat.account_id for seat in seats_of(db, procedure_id) if seat.id in row.present]
    tell_accounts(db, procedure, there, mark("You can give scores for an interview now"), at=at)
    db.flush()
    _go_on_when_all_held(db, procedure, at)
    return row


def _planned(db: Session, procedure: Procedure, application: Application, at: datetime) -> Interview:
    row = interviews_of(db, procedure.id).get(application.id)
    if row is None or application.state is not AppState.INVITED:
        raise ConflictError(mark("There is no planned interview with this candidate."))
    if at < row.starts_at:
        raise ConflictError(mark("This interview has not begun yet."))
    return row


def note_no_show(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, application_id: int, at: datetime
) -> Application:
    """The candidate did not come and could not be reached twice."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    application = application_of(db, district_id, procedure_id, application_id)
    _planned(db, procedure, application, at)
    fire(db, procedure, Event.NO_SHOW, parts_of(actor), at=at, account_id=actor.account_id)
    application.state = AppState.NO_SHOW
    db.flush()
    _go_on_when_all_held(db, procedure, at)
    return application


def _go_on_when_all_held(db: Session, procedure: Procedure, at: datetime) -> None:
    if not facts_of(db, procedure).to_hold:
        fire(db, procedure, Event.ALL_HELD, _CLOCK, at=at)


def hear_again(
    db: Session, actor: Actor, district_id: int, procedure_id: int, *, reason: str, at: datetime
) -> Procedure:
    """All candidates are heard again by enough members; what was written of the first talks is dropped."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    said = clean_text(reason)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    fire(
        *(db, procedure, Event.HEAR_AGAIN, parts_of(actor)), at=at, account_id=actor.account_id, note=said, reason=True
    )
    return procedure
