"""Questions about the register: statutes, applications, members, and who may vote."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from coop.kernel.errors import NotFoundError
from coop.kernel.words import mark
from coop.members.models import (
    Membership,
    MembershipApplication,
    MembershipSuspension,
    ResidenceProof,
    Statutes,
)
from coop.members.policy import ApplicationState, Hindrance, StatuteRules, Way, hindrances, stored_code
from coop.members.queries.people import running, suspended


def statute_versions(db: Session, district_id: int) -> Sequence[Statutes]:
    """Every version, newest first."""
    return db.scalars(
        select(Statutes).where(Statutes.district_id == district_id).order_by(Statutes.starts_on.desc())
    ).all()


def rules_on(db: Session, district_id: int, on: date) -> StatuteRules:
    """What the statutes ask on a day; the model of the site as long as nothing was settled."""
    found = db.scalar(
        select(Statutes)
        .where(Statutes.district_id == district_id, Statutes.starts_on <= on)
        .order_by(Statutes.starts_on.desc())
        .limit(1)
    )
    if found is None:
        return StatuteRules()
    return StatuteRules(
        found.basis,
        found.minimum_age,
        found.minimum_membership_days,
        found.residents_only,
        found.admission,
        found.proxies_per_holder,
        found.vouches_per_year,
        found.notice_days,
        found.one_per_household,
        found.advice_supporters,
    )


@dataclass(frozen=True, slots=True)
class Roll:
    """Who may vote in what opens on a day (membership ids, ascending), and how many may not, by reason."""

    entitled: tuple[int, ...]
    left_out: dict[Hindrance, int]


def electoral_roll(db: Session, district_id: int, on: date) -> Roll:
    """The members of a day, judged by the statutes of that day. A member counts under the first reason only."""
    rules = rules_on(db, district_id, on)
    rows = db.execute(
        select(
            *(Membership.id, Membership.admitted_on, Membership.ended_on, Membership.stated_age),
            *(Membership.lives_here, suspended(on).label("is_suspended")),
        )
        .where(running(district_id, on))
        .order_by(Membership.id)
    )
    entitled, left_out = [], Counter[Hindrance]()
    for row in rows:
        against = _against(rules, row, row.is_suspended, on)
        if against:
            left_out[against[0]] += 1
        else:
            entitled.append(row.id)
    return Roll(tuple(entitled), dict(left_out))


def _against(rules: StatuteRules, member: Any, is_suspended: bool, on: date) -> list[Hindrance]:
    return hindrances(
        rules,
        admitted_on=member.admitted_on,
        ended_on=member.ended_on,
        stated_age=member.stated_age,
        lives_here=member.lives_here,
        is_suspended=is_suspended,
        on=on,
    )


def my_hindrances(db: Session, membership: Membership, on: date) -> list[Hindrance]:
    """Why this member may not vote in what would open on a day."""
    rests = suspension_of(db, membership.id, on) is not None
    return _against(rules_on(db, membership.district_id, on), membership, rests, on)


def suspension_of(db: Session, membership_id: int, on: date) -> MembershipSuspension | None:
    """Why a member is suspended on a day, None when that is not so."""
    return db.scalar(
        select(MembershipSuspension)
        .where(MembershipSuspension.membership_id == membership_id)
        .where(MembershipSuspension.starts_on <= on, MembershipSuspension.ends_on > on)
        .order_by(MembershipSuspension.ends_on.desc())
        .limit(1)
    )


def suspended_members(db: Session, district_id: int, on: date) -> Sequence[Any]:
    """Who is suspended on a day, as rows with `id`, `name` and `ends_on`, the soonest to end first."""
    told = MembershipSuspension
    return db.execute(
        select(Membership.id, Membership.name, told.ends_on)
        .join(told, told.membership_id == Membership.id)
        .where(running(district_id, on), told.starts_on <= on, told.ends_on > on)
        .order_by(told.ends_on, Membership.name)
    ).all()


def members_on(
    db: Session, district_id: int, on: date, *, search: str = "", first: int = 0, most: int = 50
) -> tuple[Sequence[Membership], int]:
    """One page of the members of a day by name, and how many there are; `search` in name, street and e-mail."""
    wanted = running(district_id, on)
    if search:
        like = "%" + search.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        fields = func.lower(Membership.name + " " + Membership.street + " " + Membership.email)
        wanted = wanted & fields.like(like, escape="\\")
    total = db.scalar(select(func.count()).select_from(Membership).where(wanted)) or 0
    rows = db.scalars(
        select(Membership).where(wanted).order_by(func.lower(Membership.name), Membership.id).offset(first).limit(most)
    ).all()
    return rows, total


def membership_in(db: Session, district_id: int, membership_id: int) -> Membership:
    """The member of this neighbourhood. Raises `NotFoundError`."""
    found = db.scalar(select(Membership).where(Membership.district_id == district_id, Membership.id == membership_id))
    if found is None:
        raise NotFoundError(mark("There is no such member in this neighbourhood."))
    return found


def application_of(
    db: Session, district_id: int, application_id: int, *, locked: bool = False
) -> MembershipApplication:
    """The application in this neighbourhood; `locked` until the end of the transaction. Raises `NotFoundError`."""
    query = select(MembershipApplication).where(
        MembershipApplication.district_id == district_id, MembershipApplication.id == application_id
    )
    if locked:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = db.scalar(query)
    if found is None:
        raise NotFoundError(mark("There is no such application in this neighbourhood."))
    return found


def my_application(db: Session, district_id: int, account_id: int | None) -> MembershipApplication | None:
    """The newest application of an account, None when there is none."""
    return db.scalar(
        select(MembershipApplication)
        .where(MembershipApplication.district_id == district_id, MembershipApplication.account_id == account_id)
        .where(MembershipApplication.is_move.is_(False))
        .order_by(MembershipApplication.id.desc())
        .limit(1)
    )


def waiting_of(db: Session, district_id: int, account_id: int) -> MembershipApplication | None:
    """What waits of an account: its application, or its new address; locked."""
    return _held(db, district_id, MembershipApplication.account_id == account_id)


def move_of(db: Session, membership_id: int) -> MembershipApplication | None:
    """The new address of a member that waits to be shown, None when there is none."""
    return db.scalar(
        select(MembershipApplication).where(
            MembershipApplication.membership_id == membership_id,
            MembershipApplication.is_move.is_(True),
            MembershipApplication.state == ApplicationState.WAITING,
        )
    )


def application_with_code(db: Session, district_id: int, code: str) -> MembershipApplication | None:
    """The waiting application to whose address a letter with this code went."""
    return _held(db, district_id, MembershipApplication.code == stored_code(code))


def code_was_used(db: Session, district_id: int, code: str) -> bool:
    """Whether somebody showed with this code before that they live here."""
    shown = (
        select(ResidenceProof.id)
        .join(MembershipApplication, MembershipApplication.id == ResidenceProof.application_id)
        .where(
            MembershipApplication.district_id == district_id,
            MembershipApplication.code == stored_code(code),
            ResidenceProof.way == Way.LETTER,
        )
    )
    return db.scalar(shown.limit(1)) is not None


def _held(db: Session, district_id: int, which: ColumnElement[bool]) -> MembershipApplication | None:
    """The waiting application, locked and fresh: two ways of showing residence at once make one member."""
    return db.scalar(
        select(MembershipApplication)
        .where(
            MembershipApplication.district_id == district_id,
            MembershipApplication.state == ApplicationState.WAITING,
            which,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def application_with_number(db: Session, district_id: int, number: str) -> MembershipApplication | None:
    """The waiting application with this number."""
    return _held(db, district_id, MembershipApplication.number == number)


def applications_waiting(db: Session, district_id: int) -> Sequence[MembershipApplication]:
    """Applications that wait for a decision, oldest first."""
    return db.scalars(
        select(MembershipApplication)
        .where(
            MembershipApplication.district_id == district_id,
            MembershipApplication.state == ApplicationState.WAITING,
        )
        .order_by(MembershipApplication.applied_at, MembershipApplication.id)
    ).all()


def letters_to_print(db: Session, district_id: int) -> Sequence[MembershipApplication]:
    """Waiting applications without shown residence to which no letter went yet, by address."""
    shown = select(ResidenceProof.application_id).where(
        ResidenceProof.district_id == district_id,
        (ResidenceProof.way != Way.DESK) | ResidenceProof.confirmed_by.is_not(None),
    )
    return db.scalars(
        select(MembershipApplication)
        .where(
            MembershipApplication.district_id == district_id,
            MembershipApplication.state == ApplicationState.WAITING,
            MembershipApplication.letter_at.is_(None),
            MembershipApplication.id.not_in(shown),
        )
        .order_by(MembershipApplication.street, MembershipApplication.house_number, MembershipApplication.id)
    ).all()


def proofs_of(db: Session, application_ids: Sequence[int]) -> dict[int, list[ResidenceProof]]:
    """How residence was shown, per application."""
    found: dict[int, list[ResidenceProof]] = {number: [] for number in application_ids}
    rows = db.scalars(
        select(ResidenceProof).where(ResidenceProof.application_id.in_(application_ids)).order_by(ResidenceProof.id)
    )
    for row in rows:
        found[row.application_id].append(row)
    return found


def counted_ways(proofs: Sequence[ResidenceProof]) -> list[Way]:
    """The ways that count: the desk only with its second person."""
    return [one.way for one in proofs if one.way is not Way.DESK or one.confirmed_by is not None]


def vouches_since(db: Session, district_id: int, account_id: int, since: datetime) -> int:
    """How often somebody vouched for a neighbour since a moment."""
    return (
        db.scalar(
            select(func.count())
            .select_from(ResidenceProof)
            .where(
                ResidenceProof.district_id == district_id,
                ResidenceProof.way == Way.NEIGHBOUR,
                ResidenceProof.given_by == account_id,
                ResidenceProof.given_at >= since,
            )
        )
        or 0
    )
