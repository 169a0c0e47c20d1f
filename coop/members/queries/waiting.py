"""What waits for whom in the offices of the co-operative, for "my page"."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from coop.kernel.access import Actor, Permission
from coop.kernel.clock import local_day
from coop.kernel.words import mark
from coop.members.models import Appointment, MembershipApplication, MembershipMerge, SecondStepOff
from coop.members.policy import RESCUE_WAITS, ApplicationState


class Waiting(NamedTuple):
    """One thing to do: what it is about (can be empty), what to do (msgid), and where."""

    title: str
    what: str
    endpoint: str
    args: dict[str, Any]


def offices_waiting(db: Session, district_id: int, actor: Actor, at: datetime) -> list[Waiting]:
    """What `actor` can decide or agree with now; one statement, none for who holds no office."""
    me = actor.account_id
    todo: tuple[tuple[set[Permission], ColumnElement[bool], str, str], ...] = (
        (
            {Permission.ADMIT_MEMBER},
            exists().where(
                MembershipApplication.district_id == district_id,
                MembershipApplication.state == ApplicationState.WAITING,
            ),
            mark("Decide who becomes a member"),
            "members.register",
        ),
        (
            {Permission.KEEP_REGISTER},
            exists().where(
                MembershipMerge.district_id == district_id,
                MembershipMerge.ended_at.is_(None),
                MembershipMerge.asked_by != me,
            ),
            mark("Say whether two registrations are one person"),
            "members.duplicates",
        ),
        (
            {Permission.GIVE_ROLE, Permission.CONFIRM_ROLE},
            exists().where(
                Appointment.district_id == district_id,
                Appointment.is_waiting,
                or_(Appointment.ends_on.is_(None), Appointment.ends_on > local_day(at)),
                Appointment.account_id != me,
                Appointment.given_by != me,
            ),
            mark("Agree, or not, that somebody gets a role"),
            "members.roles",
        ),
        (
            {Permission.RESCUE_ACCOUNT},
            exists().where(
                SecondStepOff.district_id == district_id,
                SecondStepOff.ended_at.is_(None),
                SecondStepOff.asked_at > at - RESCUE_WAITS,
                SecondStepOff.account_id != me,
                SecondStepOff.asked_by != me,
            ),
            mark("Help who lost the phone for signing in, or not"),
            "members.rescues",
        ),
    )
    asked = [one for one in todo if all(map(actor.may, one[0]))]
    if not asked:
        return []
    waits = db.execute(select(*(one[1] for one in asked))).one()
    return [Waiting("", what, endpoint, {}) for (_, _, what, endpoint), some in zip(asked, waits, strict=True) if some]
