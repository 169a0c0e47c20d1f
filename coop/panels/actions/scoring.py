"""Scoring independently: sealed sheets, opened all at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels.actions.deliberation import vote_anew
from coop.panels.actions.firing import fire, locked, parts_of, stop_without_quorum
from coop.panels.actions.messages import tell_accounts, tell_candidate
from coop.panels.models import Application, Procedure, ScoreSheet, Seat
from coop.panels.policy import AppState, Event, Part, SeatState, State, require_sheet
from coop.panels.policy.scores import Sheet
from coop.panels.queries import (
    INTERVIEW,
    SCREENING,
    application_of,
    declarations_of,
    judges_of,
    my_seat,
    read_by,
    seat_of,
    sheet_of,
)

_MEMBER = frozenset({Part.MEMBER})
EVENTS = {SCREENING: Event.SUBMIT_SCREENING, INTERVIEW: Event.SUBMIT_SCORES}
_STRUCK_OF_YOURS = mark("Scores of one member for you count for nothing any more")
_STRUCK = mark("Scores that you gave count for nothing any more. The secretary can tell you why")


def phase_of(procedure: Procedure) -> str:
    """Which sheets are filled in now. Raises `ConflictError` when none are."""
    if procedure.state is State.SCREENING:
        return SCREENING
    if procedure.state in (State.INTERVIEWING, State.SCORING):
        return INTERVIEW
    raise ConflictError(mark("Scores can be given only while the panel reads answers, or after an interview."))


def _own_seat(db: Session, actor: Actor, procedure: Procedure) -> Seat:
    actor.require(Permission.SCORE_CANDIDATES)
    seat = my_seat(db, procedure.id, actor.account_id)
    if seat is None or seat.answer is not SeatState.ACCEPTED:
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    return seat


def require_may_score(db: Session, procedure: Procedure, seat: Seat, application: Application) -> None:
    """Raise unless this member scores this candidate now."""
    if phase_of(procedure) == SCREENING:
        if application.state is not AppState.ADMITTED:
            raise ConflictError(mark("This candidate is not read now."))
    elif seat.id not in judges_of(db, procedure).get(application.id, set()):
        raise ConflictError(mark("Only who was at the whole interview scores this candidate."))


def keep(db: Session, seat: Seat, application: Application, phase: str, *, at: datetime, **values: Any) -> ScoreSheet:
    """The sheet of one member for one candidate, with these values."""
    sheet = sheet_of(db, seat.id, application.id, phase)
    if sheet is None:
        sheet = ScoreSheet(
            district_id=seat.district_id,
            procedure_id=seat.procedure_id,
            application_id=application.id,
            seat_id=seat.id,
            phase=phase,
            scores={},
        )
        db.add(sheet)
    for name, value in values.items():
        setattr(sheet, name, value)
    sheet.submitted_at = at
    db.flush()
    return sheet


def cleaned(codes: list[str], sheet: Sheet) -> dict[str, Any]:
    """What a sheet says, as it is kept."""
    return {code: {"score": sheet[code][0], "evidence": clean_text(sheet[code][1])} for code in codes}


def submit_scores(
    db: Session, actor: Actor, district_id: int, procedure_id: int, application_id: int, *, sheet: Sheet, at: datetime
) -> ScoreSheet:
    """Hand in my sheet for one candidate; it can change until the sheets are opened. Raises `InvalidError`."""
    procedure = locked(db, district_id, procedure_id)
    seat = _own_seat(db, actor, procedure)
    application = application_of(db, district_id, procedure_id, application_id)
    phase = phase_of(procedure)
    require_may_score(db, procedure, seat, application)
    require_sheet(procedure.items, sheet)
    fire(db, procedure, EVENTS[phase], _MEMBER, at=at)
    values = {"scores": cleaned(procedure.items, sheet), "stepped_back": False, "complete": True}
    return keep(db, seat, application, phase, at=at, from_paper=False, **values)


def submit_question(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    code: str,
    *,
    given: Mapping[int, tuple[int | None, str]],
    at: datetime,
) -> None:
    """Hand in my scores for the answers of all candidates to one question; they can change until the sheets open.

    `given` by application. A sheet counts when all questions are in. Raises `InvalidError` (fields `score_ID`).
    """
    procedure = locked(db, district_id, procedure_id)
    seat = _own_seat(db, actor, procedure)
    if procedure.state is not State.SCREENING or code not in procedure.items:
        raise ConflictError(mark("This question is not read now."))
    wanted = {one.id: one for one in read_by(db, procedure, seat.id)}
    if set(given) != set(wanted):
        raise ConflictError(mark("The candidates have changed in the meantime. Open this question again."))
    require_sheet([str(key) for key in given], {str(key): value for key, value in given.items()})
    fire(db, procedure, Event.SUBMIT_SCREENING, _MEMBER, at=at)
    for key, (score, evidence) in given.items():
        known = sheet_of(db, seat.id, key, SCREENING)
        scores = {**(known.scores if known else {}), code: {"score": score, "evidence": clean_text(evidence)}}
        complete = all(one in scores for one in procedure.items)
        values = {"scores": scores, "complete": complete, "from_paper": False}
        keep(db, seat, wanted[key], SCREENING, at=at, **values)


def judge_after_all(
    db: Session, actor: Actor, district_id: int, procedure_id: int, application_id: int, *, at: datetime
) -> None:
    """Take back that I stepped back while reading; the candidate is among my questions again."""
    procedure = locked(db, district_id, procedure_id)
    seat = _own_seat(db, actor, procedure)
    application_of(db, district_id, procedure_id, application_id)
    sheet = sheet_of(db, seat.id, application_id, SCREENING)
    if procedure.state is not State.SCREENING or sheet is None or not sheet.stepped_back:
        raise ConflictError(mark("You did not step back for this candidate."))
    fire(db, procedure, Event.SUBMIT_SCREENING, _MEMBER, at=at)
    db.delete(sheet)
    db.flush()


def step_back(
    db: Session, actor: Actor, district_id: int, procedure_id: int, application_id: int, *, at: datetime
) -> ScoreSheet:
    """Do not score this candidate. No reason is asked and none is kept; it can be taken back until the opening."""
    procedure = locked(db, district_id, procedure_id)
    seat = _own_seat(db, actor, procedure)
    application = application_of(db, district_id, procedure_id, application_id)
    phase = phase_of(procedure)
    require_may_score(db, procedure, seat, application)
    fire(db, procedure, EVENTS[phase], _MEMBER, at=at)
    return keep(db, seat, application, phase, at=at, scores={}, stepped_back=True, complete=True, from_paper=False)


def reveal_scores(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """Open all sheets at once: when every sheet is in, or after the deadline when for each candidate a quorum is."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    fire(db, procedure, Event.REVEAL, parts_of(actor), at=at, account_id=actor.account_id)
    return procedure


def amend_scores(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    application_id: int,
    *,
    sheet: Sheet,
    reason: str,
    at: datetime,
) -> ScoreSheet:
    """Change my sheet once after the opening, with a reason; the first version stays beside it."""
    procedure = locked(db, district_id, procedure_id)
    seat = _own_seat(db, actor, procedure)
    application = application_of(db, district_id, procedure_id, application_id)
    fire(db, procedure, Event.AMEND, _MEMBER, at=at)
    if application.state is AppState.ACCEPTED:
        raise ConflictError(mark("This candidate joined the team already, in an earlier place."))
    known = sheet_of(db, seat.id, application.id, INTERVIEW)
    if known is None or known.stepped_back or known.struck:
        raise ConflictError(mark("You have no scores for this candidate."))
    if known.amended is not None:
        raise ConflictError(mark("Scores can change once only. Ask the secretary to write your remark down."))
    require_sheet(procedure.items, sheet)
    if not clean_text(reason):
        raise InvalidError(mark("Say why your scores change. The panel reads it."), field="reason")
    known.amended, known.amended_at = cleaned(procedure.items, sheet), at
    known.amend_reason = clean_text(reason)
    db.flush()
    return known


def strike_sheet(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    application_id: int,
    *,
    seat_id: int,
    reason: str,
    at: datetime,
    tells: bool = False,
) -> None:
    """A conflict or an unlawful remark came out: this member's sheets for the candidate count for nothing any more.

    The reason is public, the member and the candidate are not. Nobody can score afterwards instead; when fewer than
    four are left the procedure stops. `tells`: the candidate hears of it.
    Raises `InvalidError` without a reason.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    seat = seat_of(db, district_id, procedure_id, seat_id)
    application = application_of(db, district_id, procedure_id, application_id)
    said = clean_text(reason)
    if not said:
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    fire(*(db, procedure, Event.STRIKE, parts_of(actor)), at=at, account_id=actor.account_id, note=said, reason=True)
    for phase in (SCREENING, INTERVIEW):
        sheet = sheet_of(db, seat.id, application.id, phase)
        if sheet is not None:
            sheet.struck = True
    for one in declarations_of(db, procedure_id):
        if (one.seat_id, one.application_id) == (seat.id, application.id):
            one.steps_back, one.declared_at = True, at
    tell_accounts(db, procedure, [seat.account_id], _STRUCK, at=at)
    if tells:
        tell_candidate(db, procedure, application, _STRUCK_OF_YOURS, at=at)
    vote_anew(db, procedure, at=at)
    db.flush()
    stop_without_quorum(db, procedure, at=at)
