"""Giving roles."""

from datetime import date

from sqlalchemy.orm import Session

from coop.kernel.access import Role
from coop.kernel.errors import InvalidError
from coop.kernel.words import mark
from coop.members.models import Appointment


def appoint(
    db: Session, district_id: int, account_id: int, role: Role, *, starts_on: date, ends_on: date | None = None
) -> Appointment:
    """Give a role. Raises `InvalidError` for the role of member, which comes with membership only."""
    if role is Role.MEMBER:
        raise InvalidError(mark("Somebody becomes a member by being admitted, not by appointment."), field="role")
    appointment = Appointment(
        district_id=district_id, account_id=account_id, role=role, starts_on=starts_on, ends_on=ends_on
    )
    db.add(appointment)
    db.flush()
    return appointment
