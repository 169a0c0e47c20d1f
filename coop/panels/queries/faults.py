"""Questions about faults in the work of a panel, and breaches of secrecy."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.kernel.clock import local_day
from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.panels.models import Breach, Complaint, Fault


def fault_of(db: Session, district_id: int, procedure_id: int, fault_id: int) -> Fault:
    """One fault. Raises `NotFoundError`."""
    found: Fault = _one(db, Fault, district_id, procedure_id, fault_id)
    return found


def breach_of(db: Session, district_id: int, procedure_id: int, breach_id: int) -> Breach:
    """One breach. Raises `NotFoundError`."""
    found: Breach = _one(db, Breach, district_id, procedure_id, breach_id)
    return found


def _one(db: Session, table: Any, district_id: int, procedure_id: int, number: int) -> Any:
    found = db.scalar(
        select(table).where(table.district_id == district_id, table.procedure_id == procedure_id, table.id == number)
    )
    if found is None:
        raise NotFoundError(mark("This note is not here."))
    return found


def faults_in(db: Session, procedure_id: int) -> Sequence[Fault]:
    """The faults of a procedure, oldest first."""
    return db.scalars(select(Fault).where(Fault.procedure_id == procedure_id).order_by(Fault.id)).all()


def breaches_of(db: Session, district_id: int) -> Sequence[Breach]:
    """The record of breaches of a neighbourhood, newest first."""
    return db.scalars(select(Breach).where(Breach.district_id == district_id).order_by(Breach.id.desc())).all()


def breaches_about(db: Session, procedure_id: int, number: int) -> list[Breach]:
    """The breaches that one candidate is told of."""
    rows = db.scalars(select(Breach).where(Breach.procedure_id == procedure_id).order_by(Breach.id))
    return [one for one in rows if number in one.numbers]


def excluded_until(db: Session, district_id: int, on: date, *, account_id: int | None, name: str = "") -> date | None:
    """Until which day somebody is kept out of draws, by account or by name on paper; None when not."""
    whose = Fault.account_id == account_id if account_id else func.lower(Fault.name) == name.lower()
    if not account_id and not name:
        return None
    return db.scalar(
        select(func.max(Fault.excluded_until_on)).where(
            Fault.district_id == district_id, whose, Fault.excluded_until_on > on, Fault.stands.is_not(False)
        )
    )


def counts_by_year(db: Session, district_id: int) -> dict[str, list[tuple[int, int]]]:
    """Complaints, faults that stand and breaches in each year, newest first; never about whom or what."""
    moments = {
        "complaints": select(Complaint.filed_at).where(Complaint.district_id == district_id),
        "faults": select(Fault.noted_at).where(Fault.district_id == district_id, Fault.stands.is_not(False)),
        "breaches": select(Breach.noted_at).where(Breach.district_id == district_id),
    }
    return {
        name: sorted(Counter(local_day(at).year for at in db.scalars(query)).items(), reverse=True)
        for name, query in moments.items()
    }
