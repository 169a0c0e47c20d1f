"""Applying, and scoring independently."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.errors import ConflictError, InvalidError, NotAllowedError, TooLateError, raise_all
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.messages import tell_panel
from coop.panels.actions.procedure import fire, locked
from coop.panels.models import Application, Procedure, ScoreSheet, Seat
from coop.panels.policy import QUORUM, Event, State, may_reveal, require_sheet
from coop.panels.policy.scores import Sheet
from coop.panels.queries import application_of, applications_of, my_seat, progress_of, seats_of

ANSWER_MAX = 4000


def apply(
    db: Session,
    actor: Actor,
    district_id: int,
    procedure_id: int,
    *,
    name: str,
    contact: str,
    answers: Mapping[str, str],
    token: str,
    at: datetime,
) -> Application:
    """Apply, with or without an account. Raises `TooLateError` after closing, `InvalidError` for empty answers."""
    procedure = locked(db, district_id, procedure_id)
    if procedure.state is not State.PUBLISHED or at >= procedure.closes_at:
        raise TooLateError(mark("This vacancy is not open for applications (any more)."))
    cleaned = {code: clean_text(answers.get(code)) for code in procedure.items}
    _require_complete(clean_line(name), clean_line(contact), cleaned)
    for one in applications_of(db, procedure_id):
        # The same application sent twice (a double click, a bad connection) leads to the same receipt.
        if (one.contact.lower(), one.answers) == (clean_line(contact).lower(), cleaned):
            return one
    _require_new_person(db, actor, procedure)
    highest = db.scalar(select(func.max(Application.number)).where(Application.procedure_id == procedure_id)) or 0
    application = Application(
        district_id=district_id,
        procedure_id=procedure_id,
        number=highest + 1,
        token=token,
        account_id=actor.account_id,
        name=clean_line(name),
        contact=clean_line(contact),
        answers=cleaned,
        received_at=at,
    )
    db.add(application)
    db.flush()
    return application


def _require_complete(name: str, contact: str, answers: Mapping[str, str]) -> None:
    faults = []
    if not name:
        faults.append(InvalidError(mark("Fill this in."), field="name"))
    if not (re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", contact) or sum(letter.isdigit() for letter in contact) >= 8):
        faults.append(InvalidError(mark("Fill in an e-mail address or a phone number."), field="contact"))
    for code, text in answers.items():
        if not text:
            faults.append(InvalidError(mark("Answer this question."), field=f"answer_{code}"))
        elif len(text) > ANSWER_MAX:
            too_long = mark("Use at most %(most)s characters.")
            faults.append(InvalidError(too_long, field=f"answer_{code}", most=ANSWER_MAX))
    raise_all(faults)


def _require_new_person(db: Session, actor: Actor, procedure: Procedure) -> None:
    # Who has no account is not compared by address: the answer would tell strangers who applied, and somebody could
    # keep another out by using their address. The secretary sees both addresses and asks.
    if actor.account_id and any(one.account_id == actor.account_id for one in applications_of(db, procedure.id)):
        raise ConflictError(mark("You have already applied. Use your private link, or call the secretary."))
    seat = my_seat(db, procedure.id, actor.account_id) if actor.account_id else None
    if seat is not None and seat.answer in ("waiting", "accepted"):
        raise NotAllowedError(mark("You are on the panel for this vacancy, so you cannot apply."))
    if seat is not None:
        # Who applies gives up the place as a reserve.
        seat.answer = "declined"


def close_vacancy(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """After the closing moment: the panel can score; without any application it ends here."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if at < procedure.closes_at:
        raise ConflictError(mark("The vacancy is still open: candidates can apply until the closing moment."))
    if not applications_of(db, procedure_id):
        fire(db, actor, procedure, Event.NONE_APPLIED, at=at)
        return procedure
    if sum(1 for seat in seats_of(db, procedure_id) if seat.answer == "accepted") < QUORUM:
        raise ConflictError(
            mark("Fewer than %(quorum)s people on the panel said yes. Ask the others first."), quorum=QUORUM
        )
    fire(db, actor, procedure, Event.CLOSE, at=at)
    tell_panel(db, procedure, mark("You can score the candidates now"), at=at)
    return procedure


def _own_seat(db: Session, actor: Actor, procedure: Procedure) -> Seat:
    actor.require(Permission.SCORE_CANDIDATES)
    seat = my_seat(db, procedure.id, actor.account_id)
    if seat is None or seat.answer != "accepted":
        raise NotAllowedError(mark("Only the members of this panel can do this."))
    if procedure.state is not State.SCORING:
        raise ConflictError(mark("Scores can be given only between closing and deliberation."))
    return seat


def _sheet(db: Session, seat: Seat, application_id: int) -> ScoreSheet | None:
    return db.scalar(
        select(ScoreSheet).where(ScoreSheet.seat_id == seat.id, ScoreSheet.application_id == application_id)
    )


def _keep(db: Session, seat: Seat, application: Application, *, at: datetime, **values: Any) -> ScoreSheet:
    sheet = _sheet(db, seat, application.id)
    if sheet is None:
        sheet = ScoreSheet(
            district_id=seat.district_id,
            procedure_id=seat.procedure_id,
            application_id=application.id,
            seat_id=seat.id,
            scores={},
        )
        db.add(sheet)
    for name, value in values.items():
        setattr(sheet, name, value)
    sheet.submitted_at = at
    db.flush()
    return sheet


def submit_scores(
    db: Session, actor: Actor, district_id: int, procedure_id: int, application_id: int, *, sheet: Sheet, at: datetime
) -> ScoreSheet:
    """Hand in my sheet for one candidate; it can change until the sheets are opened. Raises `InvalidError`."""
    procedure = locked(db, district_id, procedure_id)
    seat = _own_seat(db, actor, procedure)
    application = application_of(db, district_id, procedure_id, application_id)
    require_sheet(procedure.items, sheet)
    scores = {code: {"score": sheet[code][0], "evidence": clean_text(sheet[code][1])} for code in procedure.items}
    return _keep(db, seat, application, at=at, scores=scores, stepped_back=False)


def step_back(
    db: Session, actor: Actor, district_id: int, procedure_id: int, application_id: int, *, at: datetime
) -> ScoreSheet:
    """Do not score this candidate. No reason is asked and none is kept."""
    procedure = locked(db, district_id, procedure_id)
    seat = _own_seat(db, actor, procedure)
    application = application_of(db, district_id, procedure_id, application_id)
    return _keep(db, seat, application, at=at, scores={}, stepped_back=True)


def reveal_scores(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """Open all sheets at once: when every sheet is in, or after the deadline when a quorum is complete."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    progress = progress_of(db, procedure)
    if procedure.state is State.SCORING and not may_reveal(
        progress.due, progress.given, progress.complete_members, procedure.scores_due_at, at
    ):
        raise ConflictError(mark("Not everybody is ready and the deadline has not passed. The scores stay sealed."))
    fire(db, actor, procedure, Event.REVEAL, at=at)
    tell_panel(db, procedure, mark("The scores of the panel are open"), at=at)
    return procedure
