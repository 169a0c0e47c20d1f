"""Entering members in the register and ending memberships."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.text import clean_line
from coop.kernel.words import mark
from coop.members.models import Membership
from coop.members.queries import membership_of


def admit_member(
    db: Session, district_id: int, *, name: str, on: date, account_id: int | None = None, cluster_id: int | None = None
) -> Membership:
    """Enter a member in the register. Raises `ConflictError` when this account already is a member."""
    if not clean_line(name):
        raise InvalidError(mark("Fill in a name."), field="name")
    if account_id is not None and membership_of(db, district_id, account_id, on):
        raise ConflictError(mark("This person already is a member."))
    membership = Membership(
        district_id=district_id, account_id=account_id, cluster_id=cluster_id, name=clean_line(name), admitted_on=on
    )
    db.add(membership)
    db.flush()
    return membership


def end_membership(db: Session, district_id: int, membership_id: int, *, on: date) -> None:
    """End a membership on a day; from that day on it no longer counts."""
    membership = db.scalar(
        select(Membership).where(Membership.district_id == district_id, Membership.id == membership_id)
    )
    if membership is None or membership.ended_on is not None:
        raise ConflictError(mark("This membership has already ended or is not in this neighbourhood."))
    membership.ended_on = on
    db.flush()
