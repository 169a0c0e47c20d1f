"""Leaving: by one's own notice, by moving away, or by death."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from coop.identity.actions import close_account, plan_erasure, reopen_account
from coop.identity.queries import account_of
from coop.kernel.access import Actor, Permission, Role
from coop.kernel.clock import local_day
from coop.kernel.errors import ConflictError, InvalidError
from coop.kernel.words import mark
from coop.members.actions.appointments import require_another
from coop.members.models import Appointment, Membership, MembershipApplication
from coop.members.policy import SECOND_THOUGHTS, ApplicationState, Ending
from coop.members.queries import membership_in, rules_on

LATEST = timedelta(days=365)


def first_day_out(db: Session, memberships: Sequence[Membership], on: date) -> date:
    """The first day on which somebody who gives notice on a day can be out: the longest notice counts."""
    days = [rules_on(db, one.district_id, on).notice_days for one in memberships]
    return on + timedelta(days=max(days, default=0))


def leave(
    db: Session, account_id: int, because: Ending, *, on: date, remove_account: bool, at: datetime
) -> list[Membership]:
    """End every membership of an account on a day by its own notice, with its offices; perhaps remove the account too.

    Raises `InvalidError` on `on` before the notice is over or later than a year, `ConflictError` for the last
    administrator of a neighbourhood.
    """
    today = local_day(at)
    mine = db.scalars(
        select(Membership).where(Membership.account_id == account_id, Membership.ended_on.is_(None)).with_for_update()
    ).all()
    first = first_day_out(db, mine, today)
    if not first <= on <= today + LATEST:
        raise InvalidError(
            mark("Choose a day from %(first)s to %(last)s."),
            field="on",
            first=f"{first:%d-%m-%Y}",
            last=f"{today + LATEST:%d-%m-%Y}",
        )
    if not mine and not remove_account:
        raise ConflictError(mark("You are not a member (any more). There is nothing to end."))
    for one in mine:
        # Who was admitted later than the chosen day never was a member.
        one.ended_on, one.ended_because, one.own_notice = max(on, one.admitted_on), because, True
    end_roles_of(db, account_id, on=on, keeps_last=True)
    _withdraw_waiting(db, MembershipApplication.account_id == account_id, at)
    if remove_account:
        # Notice given before may end later than the day chosen now: a member keeps the account.
        db.flush()
        lasts = db.scalar(select(func.max(Membership.ended_on)).where(Membership.account_id == account_id))
        plan_erasure(db, account_id, max(on, lasts or on) + SECOND_THOUGHTS)
    db.flush()
    return list(mine)


def stay(db: Session, account_id: int, *, at: datetime) -> None:
    """Take one's own notice back, as long as the membership lasts; the account is kept in any case.

    Offices do not come back, and what the board or secretary ended stays ended.
    """
    plan_erasure(db, account_id, None)
    running = select(Membership).where(
        Membership.account_id == account_id,
        Membership.ended_on > local_day(at),
        Membership.own_notice.is_(True),
    )
    for one in db.scalars(running.with_for_update()):
        _go_on(one)
    db.flush()


def _go_on(membership: Membership) -> None:
    membership.ended_on, membership.ended_because, membership.own_notice = None, None, False


def end_roles_of(db: Session, account_id: int, *, on: date, keeps_last: bool = False) -> None:
    """End the roles of an account from a day on. `keeps_last`: refuse for the last administrator."""
    found = db.scalars(
        select(Appointment).where(
            Appointment.account_id == account_id, or_(Appointment.ends_on.is_(None), Appointment.ends_on > on)
        )
    ).all()
    for one in found:
        if keeps_last and one.role is Role.ADMINISTRATOR:
            require_another(db, one, on)
        one.ends_on = max(on, one.starts_on)
    db.flush()


def follow_death(db: Session, membership: Membership, *, at: datetime) -> None:
    """End the other memberships and close the account of who died: no mail, no signing in, no office; erased later."""
    # Also of a member without an account: no letter goes to a new address.
    _withdraw_waiting(db, MembershipApplication.membership_id == membership.id, at)
    if membership.account_id is None:
        return
    today, died_on = local_day(at), membership.ended_on or local_day(at)
    others = select(Membership).where(
        Membership.account_id == membership.account_id,
        Membership.id != membership.id,
        or_(Membership.ended_on.is_(None), Membership.ended_on > died_on),
    )
    for one in db.scalars(others.with_for_update()):
        one.ended_on, one.ended_because = max(died_on, one.admitted_on), Ending.DIED
    close_account(db, membership.account_id, erase_on=today + SECOND_THOUGHTS, at=at)
    end_roles_of(db, membership.account_id, on=today)
    _withdraw_waiting(db, MembershipApplication.account_id == membership.account_id, at)


def _withdraw_waiting(db: Session, whose: ColumnElement[bool], at: datetime) -> None:
    waiting = select(MembershipApplication).where(whose, MembershipApplication.state == ApplicationState.WAITING)
    for one in db.scalars(waiting.with_for_update()):
        one.state, one.decided_at, one.code = ApplicationState.WITHDRAWN, at, None


def undo_death(db: Session, actor: Actor, district_id: int, membership_id: int, *, at: datetime) -> Membership:
    """A death was noted by mistake: every membership goes on and the account works again.

    Offices do not come back, nor does notice that was given before.
    """
    actor.require(Permission.KEEP_REGISTER)
    membership = membership_in(db, district_id, membership_id)
    if membership.ended_because is not Ending.DIED or membership.ended_on is None:
        raise ConflictError(mark("This cannot be put right (any more)."))
    account = account_of(db, membership.account_id) if membership.account_id is not None else None
    # The account is erased so many days after the note, which can come long after the death.
    last_on = account.erase_on if account else membership.ended_on + SECOND_THOUGHTS
    if last_on is None or last_on <= local_day(at):
        raise ConflictError(mark("This cannot be put right (any more)."))
    _go_on(membership)
    if membership.account_id is not None:
        elsewhere = Membership.account_id == membership.account_id, Membership.ended_because == Ending.DIED
        for one in db.scalars(select(Membership).where(*elsewhere).with_for_update()):
            _go_on(one)
        reopen_account(db, membership.account_id)
    db.flush()
    return membership
