"""Questions about members, roles and team."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, exists, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from coop.identity import queries as identity
from coop.kernel.access import STRONG_ROLES, Actor, Role
from coop.kernel.clock import local_day
from coop.members.models import Appointment, Membership, MembershipSuspension, TeamMember

# Other rooms ask for names here, so that they need not know where accounts live.
names_of = identity.names_of


def running(district_id: int, on: date, row: Any = Membership) -> ColumnElement[bool]:
    return and_(
        row.district_id == district_id,
        row.admitted_on <= on,
        or_(row.ended_on.is_(None), row.ended_on > on),
    )


def suspended(on: date, membership_id: Any = Membership.id) -> ColumnElement[bool]:
    """Whether a member is suspended on a day: still a member, but the rights of members rest."""
    told = MembershipSuspension.__table__.c
    return exists().where(told.membership_id == membership_id, told.starts_on <= on, told.ends_on > on)


def held(district_id: int, on: date, row: Any = Appointment) -> ColumnElement[bool]:
    return and_(
        row.district_id == district_id,
        row.starts_on <= on,
        or_(row.ends_on.is_(None), row.ends_on > on),
        row.is_waiting.is_(False),
    )


def _roles() -> Any:
    district_id: Any = bindparam("district_id")
    account_id: Any = bindparam("account_id")
    on: Any = bindparam("on", type_=Date)
    given, members = Appointment.__table__.c, Membership.__table__.c
    roles = select(given.role, null().label("membership_id")).where(
        held(district_id, on, given), given.account_id == account_id
    )
    rests, kind = suspended(on, members.id), given.role.type
    # Who is suspended as a member is a resident as before.
    membership = select(
        case((rests, literal(Role.RESIDENT, kind)), else_=literal(Role.MEMBER, kind)).label("role"),
        case((rests, null()), else_=members.id),
    ).where(running(district_id, on, members), members.account_id == account_id)
    return union_all(roles, membership)


# Asked on every page of whoever is signed in: built once, on the bare tables.
_ROLES = _roles()


def actor_of(db: Session, district_id: int, account_id: int, name: str, on: date) -> Actor:
    """The account with its roles in a neighbourhood on a day, in one statement. A member also counts as resident.

    Who is suspended as a member counts as a resident only.
    """
    if district_id == 0:
        return Actor(account_id, name, 0)
    asked = {"district_id": district_id, "account_id": account_id, "on": on}
    rows: Sequence[Any] = db.execute(_ROLES, asked).all()
    held = {Role(role) for role, _ in rows}
    membership_id = next((number for _, number in rows if number is not None), None)
    return Actor(account_id, name, district_id, frozenset(held), membership_id)


def member_count(db: Session, district_id: int, on: date) -> int:
    """Number of members on a day."""
    return db.scalar(select(func.count()).select_from(Membership).where(running(district_id, on))) or 0


def membership_ids(db: Session, district_id: int, on: date) -> Sequence[int]:
    """Members on a day, by id: the electoral roll of that day."""
    return db.scalars(select(Membership.id).where(running(district_id, on)).order_by(Membership.id)).all()


def membership_of(db: Session, district_id: int, account_id: int, on: date) -> Membership | None:
    """The running membership of an account, None when there is none."""
    return db.scalar(select(Membership).where(running(district_id, on), Membership.account_id == account_id))


def are_members(db: Session, district_id: int, membership_ids: Iterable[int], on: date) -> set[int]:
    """Which of these are members on a day who can act as such: the membership runs and is not suspended."""
    wanted = running(district_id, on), ~suspended(on), Membership.id.in_(list(membership_ids))
    return set(db.scalars(select(Membership.id).where(*wanted)))


def accounts_of_memberships(db: Session, district_id: int, membership_ids: Iterable[int]) -> dict[int, int | None]:
    """Account ids by membership id; None for members without an account."""
    wanted = list(membership_ids)
    rows = db.execute(
        select(Membership.id, Membership.account_id).where(
            Membership.district_id == district_id, Membership.id.in_(wanted)
        )
    )
    return dict(rows.all())


def account_ids_with(db: Session, district_id: int, role: Role, on: date) -> Sequence[int]:
    """Accounts that hold an appointed role on a day, by id."""
    return db.scalars(
        select(Appointment.account_id)
        .where(held(district_id, on), Appointment.role == role)
        .order_by(Appointment.account_id)
    ).all()


def homes_of(db: Session, district_id: int, account_ids: Iterable[int], on: date) -> dict[int, str]:
    """Where members live, as street and number, by account; who has no address in the register is not in it."""
    rows = db.execute(
        select(Membership.account_id, Membership.street, Membership.house_number).where(
            running(district_id, on), Membership.account_id.in_(list(account_ids)), Membership.house_number != ""
        )
    )
    return {row[0] or 0: " ".join(f"{row[1]} {row[2]}".casefold().split()) for row in rows}


def holds_strong_office(db: Session, account_id: int, *, at: datetime) -> bool:
    """Whether somebody holds an office, anywhere, that counts only after a second step."""
    on = local_day(at)
    query = select(Appointment.id).where(
        Appointment.account_id == account_id,
        Appointment.role.in_(STRONG_ROLES),
        Appointment.starts_on <= on,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > on),
        Appointment.is_waiting.is_(False),
    )
    return db.scalar(query.limit(1)) is not None


def districts_of_account(db: Session, account_id: int, on: date) -> set[int]:
    """Neighbourhoods in which an account has a role or membership on a day."""
    held = select(Appointment.district_id).where(
        Appointment.account_id == account_id,
        Appointment.starts_on <= on,
        or_(Appointment.ends_on.is_(None), Appointment.ends_on > on),
        Appointment.is_waiting.is_(False),
    )
    member = select(Membership.district_id).where(
        Membership.account_id == account_id,
        Membership.admitted_on <= on,
        or_(Membership.ended_on.is_(None), Membership.ended_on > on),
    )
    return set(db.scalars(union_all(held, member)))


def team_of(db: Session, district_id: int) -> Sequence[TeamMember]:
    """The present team, by name."""
    return db.scalars(
        select(TeamMember)
        .where(TeamMember.district_id == district_id, TeamMember.left_on.is_(None))
        .order_by(TeamMember.name)
    ).all()
