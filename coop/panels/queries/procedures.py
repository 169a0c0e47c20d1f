"""Procedures and their history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.panels.models import ApplicationDraft, Opinion, PanelDraw, Procedure, ProcedureChange, Remark
from coop.panels.policy import Draw, Event, State


def procedures_of(db: Session, district_id: int, *, drafts: bool) -> Sequence[Procedure]:
    """Procedures, newest first; those not yet approved only when `drafts`."""
    query = select(Procedure).where(Procedure.district_id == district_id)
    if not drafts:
        query = query.where(Procedure.state != State.DRAFT)
    return db.scalars(query.order_by(Procedure.created_at.desc(), Procedure.id.desc())).all()


def open_vacancies(db: Session, district_id: int, at: datetime) -> Sequence[Procedure]:
    """Procedures in which a resident or candidate can take part now."""
    rows = db.scalars(
        select(Procedure)
        .where(Procedure.district_id == district_id, Procedure.state.in_([State.APPROVED, State.PUBLISHED]))
        .order_by(Procedure.closes_at)
    ).all()
    return [row for row in rows if (is_pool_open(row) if row.state is State.APPROVED else at < row.closes_at)]


def is_pool_open(procedure: Procedure) -> bool:
    """Whether residents can volunteer now."""
    return procedure.state is State.APPROVED and procedure.draw is Draw.POOL_OPEN


def procedure_of(db: Session, district_id: int, procedure_id: int, *, drafts: bool = True) -> Procedure:
    """One procedure of this neighbourhood. Raises `NotFoundError`; also for a draft unless `drafts`."""
    found = db.scalar(select(Procedure).where(Procedure.district_id == district_id, Procedure.id == procedure_id))
    if found is None or (found.state is State.DRAFT and not drafts):
        raise NotFoundError(mark("This vacancy is not here."))
    return found


def lottery_of(db: Session, district_id: int, procedure_id: int) -> list[list[str]]:
    """The published list of 1,000 panels; empty before it was published."""
    found = db.scalar(
        select(Procedure)
        .where(Procedure.district_id == district_id, Procedure.id == procedure_id)
        .options(undefer_group("lottery"))
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError(mark("This vacancy is not here."))
    return found.panels or []


def history_of(db: Session, district_id: int, procedure_id: int) -> Sequence[ProcedureChange]:
    """What happened, oldest first."""
    return db.scalars(
        select(ProcedureChange)
        .where(ProcedureChange.district_id == district_id, ProcedureChange.procedure_id == procedure_id)
        .order_by(ProcedureChange.at, ProcedureChange.id)
    ).all()


def remarks_of(db: Session, procedure_id: int) -> Sequence[Remark]:
    """What residents said about the profile, oldest first."""
    return db.scalars(select(Remark).where(Remark.procedure_id == procedure_id).order_by(Remark.id)).all()


def opinions_of(db: Session, procedure_id: int) -> Sequence[str]:
    """Minority opinions, without who wrote them, in an order that says nothing."""
    return sorted(db.scalars(select(Opinion.text).where(Opinion.procedure_id == procedure_id)))


def draft_by_token(db: Session, district_id: int, procedure_id: int, token: str) -> ApplicationDraft | None:
    """What somebody typed so far, None when there is no such private address (any more)."""
    return db.scalar(
        select(ApplicationDraft).where(
            ApplicationDraft.district_id == district_id,
            ApplicationDraft.procedure_id == procedure_id,
            ApplicationDraft.token == token,
        )
    )


def procedure_by_key(db: Session, district_id: int, procedure_id: int, kind: str, token: str) -> Procedure:
    """The procedure behind a private address; `kind`: employer, committee or stand_in. Raises `NotFoundError`."""
    column = getattr(Procedure, f"{kind}_token")
    found = db.scalar(
        select(Procedure).where(Procedure.district_id == district_id, Procedure.id == procedure_id, column == token)
    )
    if found is None:
        raise NotFoundError(mark("This page is not here."))
    return found


def asked_of_committee(db: Session, procedure: Procedure) -> ProcedureChange | None:
    """What the complaints committee looks at now, in the words of who asked; None when nothing about the decision."""
    if procedure.state is not State.SUSPENDED or not procedure.for_committee:
        return None
    asked = ProcedureChange.event.in_([Event.REFUSE_ON_PROCEDURE, Event.ASK_COMMITTEE])
    return db.scalar(
        select(ProcedureChange)
        .where(ProcedureChange.procedure_id == procedure.id, asked)
        .order_by(ProcedureChange.id.desc())
        .limit(1)
    )


def running_draw(db: Session, procedure_id: int) -> PanelDraw | None:
    """The draw that a job computes or computed, None when none was asked for."""
    return db.get(PanelDraw, procedure_id)
