"""Preparing, approving and publishing a vacancy, and the one place where the state changes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.districts.policy import Subject
from coop.districts.queries import mandate_snapshot
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import InvalidError, NotFoundError
from coop.kernel.text import clean_line, clean_text
from coop.kernel.words import mark
from coop.panels.actions.messages import tell_office
from coop.panels.models import Procedure, ProcedureChange
from coop.panels.policy import TRANSITIONS, Event, State, next_state, require_items

LEAST_OPEN = timedelta(days=14)
SCORING_TIME = timedelta(days=10)


def locked(db: Session, district_id: int, procedure_id: int) -> Procedure:
    """The procedure, locked until the end of the transaction, so that two people cannot take one step twice."""
    found = db.scalar(
        select(Procedure)
        .where(Procedure.district_id == district_id, Procedure.id == procedure_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("This vacancy is not here."))
    return found


def fire(db: Session, actor: Actor, procedure: Procedure, event: Event, *, at: datetime, reason: str = "") -> None:
    """Change the state by the table and write it in the history. Raises `ConflictError`."""
    assert actor.account_id is not None
    before = procedure.state
    procedure.state = next_state(before, event, actor.roles)
    role = next(row.role for row in TRANSITIONS if row.before is before and row.event is event)
    db.add(
        ProcedureChange(
            district_id=procedure.district_id,
            procedure_id=procedure.id,
            event=event,
            after=procedure.state,
            role=role,
            account_id=actor.account_id,
            reason=reason,
            at=at,
        )
    )
    db.flush()


def prepare_procedure(
    db: Session,
    actor: Actor,
    district_id: int,
    *,
    title: str,
    text: str,
    minutes_week: int,
    home_organisation: str,
    items: Sequence[str],
    closes_at: datetime,
    at: datetime,
) -> Procedure:
    """Make a draft. Raises `InvalidError` for empty texts, a wrong rubric or a closing moment within 14 days."""
    actor.require(Permission.MANAGE_PROCEDURE)
    for field, value in (("title", title), ("text", text), ("home_organisation", home_organisation)):
        if not clean_text(value):
            raise InvalidError(mark("Fill this in."), field=field)
    if not 60 <= minutes_week <= 40 * 60:
        raise InvalidError(mark("Fill in 1 to 40 hours a week."), field="hours")
    if closes_at < at + LEAST_OPEN:
        raise InvalidError(mark("Candidates need time: choose a moment at least 14 days from now."), field="closes_on")
    require_items(items)
    procedure = Procedure(
        district_id=district_id,
        title=clean_line(title),
        text=clean_text(text),
        minutes_week=minutes_week,
        home_organisation=clean_line(home_organisation),
        closes_at=closes_at,
        scores_due_at=closes_at + SCORING_TIME,
        items=list(items),
        state=State.DRAFT,
        created_at=at,
    )
    db.add(procedure)
    db.flush()
    tell_office(db, procedure, Role.BOARD, mark("A vacancy waits for the board"), at=at)
    return procedure


def approve(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """The board approves; the hiring mandate of that day is kept with the procedure."""
    actor.require(Permission.APPROVE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    procedure.mandate = mandate_snapshot(db, district_id, Subject.HIRING, local_day(at)).as_json()
    fire(db, actor, procedure, Event.APPROVE, at=at)
    return procedure


def publish_vacancy(db: Session, actor: Actor, district_id: int, procedure_id: int, *, at: datetime) -> Procedure:
    """Open the vacancy for applications; the panel has been drawn, so nobody picks a panel for a candidate."""
    actor.require(Permission.MANAGE_PROCEDURE)
    procedure = locked(db, district_id, procedure_id)
    if at >= procedure.closes_at:
        raise InvalidError(mark("The closing moment of this vacancy has already passed."))
    fire(db, actor, procedure, Event.PUBLISH, at=at)
    return procedure


def cancel(db: Session, actor: Actor, district_id: int, procedure_id: int, *, reason: str, at: datetime) -> Procedure:
    """The board calls it off, with a reason that everybody can read."""
    actor.require(Permission.APPROVE_PROCEDURE)
    if not clean_text(reason):
        raise InvalidError(mark("Give a reason. Everybody can read it."), field="reason")
    procedure = locked(db, district_id, procedure_id)
    fire(db, actor, procedure, Event.CANCEL, at=at, reason=clean_text(reason))
    return procedure
