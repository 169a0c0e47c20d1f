"""Volunteers, seats and applications."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.panels.models import Application, Seat, Volunteer
from coop.panels.policy import shown_counts


def volunteers_of(db: Session, procedure_id: int) -> Sequence[Volunteer]:
    """The pool, by account (an order without meaning)."""
    return db.scalars(
        select(Volunteer).where(Volunteer.procedure_id == procedure_id).order_by(Volunteer.account_id)
    ).all()


def volunteer_count(db: Session, procedure_id: int) -> int:
    """How many volunteered."""
    return db.scalar(select(func.count()).select_from(Volunteer).where(Volunteer.procedure_id == procedure_id)) or 0


def my_volunteer(db: Session, procedure_id: int, account_id: int | None) -> Volunteer | None:
    """How I volunteered, None when I did not."""
    return db.scalar(
        select(Volunteer).where(Volunteer.procedure_id == procedure_id, Volunteer.account_id == account_id)
    )


def seats_of(db: Session, procedure_id: int) -> Sequence[Seat]:
    """Seats by rank, reserves after the panel."""
    return db.scalars(select(Seat).where(Seat.procedure_id == procedure_id).order_by(Seat.rank)).all()


def my_seat(db: Session, procedure_id: int, account_id: int | None) -> Seat | None:
    """My seat or reserve place, None when I was not drawn."""
    return db.scalar(select(Seat).where(Seat.procedure_id == procedure_id, Seat.account_id == account_id))


def panel_make_up(db: Session, procedure_id: int) -> dict[str, list[tuple[str, int | None]]]:
    """Counts of the panel per feature; None where the count is too small to show. Never persons."""
    rows = db.execute(
        select(Volunteer.cluster, Volunteer.age_band, Volunteer.experience)
        .join(Seat, Seat.volunteer_id == Volunteer.id)
        .where(Seat.procedure_id == procedure_id, Seat.answer.in_(["waiting", "accepted"]))
    ).all()
    return {
        feature: shown_counts(Counter(row[place] for row in rows))
        for place, feature in enumerate(("cluster", "age_band", "experience"))
    }


def applications_of(db: Session, procedure_id: int) -> Sequence[Application]:
    """Applications by number."""
    return db.scalars(
        select(Application).where(Application.procedure_id == procedure_id).order_by(Application.number)
    ).all()


def candidate_count(db: Session, procedure_id: int) -> int:
    """How many applied."""
    return db.scalar(select(func.count()).select_from(Application).where(Application.procedure_id == procedure_id)) or 0


def application_of(db: Session, district_id: int, procedure_id: int, application_id: int) -> Application:
    """One application of this procedure. Raises `NotFoundError`."""
    found = db.scalar(
        select(Application).where(
            Application.district_id == district_id,
            Application.procedure_id == procedure_id,
            Application.id == application_id,
        )
    )
    if found is None:
        raise NotFoundError(mark("This application is not here."))
    return found


def application_by_token(db: Session, district_id: int, procedure_id: int, token: str) -> Application:
    """The application behind a private link. Raises `NotFoundError`."""
    found = db.scalar(
        select(Application).where(
            Application.district_id == district_id,
            Application.procedure_id == procedure_id,
            Application.token == token,
        )
    )
    if found is None:
        raise NotFoundError(mark("This application is not here."))
    return found


def my_application(db: Session, procedure_id: int, account_id: int | None) -> Application | None:
    """My own application, None when I did not apply with an account."""
    if account_id is None:
        return None
    return db.scalar(
        select(Application).where(Application.procedure_id == procedure_id, Application.account_id == account_id)
    )
