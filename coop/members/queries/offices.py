"""Questions about who holds which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from coop.districts.models import District
from coop.identity.queries import names_of
from coop.kernel.access import Role
from coop.members.models import Appointment, FollowedDistrict, SecondStepOff
from coop.members.policy import PUBLIC_OFFICES, RESCUE_WAITS
from coop.members.queries.people import held


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One appointment as it is shown. `given_by` is empty for what was given on the server."""

    id: int
    account_id: int
    name: str
    role: Role
    starts_on: date
    ends_on: date | None
    reason: str
    given_by: str
    given_by_id: int | None
    is_waiting: bool


def public_offices(db: Session, district_id: int, on: date) -> list[OfficeRow]:
    """Who holds a public office on a day, by office and then by name."""
    rows = _rows(
        db, db.scalars(select(Appointment).where(held(district_id, on), Appointment.role.in_(PUBLIC_OFFICES))).all()
    )
    return sorted(rows, key=lambda row: (PUBLIC_OFFICES.index(row.role), row.name))


def given_roles(db: Session, district_id: int, on: date, *, most: int = 200) -> list[OfficeRow]:
    """Roles that count on a day, will count, or wait for a second person; the newest first."""
    rows = db.scalars(
        select(Appointment)
        .where(Appointment.district_id == district_id, or_(Appointment.ends_on.is_(None), Appointment.ends_on > on))
        .order_by(Appointment.is_waiting.desc(), Appointment.id.desc())
        .limit(most)
    ).all()
    return _rows(db, rows)


def appointment_of(db: Session, district_id: int, appointment_id: int) -> OfficeRow | None:
    """One appointment, None when there is no such in this neighbourhood."""
    row = db.scalar(select(Appointment).where(Appointment.id == appointment_id, Appointment.district_id == district_id))
    return _rows(db, [row])[0] if row else None


def own_offices(db: Session, district_id: int, account_id: int, on: date) -> list[OfficeRow]:
    """The appointments of somebody that count on a day, to lay one down."""
    query = select(Appointment).where(held(district_id, on), Appointment.account_id == account_id)
    return _rows(db, db.scalars(query.order_by(Appointment.id)).all())


def was_given_office_by(db: Session, district_id: int, account_id: int | None, giver: int | None, on: date) -> bool:
    """Whether `giver` gave this person a role that counts: then four eyes could be two."""
    given = select(Appointment.id).where(
        Appointment.district_id == district_id,
        Appointment.account_id == account_id,
        Appointment.given_by == giver,
        Appointment.starts_on <= on,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > on),
    )
    return giver is not None and db.scalar(given.limit(1)) is not None


def rescues_waiting(db: Session, district_id: int, at: datetime) -> Sequence[SecondStepOff]:
    """Requests to take a second step away that wait for a second person, oldest first."""
    return db.scalars(
        select(SecondStepOff)
        .where(
            SecondStepOff.district_id == district_id,
            SecondStepOff.ended_at.is_(None),
            SecondStepOff.asked_at > at - RESCUE_WAITS,
        )
        .order_by(SecondStepOff.id)
    ).all()


def followed_by(db: Session, account_id: int | None) -> Sequence[District]:
    """The neighbourhoods that somebody follows, by name."""
    mine = select(FollowedDistrict.district_id).where(FollowedDistrict.account_id == account_id)
    return db.scalars(select(District).where(District.id.in_(mine)).order_by(District.name)).all()


def _rows(db: Session, found: Sequence[Appointment]) -> list[OfficeRow]:
    names = names_of(db, [one.account_id for one in found] + [one.given_by for one in found])
    return [
        OfficeRow(
            one.id,
            one.account_id,
            names[one.account_id],
            one.role,
            one.starts_on,
            one.ends_on,
            one.reason,
            names.get(one.given_by or 0, ""),
            one.given_by,
            one.is_waiting,
        )
        for one in found
    ]
