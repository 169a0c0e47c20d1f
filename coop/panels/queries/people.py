"""Volunteers, seats and applications."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.panels.models import Application, Complaint, Declaration, Evaluation, Interview, Procedure, Seat, Volunteer
from coop.panels.policy import LEAST_ANSWERS, SEATS, USUAL, AppState, SeatState, shown_counts


def volunteers_of(db: Session, procedure_id: int) -> Sequence[Volunteer]:
    """The pool, in the order in which people volunteered."""
    return db.scalars(select(Volunteer).where(Volunteer.procedure_id == procedure_id).order_by(Volunteer.id)).all()


def volunteer_count(db: Session, procedure_id: int) -> int:
    """How many volunteered; whom the members' meeting chose did not."""
    chosen = select(Seat.volunteer_id).where(Seat.procedure_id == procedure_id, Seat.chosen_on.is_not(None))
    query = select(func.count()).select_from(Volunteer).where(Volunteer.procedure_id == procedure_id)
    return db.scalar(query.where(Volunteer.id.not_in(chosen))) or 0


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
    asked = (*USUAL, *(db.scalar(select(Procedure.features).where(Procedure.id == procedure_id)) or ()))
    rows = db.execute(
        select(*(getattr(Volunteer, feature) for feature in asked))
        .join(Seat, Seat.volunteer_id == Volunteer.id)
        .where(Seat.procedure_id == procedure_id, Seat.answer.in_([SeatState.WAITING, SeatState.ACCEPTED]))
    ).all()
    return {feature: shown_counts(Counter(row[place] for row in rows)) for place, feature in enumerate(asked)}


def applications_of(db: Session, procedure_id: int, *states: AppState) -> Sequence[Application]:
    """Applications by number: all, or those in these states."""
    query = select(Application).where(Application.procedure_id == procedure_id).order_by(Application.number)
    return db.scalars(query.where(Application.state.in_(states)) if states else query).all()


def candidate_count(db: Session, procedure_id: int) -> int:
    """How many applied."""
    query = select(func.count()).select_from(Application).where(Application.procedure_id == procedure_id)
    return db.scalar(query.where(Application.state != AppState.REPLACED)) or 0


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


def parts_taken(db: Session, procedure_id: int, account_id: int | None) -> tuple[bool, bool]:
    """Whether somebody is a candidate here, and whether somebody is or can be on the panel."""
    gone, seated = (AppState.WITHDRAWN, AppState.REPLACED), (SeatState.WAITING, SeatState.ACCEPTED)
    applied = select(Application.id).where(
        Application.procedure_id == procedure_id,
        Application.account_id == account_id,
        Application.state.not_in(gone),
    )
    seat = select(Seat.id).where(
        Seat.procedure_id == procedure_id, Seat.account_id == account_id, Seat.answer.in_(seated)
    )
    row = db.execute(select(exists(applied), exists(seat))).one()
    return bool(row[0]), bool(row[1])


def my_application(db: Session, procedure_id: int, account_id: int | None) -> Application | None:
    """My own application, None when I did not apply with an account."""
    if account_id is None:
        return None
    return db.scalar(
        select(Application).where(Application.procedure_id == procedure_id, Application.account_id == account_id)
    )


def declarations_of(db: Session, procedure_id: int) -> Sequence[Declaration]:
    """Who steps back for whom, and who said not to."""
    return db.scalars(select(Declaration).where(Declaration.procedure_id == procedure_id)).all()


def my_declarations(db: Session, seat_id: int) -> dict[int, bool]:
    """What one member declared, by application."""
    rows = db.scalars(select(Declaration).where(Declaration.seat_id == seat_id))
    return {row.application_id: row.steps_back for row in rows}


def interviews_of(db: Session, procedure_id: int) -> dict[int, Interview]:
    """Planned and held interviews by application, in the order of the day."""
    rows = db.scalars(select(Interview).where(Interview.procedure_id == procedure_id).order_by(Interview.starts_at))
    return {row.application_id: row for row in rows}


def complaints_of(db: Session, procedure_id: int) -> Sequence[Complaint]:
    """Complaints, oldest first."""
    return db.scalars(
        select(Complaint).where(Complaint.procedure_id == procedure_id).order_by(Complaint.filed_at, Complaint.id)
    ).all()


def seat_of(db: Session, district_id: int, procedure_id: int, seat_id: int) -> Seat:
    """One seat of this procedure. Raises `NotFoundError`."""
    found = db.scalar(
        select(Seat).where(Seat.district_id == district_id, Seat.procedure_id == procedure_id, Seat.id == seat_id)
    )
    if found is None:
        raise NotFoundError(mark("This seat is not here."))
    return found


def paper_names(db: Session, procedure_id: int) -> dict[int, tuple[str, str]]:
    """Name and contact of who is on the panel without an account, by seat."""
    rows = db.execute(
        select(Seat.id, Volunteer.name, Volunteer.contact)
        .join(Volunteer, Volunteer.id == Seat.volunteer_id)
        .where(Seat.procedure_id == procedure_id, Volunteer.name != "")
    )
    return {row[0]: (row[1], row[2]) for row in rows}


class LookedBack(NamedTuple):
    """What the panel thought of it: counts of each answer to two questions; what should be different, by row id."""

    clear: Counter[str]
    free: Counter[str]
    better: list[tuple[int, str]]


def looked_back(db: Session, procedure_id: int) -> LookedBack | None:
    """The answers together; None for fewer than three. Texts in the order of their letters, not of who wrote first."""
    rows = db.scalars(select(Evaluation).where(Evaluation.procedure_id == procedure_id)).all()
    if len(rows) < LEAST_ANSWERS:
        return None
    return LookedBack(
        Counter(row.clear for row in rows),
        Counter(row.free for row in rows),
        sorted(((row.id, row.better) for row in rows if row.better), key=lambda one: one[1]),
    )


def how_seated(db: Session, procedure_id: int) -> tuple[bool, int]:
    """Whether nobody is on the panel but who the dice named (who stepped in stands behind them), and how many members
    the members' meeting chose.
    """
    there = [seat for seat in seats_of(db, procedure_id) if seat.answer is SeatState.ACCEPTED]
    return not any(seat.rank > SEATS for seat in there), sum(1 for seat in there if seat.chosen_on is not None)
