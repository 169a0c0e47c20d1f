"""Settling what the statutes ask of members."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.members.models import Statutes
from coop.members.policy import StatuteRules


def settle_statutes(
    db: Session, actor: Actor, district_id: int, rules: StatuteRules, *, starts_on: date, at: datetime
) -> Statutes:
    """Settle a version from a day on, not before today: a vote that is open keeps the roll it has.

    Raises `InvalidError` per field, `ConflictError` when a version already starts on that day.
    """
    actor.require(Permission.SETTLE_STATUTES)
    checked = rules.checked()
    if starts_on < local_day(at):
        raise InvalidError(mark("Choose today or a later day: what was decided does not change."), field="starts_on")
    if db.scalar(select(Statutes.id).where(Statutes.district_id == district_id, Statutes.starts_on == starts_on)):
        raise ConflictError(mark("There already are rules from that day on. Choose another day."), field="starts_on")
    version = Statutes(
        district_id=district_id,
        starts_on=starts_on,
        basis=checked.basis,
        minimum_age=checked.minimum_age,
        minimum_membership_days=checked.minimum_membership_days,
        residents_only=checked.residents_only,
        admission=checked.admission,
        proxies_per_holder=checked.proxies_per_holder,
        vouches_per_year=checked.vouches_per_year,
        notice_days=checked.notice_days,
        one_per_household=checked.one_per_household,
        advice_supporters=checked.advice_supporters,
        recorded_by=actor.account_id,
        recorded_at=at,
    )
    db.add(version)
    db.flush()
    return version
