"""Scoring independently: sealed sheets, on the site or from paper, opened all at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError
from coop.kernel.text import clean_text
from coop.kernel.words import mark
from coop.panels.actions.deliberation import vote_anew
from coop.panels.actions.firing import fire, locked, parts_of
from coop.panels.models import Application, Procedure, ScoreSheet, Seat
from coop.panels.policy import QUORUM, AppState, Event, Part, SeatState, State, require_sheet
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
_EVENTS = {SCREENING: Event.SUBMIT_SCREENING, INTERVIEW: Event.SUBMIT_SCORES}
_STRUCK = mark("Fewer than 4 members can judge a candidate. All candidates are heard again, or none.")


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


def _keep(db: Session, seat: Seat, application: Application, phase: str, *, at: datetime, **values: Any) -> ScoreSheet:
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


def _cleaned(codes: list[str], sheet: Sheet) -> dict[str, Any]:
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
    fire(db, procedure, _EVENTS[phase], _MEMBER, at=at)
    values = {"scores": _cleaned(procedure.items, sheet), "stepped_back": False, "complete": True}
    return _keep(db, seat, application, phase, at=at, typed_by_id=None, checked_at=None, **values)


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
        values = {"scores": scores, "complete": complete, "typed_by_id": None, "checked_at": None}
        _keep(db, seat, wanted[key], SCREENING, at=at, **values)


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
    fire(db, procedure, _EVENTS[phase], _MEMBER, at=at)
    return _keep(db, seat, application, phase, at=at, scores={}, stepped_back=True, complete=True)


def type_paper_sheet(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    application_id: int,
    *,
    seat_id: int,
    sheet: Sheet,
    at: datetime,
) -> ScoreSheet:
    """Type a sheet that a member filled in on paper. It counts when a second person typed the same scores."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    seat = seat_of(db, district_id, procedure_id, seat_id)
    application = application_of(db, district_id, procedure_id, application_id)
    phase = phase_of(procedure)
    if seat.answer is not SeatState.ACCEPTED:
        raise ConflictError(mark("Only for somebody who is on the panel."))
    require_may_score(db, procedure, seat, application)
    require_sheet(procedure.items, sheet)
    fire(db, procedure, _EVENTS[phase], _MEMBER, at=at)
    kept = _cleaned(procedure.items, sheet)
    known = sheet_of(db, seat.id, application.id, phase)
    if known is not None and known.typed_by_id is None and known.complete:
        raise ConflictError(mark("This member handed in a sheet on the site."))
    first = known is None or known.typed_by_id in (None, actor.account_id)
    if known is None or first or known.checked_at is not None:
        values = {"scores": kept, "typed_by_id": actor.account_id, "checked_at": None, "complete": True}
        return _keep(db, seat, application, phase, at=at, **values)
    if any(known.scores[code]["score"] != value["score"] for code, value in kept.items()):
        raise ConflictError(mark("These scores differ from what was typed first. Look at the paper together."))
    known.checked_at = at
    db.flush()
    return known


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
    known = sheet_of(db, seat.id, application.id, INTERVIEW)
    if known is None or known.stepped_back or known.struck:
        raise ConflictError(mark("You have no scores for this candidate."))
    if known.amended is not None:
        raise ConflictError(mark("Scores can change once only. Ask the secretary to write your remark down."))
    require_sheet(procedure.items, sheet)
    if not clean_text(reason):
        raise InvalidError(mark("Say why your scores change. The panel reads it."), field="reason")
    known.amended, known.amended_at = _cleaned(procedure.items, sheet), at
    known.amend_reason = clean_text(reason)
    db.flush()
    return known


def strike_sheet(
    db: Session, actor: Actor, district_id: int, procedure_id: int, application_id: int, *, seat_id: int, at: datetime
) -> None:
    """A conflict or an unlawful remark came out: this member's sheets for the candidate count for nothing any more.

    Nobody can score afterwards instead; when fewer than four are left the procedure stops.
    """
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    seat = seat_of(db, district_id, procedure_id, seat_id)
    application = application_of(db, district_id, procedure_id, application_id)
    if procedure.state not in (State.INTERVIEWING, State.SCORING, State.DELIBERATION):
        raise ConflictError(mark("Sheets can be struck only before the panel has decided."))
    for phase in (SCREENING, INTERVIEW):
        sheet = sheet_of(db, seat.id, application.id, phase)
        if sheet is not None:
            sheet.struck = True
    for one in declarations_of(db, procedure_id):
        if (one.seat_id, one.application_id) == (seat.id, application.id):
            one.steps_back, one.declared_at = True, at
    vote_anew(db, procedure, at=at)
    db.flush()
    left = judges_of(db, procedure).get(application.id)
    if left is not None and len(left) < QUORUM:
        fire(db, procedure, Event.SUSPEND, parts_of(actor), at=at, note=_STRUCK, reason=True)
