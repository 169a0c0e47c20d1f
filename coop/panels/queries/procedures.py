"""Procedures and their history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer_group

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.panels.models import Procedure, ProcedureChange
from coop.panels.policy import State


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
        .where(Procedure.district_id == district_id, Procedure.state.in_([State.POOL_OPEN, State.PUBLISHED]))
        .order_by(Procedure.closes_at)
    ).all()
    return [row for row in rows if row.state is State.POOL_OPEN or at < row.closes_at]


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
